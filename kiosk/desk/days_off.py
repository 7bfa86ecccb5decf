"""The table of days off: deadlines are counted in working days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.content.words import MESSAGES
from kiosk.desk import changes
from kiosk.desk.pages import DESK, Req
from kiosk.desk.screens import DaysOffScreen
from kiosk.dossier import days_off as table
from kiosk.engine.fields import Answer, Message, read
from kiosk.engine.shapes import Field
from kiosk.engine.text import tidy
from kiosk.flow.node import node_of
from kiosk.people.access import require
from kiosk.people.rules import Staff
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_

PATH = "/ngay-nghi"
EDITORS = ("lead", "admin")
DAY = Field(id="ngay", type="date", label="")
INPUTS = ("ngay", "ngay.d", "ngay.m", "ngay.y", "ten", "loai")
LONGEST_NAME = 100


@get(PATH)
async def days_off(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    return await page(request, staff, {}, ())


@post(PATH, guards=[require("lead", "admin")])
async def add_day_off(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    node, sent = node_of(request), await read_form(request)
    given = read_day(request, sent)
    name = tidy(sent.get("ten", ""))
    errors = wrong(request, given, name, sent.get("loai", ""))
    if errors:
        return await page(request, staff, sent, errors)
    is_off = sent["loai"] == "nghi"
    now = node.guide.clock.now()
    await node.store.write(changes.set_day_off, staff, given.value, is_off, name, now)
    return go_to(f"{DESK}{PATH}")


@post(f"{PATH}/{{day:str}}/removal", guards=[require("lead", "admin")])
async def removal(request: Req, staff: NamedDependency[Staff], day: FromPath[str]) -> Response[Any]:
    """A day that is not in the table is gone already."""
    node = node_of(request)
    await node.store.write(changes.remove_day_off, staff, day, node.guide.clock.now())
    return go_to(f"{DESK}{PATH}")


HANDLERS = (days_off, add_day_off, removal)


def read_day(request: Req, sent: Form) -> Answer:
    typed = {name: sent.all(name) for name in sent}
    node = node_of(request)
    reference = node.guide.context(reader_language(request).code).reference
    return read(DAY, typed, {}, reference)


def wrong(request: Req, given: Answer, name: str, kind: str) -> tuple[FieldError, ...]:
    say = reader_language(request).gettext
    found = []
    if given.error:
        found.append(FieldError("ngay", say(text_of(given.error))))
    if not name:
        found.append(FieldError("ten", say(N_("Bạn chưa ghi tên ngày này."))))
    elif len(name) > LONGEST_NAME:
        found.append(FieldError("ten", say(N_("Tên dài quá. Nhiều nhất 100 chữ cái."))))
    if kind not in ("nghi", "lam-bu"):
        found.append(FieldError("loai", say(MESSAGES["required.choice"])))
    return tuple(found)


def text_of(error: Message) -> str:
    return MESSAGES[error.id]


async def page(
    request: Req, staff: Staff, sent: Mapping[str, str], errors: tuple[FieldError, ...]
) -> Response[str]:
    days = await node_of(request).store.read(table.days_off)
    screen = DaysOffScreen(
        staff,
        days=tuple((date.fromisoformat(one.day), one) for one in days),
        typed={name: sent.get(name, "") for name in INPUTS},
        errors=errors,
        may_edit=staff.role in EDITORS,
    )
    return show(request, screen, 422 if errors else 200)
