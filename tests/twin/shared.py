"""What Python and its twin are asked alike, and how their answers are compared."""

import json
from functools import cache
from typing import Any

from msgspec import to_builtins

from kiosk.cli.twin import Twin
from kiosk.content.reference import reference_pack
from kiosk.content.reference.places import all_provinces
from kiosk.engine.fields import Message
from kiosk.engine.shapes import encode
from kiosk.engine.values import double

COUNTRY = "country"


def everywhere(twin: Twin) -> None:
    """Gives it the places of the whole country, as a server has them."""
    twin.keep_reference(COUNTRY, country(), "vi")


@cache
def country() -> bytes:
    return reference_pack(*(one.code for one in all_provinces()))


def trees(shape: Any) -> Any:
    """A shape as a pack carries it."""
    return to_builtins(shape, enc_hook=encode)


def told(value: Any) -> str:
    """One spelling for what is the same to both: a whole float is an int, a tuple a list."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return double(value) if type(value) in (int, float) else value


def message(found: Message | None) -> dict[str, Any] | None:
    return {"id": found.id, "params": dict(found.params)} if found else None
