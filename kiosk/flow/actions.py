"""Opening, saving, resuming and forgetting a draft. Each function is one unit of work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, delete, insert, update

from kiosk.clock import Clock, local_date, to_millis
from kiosk.content.library import Edition, Library, keep
from kiosk.engine.fields import Reference, Typed
from kiosk.engine.narrow import narrow_pack
from kiosk.engine.pack import Pack
from kiosk.engine.turn import AGAIN, Draft, Turn, turn
from kiosk.engine.walk import Context, Place
from kiosk.flow import problems, queries
from kiosk.flow.queries import DraftRow
from kiosk.flow.receiving import Receiving
from kiosk.flow.rules import NOTHING, Brought, entries, names_held, typed_with_files
from kiosk.flow.tables import StoredDraft
from kiosk.people.assist import Assist, strongest
from kiosk.problem import Problem
from kiosk.store.lean import Lean
from kiosk.sync import codes, drafts, inbox
from kiosk.sync.ids import uuid7
from kiosk.sync.plaintext import new_content_key
from kiosk.sync.upstream import Upstream

KEPT = timedelta(days=30)
KEPT_AFTER_HAND_IN = timedelta(days=1)

KEEP = Lean(
    update(StoredDraft)
    .where(StoredDraft.id == bindparam("key"))
    .values(
        sealed=bindparam("sealed"),
        updated_at=bindparam("updated_at"),
        expires_at=bindparam("expires_at"),
    )
)


@dataclass(frozen=True)
class Guide:
    """What a node needs to guide a citizen: its flows, reference tables by language, commune,
    which others one may hand in for, and at a station what it knows of its hub."""

    library: Library
    references: Mapping[str, Reference]
    clock: Clock
    commune: str
    receiving: Receiving = field(default_factory=Receiving)
    upstream: Upstream | None = None

    @property
    def today(self) -> date:
        """Law is dated by the hub's day: a station whose clock lost its battery offers what is in
        force all the same. How old a draft is goes by the clock that it was begun with."""
        now = self.clock.now()
        if self.upstream is not None and self.upstream.is_time_known(now):
            now = self.upstream.hub_time(now)
        return local_date(now)

    def offered(self) -> dict[str, Edition]:
        """The flows that may be begun today, by id: law is dated. A draft begun in time goes on."""
        today, flows = self.today.isoformat(), self.library.flows
        return {id: one for id, one in flows.items() if one.flow.effective.holds_on(today)}

    @property
    def receivers(self) -> frozenset[str]:
        """The communes of this province that a dossier may be sent to; none where nobody knows
        which one this is. While a form is filled in, the engine looks nowhere else."""
        province_of = next(iter(self.references.values())).province_of
        home, codes = province_of(self.commune), self.receiving.codes
        return frozenset(one for one in codes if home and province_of(one) == home)

    @property
    def serves_others(self) -> bool:
        """Whether there is one besides this."""
        return bool(self.receivers - {self.commune})

    def context(self, locale: str, commune: str = "") -> Context:
        """Of a dossier of another commune, `commune` is that."""
        reference = self.references.get(locale) or next(iter(self.references.values()))
        today, here = self.today.isoformat(), commune or self.commune
        return Context(today, here, reference, receiving=self.receiving.codes)


class DraftKey(NamedTuple):
    """What the citizen's browser holds: which draft, and the key that opens it."""

    id: str
    secret: bytes


class Sent(NamedTuple):
    """A form that was sent: from which page, in which language, whether the citizen came from the
    check page to correct something, and the files that came along. `unfinished`: whoever sent it
    comes back to this page, so what is still empty is not complained of. `assist`: who filled it
    in."""

    place: Place
    typed: Typed
    locale: str
    to_check: bool = False
    brought: Brought = NOTHING
    unfinished: bool = False
    assist: Assist = "none"


class Saved(NamedTuple):
    """What a form led to. `before` is the draft as it was; `spare` are names of files to delete
    once this is durable."""

    opened: "OpenDraft"
    turn: Turn
    before: Draft
    spare: tuple[str, ...]


class Redo(msgspec.Struct, frozen=True):
    """What makes a draft a supplement: the dossier it is for, the secret that permits it, the
    steps that were asked for, and the commune that deals with it."""

    parent: str
    secret: str
    steps: tuple[str, ...]
    commune: str = ""


class Held(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a draft's ciphertext holds. `k` is the content key of the envelope that it will become:
    a file is sealed under it once, when it comes. `slots` counts the files that ever came, because
    a slot's key encrypts one file only. `moved` is the state in which it went to a device. `assist`
    is the most that anybody helped with it so far."""

    answers: dict[str, Any] = {}
    typed: dict[str, dict[str, list[str]]] = {}
    k: bytes = msgspec.field(default_factory=new_content_key)
    slots: int = 0
    redo: Redo | None = None
    moved: str = ""
    assist: Assist = "none"

    @property
    def draft(self) -> Draft:
        return Draft(self.answers, self.typed)

    def with_draft(self, draft: Draft) -> "Held":
        return replace(self, answers=dict(draft.answers), typed=_plain(draft.typed))

    def filled_in(self, assist: Assist) -> "Held":
        return replace(self, assist=strongest(self.assist, assist))


def _plain(typed: Mapping[str, Mapping[str, list[str]]]) -> dict[str, dict[str, list[str]]]:
    return {page: dict(inputs) for page, inputs in typed.items()}


HELD = msgspec.json.Decoder(Held)


@dataclass(frozen=True)
class OpenDraft:
    """A draft in clear, as long as a request lasts."""

    row: DraftRow
    edition: Edition
    held: Held

    @property
    def draft(self) -> Draft:
        return self.held.draft

    def pack(self, locale: str) -> Pack:
        """Of a supplement with the steps that were asked for, and no others."""
        pack, redo = self.edition.pack(locale), self.held.redo
        return narrow_pack(pack, redo.steps) if redo else pack

    def context(self, guide: Guide, locale: str) -> Context:
        """What its walk may know of the world."""
        return guide.context(locale, self.held.redo.commune if self.held.redo else "")


def open_draft(
    db: Connection, edition: Edition, now: datetime, assist: Assist = "none",
    redo: Redo | None = None,
) -> DraftKey:  # fmt: skip
    """A new empty draft, of a supplement if `redo` says so; its key is kept nowhere else."""
    at = to_millis(now)
    key = DraftKey(uuid7(at), drafts.new_draft_key())
    keep(db, edition)
    db.execute(
        insert(StoredDraft).values(
            id=key.id,
            edition=edition.id,
            sealed=seal(key, Held(redo=redo, assist=assist)),
            updated_at=at,
            expires_at=to_millis(now + KEPT),
        )
    )
    return key


def read_draft(db: Connection, guide: Guide, key: DraftKey) -> OpenDraft:
    """Raises `flow.no_such_draft`."""
    return unseal(db, guide, queries.draft_by_id(db, key.id), key.secret)


def change_draft(db: Connection, guide: Guide, key: DraftKey) -> OpenDraft:
    """The same, to change it in this transaction."""
    return unseal(db, guide, queries.draft_to_change(db, key.id), key.secret)


def unseal(
    db: Connection, guide: Guide, row: DraftRow | None, secret: bytes, *, moved_too: bool = False
) -> OpenDraft:
    """The draft in clear; one that moved to a device is not here any more."""
    if row is None or row.expires_at <= to_millis(guide.clock.now()):
        raise problems.no_such_draft()
    edition = guide.library.edition(db, row.edition)
    if edition is None:
        raise problems.no_such_draft()
    try:
        held = HELD.decode(drafts.open_draft(secret, row.id, row.sealed))
    except Problem as wrong_key:
        raise problems.no_such_draft() from wrong_key
    if held.moved and not moved_too:
        raise problems.no_such_draft()
    return OpenDraft(row, edition, held)


def save_turn(db: Connection, guide: Guide, key: DraftKey, sent: Sent) -> Saved:
    """Keeps what was sent from a page and says where to go. Raises `flow.no_such_draft`."""
    opened = change_draft(db, guide, key)
    flow, context = opened.pack(sent.locale).flow, opened.context(guide, sent.locale)
    typed = typed_with_files(
        opened.draft, flow.step(sent.place.step), sent.place, sent.typed, sent.brought
    )
    if sent.unfinished:
        typed = {**typed, AGAIN: ["1"]}
    done = turn(flow, opened.draft, sent.place, typed, context, sent.to_check)
    held = opened.held.with_draft(done.draft).filled_in(sent.assist)
    is_open = opened.row.code is None
    if is_open and done.draft != opened.draft:
        store(db, key, held, guide.clock.now())
    spare = spare_files(opened.draft, done.draft if is_open else opened.draft, sent.brought)
    return Saved(OpenDraft(opened.row, opened.edition, held), done, opened.draft, spare)


def spare_files(before: Draft, after: Draft, brought: Brought) -> tuple[str, ...]:
    """The names of files that no page holds any more, or that came and found no page."""
    if brought == NOTHING:
        return ()
    new = {entry["sha256"] for entry in entries(brought.came)}
    return tuple(sorted((names_held(before) | new) - names_held(after)))


def reserve_slots(db: Connection, guide: Guide, key: DraftKey, count: int) -> OpenDraft:
    """The draft as it was: its next `count` slots belong to the caller. Raises
    `flow.no_such_draft`."""
    opened = change_draft(db, guide, key)
    if opened.row.code is None:
        held = replace(opened.held, slots=opened.held.slots + count)
        store(db, key, held, guide.clock.now())
    return opened


def store(db: Connection, key: DraftKey, held: Held, now: datetime) -> None:
    KEEP.run(
        db,
        key=key.id,
        sealed=seal(key, held),
        updated_at=to_millis(now),
        expires_at=to_millis(now + KEPT),
    )


def seal(key: DraftKey, held: Held) -> bytes:
    return drafts.seal_draft(key.secret, key.id, msgspec.json.encode(held))


def make_resume_code(db: Connection, guide: Guide, key: DraftKey) -> str:
    """A new code; the one before no longer opens the draft. Raises `flow.no_such_draft`."""
    change_draft(db, guide, key)
    code = codes.new_resume_code()
    db.execute(
        update(StoredDraft)
        .where(StoredDraft.id == key.id)
        .values(locator=drafts.locator(code), wrapped=drafts.wrap(key.secret, key.id, code))
    )
    return code


def resume(db: Connection, typed: str, now: datetime) -> DraftKey:
    """Raises `flow.no_such_resume_code`."""
    code = codes.normalise_resume(typed)
    found = queries.wrapped_by_locator(db, drafts.locator(code), to_millis(now)) if code else None
    if code is None or found is None:
        raise problems.no_such_resume_code()
    id, wrapped = found
    return DraftKey(id, drafts.unwrap(wrapped, id, code))


def forget(db: Connection, guide: Guide, key: DraftKey) -> bool:
    """Takes the draft off this machine; only who holds its key may. A second time is fine.

    Whether its files may go too: not once they were handed in.
    """
    row = queries.draft_by_id(db, key.id)
    if row is None:
        return False
    unseal(db, guide, row, key.secret)
    db.execute(delete(StoredDraft).where(StoredDraft.id == key.id))
    return row.code is None


def without_draft(db: Connection, owners: Sequence[str]) -> list[str]:
    """Those owners of files that are neither a draft here nor an envelope."""
    known = queries.drafts_among(db, owners) | inbox.taken_among(db, owners)
    return [id for id in owners if id not in known]


def sweep(db: Connection, now: datetime) -> int:
    """Deletes drafts whose time is over; how many."""
    return db.execute(delete(StoredDraft).where(StoredDraft.expires_at <= to_millis(now))).rowcount


def draft_of_code(
    db: Connection, guide: Guide, code: str, keys: Mapping[str, bytes]
) -> tuple[OpenDraft, DraftKey] | None:
    """The handed-in draft of a receipt code for which the reader holds the key."""
    for row in queries.drafts_by_code(db, code):
        secret = keys.get(row.id)
        if secret is not None:
            return unseal(db, guide, row, secret), DraftKey(row.id, secret)
    return None
