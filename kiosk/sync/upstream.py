"""What a node knows of its hub: who it is, by which keys it speaks, what it said last."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Self

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Struct
from sqlalchemy import Connection, select

from kiosk.clock import from_millis, to_millis
from kiosk.store.inserts import insert_into
from kiosk.sync.keys import Purpose, read_public
from kiosk.sync.receipts import Role, Signer
from kiosk.sync.tables import KnownKey, NodeFact

Standing = Literal["active", "paused", "revoked", "copied", "unknown"]

FACT = "upstream"
OFF = timedelta(minutes=10)
"""A clock that is off by more warns the staff; nothing is ever refused for it."""
TOLD_TIME = timedelta(days=1)
"""How long what a greeting said of the time is relied on."""


class NoLine(Exception):
    """Nobody answered, or somebody else did. Its text is for the log."""


class Facts(Struct, frozen=True, kw_only=True):
    """Kept from one start to the next. `station`, `name` and `commune` are this node's at its hub;
    `hub` and `epoch` are the hub's, `epoch` that in which nothing of ours is missing; `sealing` is
    the id of the key that it wants things sealed to. `offset_ms` is the hub's clock less ours,
    `met_at` when a greeting proved itself last (ms, our clock), `after` the last event here,
    `commune_tag` names what was said of our commune when we last heard, `content_tag` which
    procedures, lessons and tables there were, and how far they are here, `content_kinds` which of
    the three the hub ever named; `receiving` are the communes of the hub that have a desk."""

    station: str
    name: str
    commune: str
    hub: str
    epoch: str
    sealing: str
    piece: int
    offset_ms: int = 0
    met_at: int | None = None
    standing: Standing = "active"
    after: str = ""
    commune_tag: str = ""
    content_tag: str = ""
    content_kinds: tuple[str, ...] = ()
    receiving: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicKey:
    """One that is pinned: the hub's, or one of our own, by the name that we had then."""

    id: str
    purpose: Purpose
    public: str
    by: str
    role: Role


@dataclass
class Upstream:
    """In memory, the same for every request; `become` is called when there is something new."""

    facts: Facts
    keys: tuple[PublicKey, ...] = field(repr=False)

    def become(self, other: Self) -> None:
        self.facts, self.keys = other.facts, other.keys

    @property
    def sealing(self) -> PublicKey:
        """What envelopes are sealed to now."""
        return next(one for one in self.keys if one.id == self.facts.sealing)

    @property
    def own_key(self) -> str:
        """The id of the key that the hub knows us by."""
        return [one.id for one in self.keys if one.by == self.facts.station][-1]

    @property
    def signing(self) -> tuple[PublicKey, ...]:
        """The hub's, then our own, the newest last: who greets us names the last one it knows."""
        known = [one for one in self.keys if one.purpose == "signing"]
        return tuple(sorted(known, key=lambda one: one.role == "node"))

    @property
    def signers(self) -> Mapping[str, Signer]:
        """For `receipts.verify`: the hub's alone."""
        return {one.id: Signer(one.by, one.role, read_public(one.public)) for one in self.hub_keys}

    @property
    def pinned(self) -> Mapping[str, ec.EllipticCurvePublicKey]:
        """For `hello.verify`."""
        return {one.id: read_public(one.public) for one in self.hub_keys}

    @property
    def hub_keys(self) -> tuple[PublicKey, ...]:
        return tuple(one for one in self.signing if one.role == "hub")

    @property
    def met_at(self) -> datetime | None:
        return None if self.facts.met_at is None else from_millis(self.facts.met_at)

    @property
    def is_off(self) -> bool:
        """Whether our clock is so wrong that somebody should set it."""
        return abs(timedelta(milliseconds=self.facts.offset_ms)) > OFF

    def is_time_known(self, now: datetime) -> bool:
        """Whether the hub has told us the time since somebody may have set our clock."""
        return self.met_at is not None and abs(now - self.met_at) < TOLD_TIME

    def hub_time(self, now: datetime) -> datetime:
        return now + timedelta(milliseconds=self.facts.offset_ms)


def upstream_of(db: Connection) -> Upstream | None:
    """None for a node that was never enrolled."""
    facts = facts_of(db)
    return Upstream(facts, keys_of(db)) if facts else None


def facts_of(db: Connection) -> Facts | None:
    kept = db.scalar(select(NodeFact.value).where(NodeFact.name == FACT))
    return msgspec.convert(json.loads(kept), Facts) if kept else None


def keys_of(db: Connection) -> tuple[PublicKey, ...]:
    rows = db.execute(select(*KnownKey.__table__.columns).order_by(KnownKey.at, KnownKey.id))
    return tuple(PublicKey(row.id, row.purpose, row.public, row.by, row.role) for row in rows)


def note(db: Connection, /, **changes: Any) -> Upstream:
    """Changes some of the facts; the rest stays as somebody else may have written it."""
    facts = facts_of(db)
    if facts is None:
        raise LookupError("not enrolled")
    changed = msgspec.structs.replace(facts, **changes)
    keep(db, changed)
    return Upstream(changed, keys_of(db))


def keep(db: Connection, facts: Facts) -> None:
    value = msgspec.json.encode(facts).decode()
    new = insert_into(db, NodeFact).values(name=FACT, value=value)
    db.execute(new.on_conflict_do_update(index_elements=[NodeFact.name], set_={"value": value}))


def pin(db: Connection, keys: Iterable[PublicKey], now: datetime) -> None:
    """Those that are new, in this order. What was pinned once stays what it is."""
    for number, one in enumerate(keys):
        new = insert_into(db, KnownKey).values(
            id=one.id,
            purpose=one.purpose,
            public=one.public,
            by=one.by,
            role=one.role,
            at=to_millis(now) + number,
        )
        db.execute(new.on_conflict_do_nothing(index_elements=[KnownKey.id]))
