"""A node with a few pages of its own, to see the edge at work."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest
from litestar import Litestar, Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from kiosk.clock import FixedClock
from kiosk.problem import kind
from kiosk.settings import Settings
from kiosk.web.edge import make_edge
from kiosk.web.forms import read_form
from kiosk.web.guard import Room
from kiosk.web.limits import Door
from kiosk.web.screens import Screen, show

PAGE = """{% extends "web/base.html" %}
{% block title %}{{ name }}{% endblock %}
{% block main %}<h1>{{ _("Xin chào %(name)s", name=name) }}</h1>
<p>{{ born | date }}, {{ fee | money }}, {{ path }}</p>{% endblock %}
"""
no_such_draft = kind("tests.no_such_draft", 404)


@dataclass(frozen=True)
class Hello(Screen):
    template: ClassVar[str] = "tests/hello.html"

    name: str
    born: date = date(1958, 3, 27)
    fee: int = 8000


@dataclass(frozen=True)
class Forgetful(Screen):
    """Its template needs `name`."""

    template: ClassVar[str] = "tests/hello.html"


AnyRequest = Request[Any, Any, Any]


@get("/xin-chao/{name:str}")
async def hello(request: AnyRequest, name: FromPath[str]) -> Response[str]:
    return show(request, Hello(name))


@get("/quen")
async def forgetful(request: AnyRequest) -> Response[str]:
    return show(request, Forgetful())


@get("/khong-co")
async def missing() -> None:
    raise no_such_draft(id="7")


@get("/so/{number:int}")
async def number(number: FromPath[int]) -> str:
    return str(number)


@get("/sync/v1/khong-co")
async def missing_for_machines() -> None:
    raise no_such_draft(id="7")


@post("/echo")
async def echo(request: AnyRequest) -> dict[str, list[str]]:
    form = await read_form(request)
    return {name: form.all(name) for name in form}


@post("/sync/v1/echo")
async def machine_echo(request: AnyRequest) -> str:
    return str(len(await request.body()))


DOORS = (Door(("POST",), "/lam-tiep", cost=3),)
ROOMS = (Room("/sync/v1/", bytes=1024 * 1024),)
ROUTES = (hello, forgetful, missing, number, missing_for_machines, echo, machine_echo)


@pytest.fixture
def node(settings: Settings, clock: FixedClock, tmp_path: Path) -> Callable[..., Litestar]:
    """`node()` is an app with the pages above; `node(other_settings)` one set otherwise."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "hello.html").write_text(PAGE)

    def _node(its: Settings = settings) -> Litestar:
        folders = {"tests": tmp_path / "templates"}
        return make_edge(its, clock, ROUTES, doors=DOORS, rooms=ROOMS, templates=folders)

    return _node


@pytest.fixture
async def lan(
    node: Callable[..., Litestar],
    running: Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]],
) -> AsyncIterator[httpx.AsyncClient]:
    """Lan's browser."""
    async with running(node()) as browser:
        yield browser
