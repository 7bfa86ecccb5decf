"""What signing in works with, taken from the node once a request."""

from dataclasses import dataclass
from typing import Any

from litestar import Request

from kiosk.clock import Clock
from kiosk.people.browsers import browser_of
from kiosk.people.keys import Keys, keys_of
from kiosk.store import Store
from kiosk.web import cookies

# What a browser keeps after a sign-in, so that strangers' tries do not lock it out.
KNOWN = "known"


@dataclass(frozen=True)
class Gate:
    store: Store
    clock: Clock
    keys: Keys


@dataclass(frozen=True)
class Visitor:
    """The browser at the gate: its family in plain words, and what it kept from last time."""

    browser: str = ""
    known: str = ""


# A browser that says nothing of itself and kept nothing.
NOBODY = Visitor()


def gate_of(request: Request[Any, Any, Any]) -> Gate:
    state = request.app.state
    return Gate(state.store, state.clock, keys_of(state.settings))


def visitor_of(request: Request[Any, Any, Any]) -> Visitor:
    browser = browser_of(request.headers.get("user-agent", ""))
    return Visitor(browser, cookies.read(request.scope, KNOWN) or "")
