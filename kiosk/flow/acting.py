"""What a citizen does with a dossier by its secret: takes it back, or says how it went."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from kiosk.clock import to_millis
from kiosk.dossier import problems
from kiosk.dossier.actions import Followed
from kiosk.flow.actions import Guide
from kiosk.people.assist import Assist
from kiosk.sync import envelope, inbox
from kiosk.sync.envelope import Header, Plaintext
from kiosk.sync.ids import uuid7
from kiosk.sync.inbox import Inbox
from kiosk.sync.plaintext import new_content_key
from kiosk.sync.wire import instant

NOT_HERE = "0"
"""The version of a flow that this node never had: the pack's hash names it for sure."""


class Holder(NamedTuple):
    """Who holds a dossier's secret, in which language, and whether somebody helps."""

    secret: str
    locale: str
    assist: Assist = "none"


def withdraw(db: Connection, guide: Guide, box: Inbox, by: Holder, found: Followed) -> None:
    """Takes the dossier back. A second tap changes nothing.

    Raises `dossier.ended_already` when it has come to another end.
    """
    if found.state == "withdrawn":
        return
    if not found.is_open:
        raise problems.ended_already()
    send(db, guide, box, by, found, "withdrawal", {})


def rate(
    db: Connection, guide: Guide, box: Inbox, by: Holder, found: Followed, marks: Mapping[str, int]
) -> None:
    """Says how it went, once. Raises `dossier.not_ended_yet`."""
    if found.is_open:
        raise problems.not_ended_yet()
    if found.may_rate:
        send(db, guide, box, by, found, "rating", marks)


def send(
    db: Connection, guide: Guide, box: Inbox, by: Holder, found: Followed, kind: str,
    answers: Mapping[str, int],
) -> None:  # fmt: skip
    """Makes the envelope and hands it in."""
    now, sealing = guide.clock.now(), box.sealing
    edition = guide.library.edition_with(db, found.progress.pack)
    header = Header(
        id=uuid7(to_millis(now)),
        kind=kind,
        flow=found.progress.flow,
        flow_version=edition.flow.version if edition else NOT_HERE,
        pack=found.progress.pack,
        locale=by.locale,
        commune=found.commune,
        made_at=instant(now),
        assist=by.assist,
        follow=None,
        parent=found.id,
        key=sealing.id,
        blobs=(),
    )
    plaintext = Plaintext(new_content_key(), answers, {}, secret=by.secret)
    inbox.take(db, box, envelope.make(header, plaintext, sealing.public), now)
