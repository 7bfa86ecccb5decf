"""The stations of a hub: the nodes that may sync with it, from the invitation to the end."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.clock import from_millis, to_millis
from kiosk.engine.text import tidy
from kiosk.sync import codes, enrolment
from kiosk.sync.enrolment import Vault
from kiosk.sync.keys import key_id, read_public
from kiosk.sync.problems import (
    key_taken,
    malformed_station,
    no_such_invitation,
    no_such_station,
    station_not_now,
)
from kiosk.sync.tables import Carried
from kiosk.sync.tables import Station as StationRow

State = Literal["invited", "active", "paused", "revoked", "copied"]

INVITED_FOR = timedelta(hours=24)
LONGEST_NAME = 100
OFF = timedelta(minutes=10)
"""A clock that is off by more warns the staff."""

_COMMUNE = re.compile(r"[0-9]{5}")
_COLUMNS = StationRow.__table__.columns


@dataclass(frozen=True)
class Station:
    """`public` is its signing key, None while it is invited. `clock_off`, `waiting` and
    `waiting_since` are what it last said: how far ahead its clock is, how much the hub has not
    accepted yet."""

    id: str
    name: str
    commune: str
    state: State
    public: str | None = field(repr=False)
    key: str | None
    invited_until: datetime | None
    seen_at: datetime | None
    clock_off: timedelta | None
    waiting: int
    waiting_since: datetime | None

    @property
    def is_off(self) -> bool:
        return self.clock_off is not None and abs(self.clock_off) > OFF


class Invitation(NamedTuple):
    """`code` is shown once, to be typed at the node: the hub itself forgets it at once."""

    station: str
    code: str


class Enrolled(NamedTuple):
    station: Station
    proof: bytes


def invite(db: Connection, vault: Vault, name: str, commune: str, now: datetime) -> Invitation:
    """An earlier invitation of this name that nobody has used is over. Raises
    `sync.malformed_station`."""
    name = tidy(name)
    if not 1 <= len(name) <= LONGEST_NAME or not _COMMUNE.fullmatch(commune):
        raise malformed_station(most=LONGEST_NAME)
    db.execute(
        delete(StationRow).where(
            StationRow.name == name, StationRow.commune == commune, StationRow.state == "invited"
        )
    )
    code, id = codes.new_resume_code(), f"tram-{secrets.token_hex(5)}"
    locator = enrolment.locator_of(code)
    db.execute(
        insert(StationRow).values(
            id=id,
            name=name,
            commune=commune,
            state="invited",
            locator=locator,
            proof=vault.seal(enrolment.proof_key(code), locator),
            invited_until=to_millis(now + INVITED_FOR),
            made_at=to_millis(now),
        )
    )
    return Invitation(id, code)


def enrol(
    db: Connection, vault: Vault, locator: str, public: str, nonce: str, proof: str, now: datetime
) -> Enrolled:
    """Makes an invited node a station. Asked again by the same key, since answers get lost, it says
    the same for as long as the code is good; to any other key the code is spent.

    Raises `sync.malformed_key`, `sync.no_such_invitation`, whatever is wrong with the code, and
    `sync.key_taken` for the key of another station, which would be that one twice.
    """
    key = key_id(read_public(public))
    invited = (StationRow.locator == locator, StationRow.invited_until > to_millis(now))
    row = db.execute(select(*_COLUMNS).where(*invited).with_for_update()).one_or_none()
    issued = vault.open(row.proof, locator) if row else None
    if row is None or issued is None:
        raise no_such_invitation()
    if not enrolment.is_proof(proof, enrolment.node_proof(issued, public, nonce)):
        raise no_such_invitation()
    if row.public is None:
        _begin(db, row.id, public, key, now)
    elif row.public != public:
        raise no_such_invitation()
    return Enrolled(station_by_id(db, row.id), issued)


def _begin(db: Connection, id: str, public: str, key: str, now: datetime) -> None:
    begun = update(StationRow).where(StationRow.id == id)
    values = {"state": "active", "public": public, "key": key, "enrolled_at": to_millis(now)}
    try:
        db.execute(begun.values(values))
    except IntegrityError as error:
        raise key_taken() from error


def pause(db: Connection, id: str) -> Station:
    """It may not ask for anything; what it brings is taken, as ever. Raises
    `sync.no_such_station`, `sync.station_not_now`."""
    return _move(db, id, "paused", "active")


def resume(db: Connection, id: str) -> Station:
    """One that was copied does not come back: two machines hold its key. Raises as `pause`."""
    return _move(db, id, "active", "paused")


def revoke(db: Connection, id: str) -> Station:
    """For good; an invitation is taken back. Raises as `pause`."""
    return _move(db, id, "revoked", "invited", "active", "paused", "copied")


def _move(db: Connection, id: str, to: State, *since: State) -> Station:
    """A second time changes nothing."""
    values: dict[str, Any] = {"state": to}
    if to == "revoked":
        values |= {"locator": None, "proof": None}
    allowed = (StationRow.id == id, StationRow.state.in_(since))
    db.execute(update(StationRow).where(*allowed).values(values))
    station = station_by_id(db, id)
    if station.state != to:
        raise station_not_now()
    return station


def note_copied(db: Connection, id: str) -> None:
    db.execute(
        update(StationRow)
        .where(StationRow.id == id, StationRow.state.in_(("active", "paused")))
        .values(state="copied")
    )


def note_said(
    db: Connection, id: str, now: datetime, clock_off: timedelta, waiting: int,
    since: datetime | None,
) -> None:  # fmt: skip
    """What a station tells of itself with each request."""
    db.execute(
        update(StationRow)
        .where(StationRow.id == id)
        .values(
            seen_at=to_millis(now),
            clock_off_ms=clock_off // timedelta(milliseconds=1),
            waiting=waiting,
            waiting_since=None if since is None else to_millis(since),
        )
    )


def forget_codes(db: Connection, now: datetime) -> None:
    """Those whose time is over. Safe in every worker."""
    spent = or_(StationRow.locator.is_not(None), StationRow.proof.is_not(None))
    db.execute(
        update(StationRow)
        .where(StationRow.invited_until <= to_millis(now), spent)
        .values(locator=None, proof=None)
    )


def stations(db: Connection) -> tuple[Station, ...]:
    """By commune and name."""
    order = (StationRow.commune, StationRow.name, StationRow.made_at)
    return tuple(map(_station, db.execute(select(*_COLUMNS).order_by(*order))))


def found(db: Connection, id: str) -> Station | None:
    row = db.execute(select(*_COLUMNS).where(StationRow.id == id)).one_or_none()
    return None if row is None else _station(row)


def station_by_id(db: Connection, id: str) -> Station:
    """Raises `sync.no_such_station`."""
    station = found(db, id)
    if station is None:
        raise no_such_station()
    return station


def is_carried(station: str, dossier: ColumnElement[str]) -> ColumnElement[bool]:
    """For a query: whether the station brought an envelope that belongs to the dossier."""
    return exists().where(Carried.dossier == dossier, Carried.station == station)


def _station(row: Row[Any]) -> Station:
    off = row.clock_off_ms
    return Station(
        id=row.id,
        name=row.name,
        commune=row.commune,
        state=row.state,
        public=row.public,
        key=row.key,
        invited_until=_moment(row.invited_until),
        seen_at=_moment(row.seen_at),
        clock_off=None if off is None else timedelta(milliseconds=off),
        waiting=row.waiting or 0,
        waiting_since=_moment(row.waiting_since),
    )


def _moment(millis: int | None) -> datetime | None:
    return None if millis is None else from_millis(millis)
