"""What a form or a program sent, read strictly and kept nowhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec
from litestar import Request

from kiosk.web.problems import malformed_form, malformed_request, not_a_form

MOST_FIELDS = 1000
T = TypeVar("T")


@dataclass(frozen=True)
class FieldError:
    """What is wrong with the input `id`, for the summary and for the input itself."""

    id: str
    message: str


class Form(Mapping[str, str]):
    """The first value of each name; `all(name)` for names sent more than once."""

    def __init__(self, values: dict[str, list[str]]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def all(self, name: str) -> list[str]:
        return self._values.get(name, [])


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """A posted form (`application/x-www-form-urlencoded`). Raises `malformed_form`, `not_a_form`.

    Litestar's own parser keeps the last 1,024 bodies in memory; ours hold what citizens wrote.
    """
    body = await request.body()
    if body and request.content_type[0] != "application/x-www-form-urlencoded":
        raise not_a_form()
    return keep(request, parse(body))


def keep(request: Request[Any, Any, Any], form: Form) -> Form:
    """Holds the form as long as its request lasts, for the page that says that it was in vain."""
    request.scope["state"]["form"] = form
    return form


def sent_form(request: Request[Any, Any, Any]) -> Form | None:
    form: Form | None = request.scope["state"].get("form")
    return form


def parse(body: bytes) -> Form:
    """Raises `malformed_form` for anything that no browser sends."""
    values: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise malformed_form() from error
    for name, value in pairs:
        # PostgreSQL has no place for this character, and no keyboard has a key for it.
        if "\0" in name or "\0" in value:
            raise malformed_form()
        values.setdefault(name, []).append(value)
    return Form(values)


async def read_json(request: Request[Any, Any, Any], type: type[T]) -> T:
    """Raises `web.malformed_request` for anything but this shape."""
    try:
        return msgspec.json.decode(await request.body(), type=type)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise malformed_request() from error
