"""What a citizen does with a dossier by its secret: takes it back, or says how it went."""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace
from sqlalchemy import Connection

from kiosk.clock import to_millis
from kiosk.dossier import actions as dossiers
from kiosk.dossier import problems
from kiosk.dossier.actions import Followed
from kiosk.flow.actions import Guide
from kiosk.people.assist import Assist
from kiosk.sync import envelope, inbox
from kiosk.sync.envelope import Plaintext
from kiosk.sync.ids import uuid7
from kiosk.sync.inbox import Inbox
from kiosk.sync.plaintext import new_content_key
from kiosk.sync.wire import instant


class Holder(NamedTuple):
    """Who holds a dossier's secret, in which language, and whether somebody helps."""

    secret: str
    locale: str
    assist: Assist = "none"


def withdraw(db: Connection, guide: Guide, box: Inbox, by: Holder) -> None:
    """Takes the dossier back. A second tap changes nothing.

    Raises `dossier.no_such_dossier`; `dossier.ended_already` when it has come to another end.
    """
    found = dossiers.followed(db, by.secret)
    if found.state == "withdrawn":
        return
    if not found.is_open:
        raise problems.ended_already()
    send(db, guide, box, by, found, "withdrawal", {})


def rate(db: Connection, guide: Guide, box: Inbox, by: Holder, marks: Mapping[str, int]) -> None:
    """Says how it went, once. Raises `dossier.no_such_dossier`, `dossier.not_ended_yet`."""
    found = dossiers.followed(db, by.secret)
    if found.is_open:
        raise problems.not_ended_yet()
    if found.may_rate:
        send(db, guide, box, by, found, "rating", marks)


def send(
    db: Connection, guide: Guide, box: Inbox, by: Holder, found: Followed, kind: str,
    answers: Mapping[str, int],
) -> None:  # fmt: skip
    """Makes the envelope and hands it in. What it says of the flow is what the first one said."""
    first = inbox.envelope_by_id(db, found.id)
    if first is None:
        raise problems.no_such_dossier()
    now = guide.clock.now()
    header = replace(
        first.header,
        id=uuid7(to_millis(now)),
        kind=kind,
        locale=by.locale,
        made_at=instant(now),
        assist=by.assist,
        follow=None,
        parent=found.id,
        key=box.ring.sealing.id,
        blobs=(),
    )
    plaintext = Plaintext(new_content_key(), answers, {}, secret=by.secret)
    inbox.take(db, box, envelope.make(header, plaintext, box.ring.sealing.public), now)
