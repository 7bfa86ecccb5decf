"""The reasons that the desk gives often, kept ready so that nobody types them again."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.commune.actions import KINDS, Reason, ReasonKind
from kiosk.commune.actions import reasons as listed
from kiosk.commune.examples import EXAMPLES
from kiosk.commune.rules import LONGEST_REASON
from kiosk.content.words import MESSAGES
from kiosk.desk import changes
from kiosk.desk.pages import DESK, Req
from kiosk.desk.screens import ReasonList, ReasonsScreen
from kiosk.engine.text import tidy
from kiosk.flow.node import node_of
from kiosk.people.access import require
from kiosk.people.rules import Staff
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_

PATH = "/ly-do"
EDITORS = ("lead", "admin")
TITLES = {
    "supplement": N_("Yêu cầu bổ sung"),
    "refusal": N_("Từ chối"),
    "stop": N_("Dừng giải quyết"),
    "extension": N_("Hẹn lại ngày trả"),
}
NO_TEXT = N_("Bạn chưa ghi câu nào.")
TOO_LONG = N_("Câu dài quá. Nhiều nhất 300 chữ cái.")
EMPTY = Form({})


@get(PATH)
async def reasons(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    return await page(request, staff, EMPTY, ())


@post(PATH, guards=[require("lead", "admin")])
async def add_reason(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    node, sent = node_of(request), await read_form(request)
    if errors := wrong(request, sent):
        return await page(request, staff, sent, errors)
    kind, now = sent["loai"], node.guide.clock.now()
    await node.store.write(changes.add_reason, staff, kind, sent["cau"], now)
    return go_to(f"{DESK}{PATH}#{kind}")


@post(f"{PATH}/examples", guards=[require("lead", "admin")])
async def take_examples(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    node, kind = node_of(request), (await read_form(request)).get("loai", "")
    if kind in KINDS:
        now = node.guide.clock.now()
        await node.store.write(changes.take_examples, staff, kind, now)
    return go_to(f"{DESK}{PATH}")


@post(f"{PATH}/{{id:str}}/removal", guards=[require("lead", "admin")])
async def remove_reason(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[Any]:
    """One that is gone already is fine."""
    node = node_of(request)
    await node.store.write(changes.remove_reason, staff, id, node.guide.clock.now())
    return go_to(f"{DESK}{PATH}")


HANDLERS = (reasons, add_reason, take_examples, remove_reason)


def wrong(request: Req, sent: Form) -> tuple[FieldError, ...]:
    say, text = reader_language(request).gettext, tidy(sent.get("cau", ""))
    found = []
    if sent.get("loai") not in KINDS:
        found.append(FieldError("loai", say(MESSAGES["required.choice"])))
    if not text:
        found.append(FieldError("cau", say(NO_TEXT)))
    elif len(text) > LONGEST_REASON:
        found.append(FieldError("cau", say(TOO_LONG)))
    return tuple(found)


async def page(
    request: Req, staff: Staff, sent: Form, errors: tuple[FieldError, ...]
) -> Response[str]:
    known = await node_of(request).store.read(listed, staff.commune)
    screen = ReasonsScreen(
        staff,
        lists=tuple(reason_list(kind, known) for kind in KINDS),
        kind=sent.get("loai", ""),
        text=sent.get("cau", ""),
        errors=errors,
        may_edit=staff.role in EDITORS,
    )
    return show(request, screen, 422 if errors else 200)


def reason_list(kind: ReasonKind, known: tuple[Reason, ...]) -> ReasonList:
    own = tuple(one for one in known if one.kind == kind)
    return ReasonList(kind, TITLES[kind], own, () if own else EXAMPLES[kind])
