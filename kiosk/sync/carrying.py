"""What a hub notes of the envelopes that its stations bring. It is never a reason to refuse one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import structlog
from sqlalchemy import Connection, select

from kiosk.problem import Problem
from kiosk.store.inserts import insert_into
from kiosk.sync import receipts, receiving, stations
from kiosk.sync.asking import Req, refusal_of, signer_of
from kiosk.sync.envelope import Envelope
from kiosk.sync.exchange import OnCarried, exchange_of
from kiosk.sync.inbox import Inbox
from kiosk.sync.keys import read_public
from kiosk.sync.problems import station_copied
from kiosk.sync.receipts import Receipt, Signer
from kiosk.sync.receiving import Taken
from kiosk.sync.requests import HEADER
from kiosk.sync.stations import Station
from kiosk.sync.tables import Carried, StationSequence

RECEIVED = "Sync-Received"
log = structlog.get_logger()


@dataclass(frozen=True)
class Carrier:
    """Who brings an envelope. `station` is None where nobody signed, or nobody whose word counts;
    `trouble` says why. `receipt` is the one that the station gave for it."""

    station: Station | None = None
    receipt: Receipt | None = None
    trouble: str = ""


class Brought(NamedTuple):
    taken: Taken
    is_copied: bool


async def carrier_of(request: Req, envelope: Envelope) -> Carrier:
    """A node has no stations, and asks nobody who they are."""
    if HEADER not in request.headers or not exchange_of(request).inbox.is_hub:
        return Carrier()
    try:
        station = await signer_of(request, envelope.body)
    except Problem as problem:
        if problem.status != 401:
            raise
        log.warning("station not known", why=problem.code)
        return Carrier(trouble=problem.code)
    refusal = refusal_of(station)
    trouble = refusal.code if refusal else ""
    if station.state in ("revoked", "copied"):
        return Carrier(trouble=trouble)
    token = request.headers.get(RECEIVED, "")
    return Carrier(station, receipt_by(station, token, envelope) if token else None, trouble)


def receipt_by(station: Station, token: str, envelope: Envelope) -> Receipt | None:
    """What the station itself said of this envelope; None where that does not hold."""
    signers = {station.key or "": Signer(station.id, "node", read_public(station.public or ""))}
    try:
        return receipts.verify(
            token, signers, stage="received", id=envelope.id, digest=envelope.digest
        )
    except Problem as problem:
        log.warning("station's receipt does not hold", station=station.id, why=problem.code)
        return None


def receive(
    db: Connection, inbox: Inbox, envelope: Envelope, lost: Collection[str], now: datetime,
    carrier: Carrier, carried: OnCarried,
) -> Brought:  # fmt: skip
    """As `receiving.receive`, and who brought it."""
    taken = receiving.receive(db, inbox, envelope, lost, now)
    if carrier.station is None:
        return Brought(taken, is_copied=False)
    station = carrier.station.id
    is_copied = carrier.receipt is not None and is_second(db, station, carrier.receipt)
    if is_copied:
        stations.note_copied(db, station)
    # Last, since whoever numbers events waits from here on.
    if note(db, station, envelope) and not (taken.is_new and envelope.header.parent is None):
        carried(db, envelope.header.parent or envelope.id)
    return Brought(taken, is_copied)


def note(db: Connection, station: str, envelope: Envelope) -> bool:
    """Whether the station follows the dossier from now on; False where it did before."""
    dossier = envelope.header.parent or envelope.id
    brought = select(Carried.envelope).filter_by(station=station, dossier=dossier)
    did = db.scalar(brought.limit(1)) is not None
    new = insert_into(db, Carried).values(station=station, envelope=envelope.id, dossier=dossier)
    db.execute(new.on_conflict_do_nothing())
    return not did


def is_second(db: Connection, station: str, receipt: Receipt) -> bool:
    """Whether the station gave this number to another envelope before: then there are two of it."""
    place = {"station": station, "epoch": receipt.epoch, "seq": receipt.seq}
    new = insert_into(db, StationSequence).values(**place, envelope=receipt.id)
    db.execute(new.on_conflict_do_nothing())
    known = db.scalar(select(StationSequence.envelope).filter_by(**place))
    return known != receipt.id


def told(carrier: Carrier, is_copied: bool) -> dict[str, str]:
    """What the answer says besides, where the signature did not hold or counts no more."""
    trouble = station_copied.code if is_copied else carrier.trouble
    return {"station": trouble} if trouble else {}
