"""Requests that a station signs: who asks, for what exactly, and by which clock."""

from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kiosk.sync import tokens
from kiosk.sync.canonical import Value
from kiosk.sync.keys import Key
from kiosk.sync.problems import malformed_token
from kiosk.sync.wire import Instant, Name, Sha256, moment

TYP = "tramso-request"
HEADER = "Sync-Node"
GOOD_FOR = timedelta(minutes=5)
"""How long a request may be on its way, by the hub's clock: later it may be somebody's copy."""

Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Asked(Struct, frozen=True, kw_only=True):
    """What is signed. `target` is path and query, `digest` that of the body. `at` is the hub's time
    as the station knows it from a greeting, `clock` what its own clock says. `waiting` counts what
    the hub has not accepted yet, the oldest of it `since`. A reader ignores keys that it does not
    know."""

    by: Name
    method: str
    target: str
    digest: Sha256
    at: Instant
    clock: Instant
    waiting: Count = 0
    since: Instant | None = None


def sign(asked: Asked, key: Key) -> str:
    """The value of the header, for this one request."""
    return tokens.sign(TYP, msgspec.to_builtins(asked), key)


def claims(token: str) -> Asked:
    """What a request says, with nothing verified yet. Raises `sync.malformed_token`."""
    return _read(tokens.claims(TYP, token))


def is_fresh(asked: Asked, now: datetime) -> bool:
    return abs(moment(asked.at) - now) <= GOOD_FOR


def _read(value: Value) -> Asked:
    try:
        asked = msgspec.convert(value, Asked)
        for text in (asked.at, asked.clock, asked.since):
            moment(text or asked.at)
    except (msgspec.ValidationError, ValueError) as error:
        raise malformed_token(why=str(error)) from error
    return asked
