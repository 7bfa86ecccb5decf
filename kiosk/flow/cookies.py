"""The key of a draft, in a cookie of its own: it leaves with the citizen."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from litestar.datastructures import Cookie
from litestar.types import Scope

from kiosk.flow import problems
from kiosk.flow.actions import DraftKey
from kiosk.people.assist import DRAFT_KEY
from kiosk.settings import Settings
from kiosk.sync.drafts import DRAFT_KEY_BYTES
from kiosk.web import cookies

PREFIX = DRAFT_KEY


def key_of(scope: Scope, id: str) -> DraftKey:
    """Raises `flow.no_such_draft` when this browser does not hold the draft's key."""
    secret = decoded(cookies.read(scope, PREFIX + id) or "")
    if secret is None:
        raise problems.no_such_draft()
    return DraftKey(id, secret)


def keys_of(scope: Scope) -> dict[str, bytes]:
    """Every draft key that the browser sent, by draft id."""
    found = {name.removeprefix(PREFIX): decoded(value) for name, value in pairs(scope)}
    return {id: key for id, key in found.items() if key is not None}


def pairs(scope: Scope) -> list[tuple[str, str]]:
    sent = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    parts = [part.strip().partition("=") for value in sent for part in value.split(";")]
    return [(name, value) for name, _, value in parts if name.startswith(PREFIX)]


def decoded(value: str) -> bytes | None:
    try:
        key = urlsafe_b64decode(value.encode("latin-1") + b"=")
    except (Error, ValueError):
        return None
    return key if len(key) == DRAFT_KEY_BYTES else None


def hand_over(settings: Settings, key: DraftKey) -> Cookie:
    """Ends with the browser session: a shared machine remembers nobody."""
    value = urlsafe_b64encode(key.secret).rstrip(b"=").decode()
    return cookies.make(settings, PREFIX + key.id, value)


def take_back(settings: Settings, id: str) -> Cookie:
    return cookies.forget(settings, PREFIX + id)
