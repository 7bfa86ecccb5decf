"""Which station of this hub asks: each signs every request of its own."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from litestar import Request

from kiosk.problem import Kind, Problem
from kiosk.sync import requests, stations, tokens
from kiosk.sync.canonical import digest
from kiosk.sync.exchange import Exchange, exchange_of
from kiosk.sync.keys import read_public
from kiosk.sync.problems import (
    stale_request,
    station_copied,
    station_paused,
    station_revoked,
    unknown_station,
    unsigned,
)
from kiosk.sync.requests import Asked
from kiosk.sync.stations import Station
from kiosk.sync.wire import instant, moment
from kiosk.web import problems

Req = Request[Any, Any, Any]

MINUTE = timedelta(minutes=1)
REFUSALS: Mapping[str, Kind] = {
    "paused": station_paused,
    "revoked": station_revoked,
    "copied": station_copied,
}


def hub_of(request: Req) -> Exchange:
    """What only a hub answers. Raises `web.not_found` at a node."""
    exchange = exchange_of(request)
    if not exchange.inbox.is_hub:
        raise problems.not_found()
    return exchange


async def station_of(request: Req, body: bytes = b"") -> Station:
    """Raises what `signer_of` raises, and 403 `sync.station_paused`, `sync.station_revoked`,
    `sync.station_copied`."""
    station = await signer_of(request, body)
    if refusal := refusal_of(station):
        raise refusal()
    return station


def refusal_of(station: Station) -> Kind | None:
    """Why it may not ask for anything now."""
    return REFUSALS.get(station.state)


async def signer_of(request: Req, body: bytes = b"") -> Station:
    """Whoever signed, in whatever state. Notes what it says of itself.

    Raises 401: `sync.unsigned`, `sync.unknown_station` whatever does not hold,
    `sync.stale_request` with our time, by which its clock can be mended.
    """
    exchange = exchange_of(request)
    now, token = exchange.clock.now(), request.headers.get(requests.HEADER, "")
    if not token:
        raise unsigned()
    try:
        asked = requests.claims(token)
    except Problem as problem:
        raise unknown_station() from problem
    station = await exchange.store.read(stations.found, asked.by)
    asks = (request.method, target(request), digest(body))
    if station is None or not is_by(station, token) or said(asked) != asks:
        raise unknown_station()
    if not requests.is_fresh(asked, now):
        raise stale_request(time=instant(now))
    await note(exchange, station, asked, now)
    return station


def is_by(station: Station, token: str) -> bool:
    """Whether a token is signed by this station's key."""
    if station.public is None:
        return False
    public = read_public(station.public)
    try:
        tokens.verify(requests.TYP, token, lambda _: public)
    except Problem:
        return False
    return tokens.signer(requests.TYP, token) == station.key


def said(asked: Asked) -> tuple[str, str, str]:
    """Of what it was signed."""
    return asked.method, asked.target, asked.digest


def target(request: Req) -> str:
    """Path and query, byte for byte as they came."""
    path = request.scope["raw_path"].decode("latin-1")
    query = request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


async def note(exchange: Exchange, station: Station, asked: Asked, now: datetime) -> None:
    """Once a minute, or when it says something new."""
    off = moment(asked.clock) - now
    since = moment(asked.since) if asked.since else None
    told = (station.waiting, station.waiting_since) == (asked.waiting, since)
    is_recent = station.seen_at is not None and now - station.seen_at < MINUTE
    is_steady = station.clock_off is not None and abs(station.clock_off - off) < MINUTE
    if not (told and is_recent and is_steady):
        await exchange.store.write(stations.note_said, station.id, now, off, asked.waiting, since)
