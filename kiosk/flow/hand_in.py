"""The hand-in: the draft becomes an envelope, the envelope a dossier, in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection, update

from kiosk.clock import to_millis
from kiosk.engine.fields import Message, Typed, read
from kiosk.engine.fields.files import Entry
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Field, Value
from kiosk.engine.walk import Context, Walk, submitted, walk
from kiosk.flow import problems
from kiosk.flow.actions import KEPT_AFTER_HAND_IN, DraftKey, Guide, Held, change_draft, seal
from kiosk.flow.redo import as_supplement
from kiosk.flow.rules import files_submitted, names_held
from kiosk.flow.tables import StoredDraft
from kiosk.people.assist import Assist
from kiosk.sync import codes, envelope, inbox
from kiosk.sync.envelope import BlobRef, Header, PlainBlob, Plaintext
from kiosk.sync.inbox import Inbox, Receipts
from kiosk.sync.wire import instant

CONTACT = ("nyc_dien_thoai", "nyc_email")
"""Fields of the shared step `lien-he`; they travel apart from the answers as well, for notices."""


Sent = Sequence[tuple[Field, Entry]]
"""The files that go along, by slot, each with the field it answers."""


@dataclass(frozen=True)
class HandedIn:
    """`spare` are names of files that were not handed in: to delete once this is durable."""

    code: str
    receipts: Receipts
    spare: tuple[str, ...] = ()


def declared(
    pack: Pack, typed: Typed, context: Context
) -> tuple[dict[str, Value], dict[str, Message]]:
    """What was ticked on the declaration page, and what is still missing there."""
    fields = pack.flow.declaration.fields if pack.flow.declaration else ()
    got = {one.id: read(one, typed, {}, context.reference) for one in fields}
    errors = {name: answer.error for name, answer in got.items() if answer.error}
    return {name: answer.value for name, answer in got.items()}, errors


def hand_in(
    db: Connection, guide: Guide, box: Inbox, key: DraftKey, locale: str,
    declaration: Mapping[str, Value], missing: Collection[str] = (), *,
    assist: Assist = "none",
) -> HandedIn:  # fmt: skip
    """Closes the draft. The same draft again, however often, gives the same receipts. `missing`
    are names of files that the store has lost: the officer is told. `assist`: who hands it in.

    Raises `flow.no_such_draft`; `flow.not_finished` when the walk still wants something, and in a
    flow that ends otherwise.
    """
    opened = change_draft(db, guide, key)
    code = codes.receipt_code(key.id)
    if opened.row.code is not None:
        return HandedIn(code, inbox.receipts_of(db, key.id))
    now, pack = guide.clock.now(), opened.pack(locale)
    result = walk(pack.flow, opened.draft.answers, opened.context(guide, locale))
    if not result.done or pack.flow.ends != "hand_in":
        raise problems.not_finished()
    answers = submitted(pack.flow, result) | dict(declaration)
    sent = files_submitted(pack.flow, result)
    held = opened.held.filled_in(assist)
    header = header_of(result, box, pack, key, now, sent, held.assist)
    plaintext = plaintext_of(held.k, answers, sent)
    header, plaintext = as_supplement(held.redo, header, plaintext)
    body = envelope.make(header, plaintext, box.sealing.public)
    receipts = inbox.take(db, box, body, now, missing)
    answered = {**opened.draft.answers, **declaration}
    close(db, key, code, replace(held, answers=answered, typed={}), now)
    spare = names_held(opened.draft) - {entry["sha256"] for _, entry in sent}
    return HandedIn(code, receipts, tuple(sorted(spare)))


def header_of(
    result: Walk, box: Inbox, pack: Pack, key: DraftKey, now: datetime, sent: Sent, assist: Assist
) -> Header:
    """The envelope takes the draft's id, so that a second hand-in cannot be a second dossier."""
    return Header(
        id=key.id,
        kind="submission",
        flow=pack.flow.id,
        flow_version=pack.flow.version,
        pack=pack.sha256,
        locale=pack.locale,
        commune=result.commune,
        made_at=instant(now),
        assist=assist,
        follow=codes.secret_hash(codes.follow_secret(key.secret, key.id)),
        parent=None,
        key=box.sealing.id,
        blobs=tuple(BlobRef(one["slot"], one["sha256"], one["size"]) for _, one in sent),
    )


def plaintext_of(k: bytes, answers: Mapping[str, Value], sent: Sent = ()) -> Plaintext:
    contact = {name: answers[name] for name in CONTACT if name in answers}
    blobs = (PlainBlob(one["slot"], field.id, one["type"], one["name"]) for field, one in sent)
    return Plaintext(k, answers, contact, tuple(blobs))


def close(db: Connection, key: DraftKey, code: str, held: Held, now: datetime) -> None:
    """The citizen's own copy stays a day under their key, for the receipt and its PDF."""
    db.execute(
        update(StoredDraft)
        .where(StoredDraft.id == key.id)
        .values(
            code=code,
            sealed=seal(key, held),
            updated_at=to_millis(now),
            expires_at=to_millis(now + KEPT_AFTER_HAND_IN),
            locator=None,
            wrapped=None,
        )
    )
