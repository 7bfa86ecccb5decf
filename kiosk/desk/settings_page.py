"""What the commune's office is called and where it is, for printed papers; and which procedures
people want most, for their telephones to keep."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.response import Response

from kiosk.commune.actions import CommuneSettings, settings_of, tidied
from kiosk.commune.rules import LINES, wrong_in
from kiosk.desk import changes
from kiosk.desk.pages import DESK, Req
from kiosk.desk.screens import SettingsScreen
from kiosk.engine.shapes import Option
from kiosk.flow.node import node_of
from kiosk.people.access import require
from kiosk.people.rules import Staff
from kiosk.web.forms import FieldError, read_form
from kiosk.web.places import commune_name
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_

PATH = "/cai-dat"
EDITORS = ("lead", "admin")
WRONG = {
    "too_long": N_("Dài quá. Nhiều nhất 200 chữ cái."),
    "not_a_phone": N_("Số điện thoại chỉ gồm chữ số. Ví dụ: 024 3825 1234"),
}


@get(PATH)
async def settings(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    values = await node_of(request).store.read(settings_of, staff.commune)
    return page(request, staff, values, ())


@post(PATH, guards=[require("lead", "admin")])
async def save(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    node, sent = node_of(request), await read_form(request)
    common = [id for id in node.guide.library.flows if id in sent.all("common")]
    lines = {name: sent.get(name, "") for name in LINES}
    given = tidied(CommuneSettings(**lines, common=" ".join(common)))
    say = reader_language(request).gettext
    errors = tuple(FieldError(name, say(WRONG[why])) for name, why in wrong_in(given).items())
    if errors:
        return page(request, staff, given, errors)
    await node.store.write(changes.save_settings, staff, given, node.guide.clock.now())
    return go_to(f"{DESK}{PATH}?vua=luu")


HANDLERS = (settings, save)


def page(
    request: Req, staff: Staff, values: CommuneSettings, errors: tuple[FieldError, ...]
) -> Response[str]:
    node, lang = node_of(request), reader_language(request).code
    screen = SettingsScreen(
        staff,
        commune=commune_name(request, staff.commune),
        values=values,
        flows=tuple(
            Option(id, one.pack(lang).flow.procedure.name)
            for id, one in node.guide.offered().items()
        ),
        errors=errors,
        may_edit=staff.role in EDITORS,
        is_saved=request.query_params.get("vua") == "luu",
    )
    return show(request, screen, 422 if errors else 200)
