"""The stations of this hub: who may sync, how each is, and codes for new ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.content.words import MESSAGES
from kiosk.desk import changes
from kiosk.desk.pages import DESK, Req, groups
from kiosk.desk.screens import StaffScreen
from kiosk.engine.text import tidy
from kiosk.flow.node import node_of
from kiosk.people.access import require
from kiosk.people.rules import Staff
from kiosk.sync import stations
from kiosk.sync.enrolment import Vault
from kiosk.sync.stations import LONGEST_NAME, Station
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.places import commune_name
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_

PATH = "/tram"
ONE = f"{PATH}/{{id:str}}"
STATES = {
    "invited": N_("Chờ nhập mã"),
    "active": N_("Đang chạy"),
    "paused": N_("Đang tạm ngừng"),
    "revoked": N_("Đã thu hồi"),
    "copied": N_("Bị chép sang máy khác"),
}
MOODS = {"active": "good", "invited": "", "revoked": "", "paused": "warning", "copied": "bad"}
NO_NAME = N_("Bạn chưa ghi tên trạm.")
TOO_LONG = N_("Tên dài quá. Nhiều nhất 100 chữ cái.")
NO_COMMUNE = N_("Không có xã nào mang mã này.")
NOT_TICKED = N_("Bạn đánh dấu ô này nếu đã chắc chắn.")
ONLY_ADMIN = [require("admin")]


@dataclass(frozen=True)
class StationLine:
    """`code_until` is set while a code waits to be typed; `off_minutes` is 0 while the clock is
    good enough."""

    href: str
    id: str
    name: str
    commune: str
    state: str
    mood: str
    code_until: datetime | None
    is_code_over: bool
    seen_at: datetime | None
    waiting: int
    waiting_since: datetime | None
    off_minutes: int
    may_pause: bool
    may_resume: bool
    may_revoke: bool


@dataclass(frozen=True)
class StationsScreen(StaffScreen):
    template: ClassVar[str] = "desk/stations.html"

    stations: tuple[StationLine, ...]
    typed: Mapping[str, str]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True)
class InvitedScreen(StaffScreen):
    """The one time that the code is shown."""

    template: ClassVar[str] = "desk/invited.html"

    name: str
    groups: tuple[str, ...]
    until: datetime
    hub: str


@dataclass(frozen=True)
class RevocationScreen(StaffScreen):
    template: ClassVar[str] = "desk/revocation.html"

    station: StationLine
    errors: tuple[FieldError, ...]


@get(PATH, guards=ONLY_ADMIN)
async def listed(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    return await page(request, staff, {"name": "", "commune": staff.commune}, ())


@post(PATH, guards=ONLY_ADMIN)
async def invite(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    node, sent = node_of(request), await read_form(request)
    if errors := wrong(request, sent):
        return await page(request, staff, sent, errors)
    now, name = node.guide.clock.now(), tidy(sent["name"])
    vault, commune = Vault.under(node.settings.secret()), sent["commune"].strip()
    _, code = await node.store.write(changes.invite_station, vault, staff, name, commune, now)
    until, hub = now + stations.INVITED_FOR, node.settings.public_url
    return show(request, InvitedScreen(staff, name, groups(code), until, hub))


@post([f"{ONE}/pause", f"{ONE}/resumption"], guards=ONLY_ADMIN)
async def move(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[Any]:
    node, noun = node_of(request), request.scope["path"].rpartition("/")[2]
    await node.store.write(changes.move_station, staff, noun, id, node.guide.clock.now())
    return go_to(f"{DESK}{PATH}")


@get(f"{ONE}/revocation", guards=ONLY_ADMIN)
async def ask_revocation(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[str]:
    return await revocation_page(request, staff, id, ())


@post(f"{ONE}/revocation", guards=ONLY_ADMIN)
async def revoke(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[Any]:
    node, sent = node_of(request), await read_form(request)
    if sent.get("chac_chan") != "yes":
        said = reader_language(request).gettext(NOT_TICKED)
        return await revocation_page(request, staff, id, (FieldError("chac_chan", said),))
    now = node.guide.clock.now()
    await node.store.write(changes.move_station, staff, "revocation", id, now)
    return go_to(f"{DESK}{PATH}")


HANDLERS = (listed, invite, move, ask_revocation, revoke)


def wrong(request: Req, sent: Form) -> tuple[FieldError, ...]:
    say, node = reader_language(request).gettext, node_of(request)
    name, commune = tidy(sent.get("name", "")), sent.get("commune", "").strip()
    found = []
    if not name:
        found.append(FieldError("name", say(NO_NAME)))
    elif len(name) > LONGEST_NAME:
        found.append(FieldError("name", say(TOO_LONG)))
    if not commune:
        found.append(FieldError("commune", say(MESSAGES["required"])))
    elif node.guide.context("vi").reference.commune_name(commune) is None:
        found.append(FieldError("commune", say(NO_COMMUNE)))
    return tuple(found)


async def page(
    request: Req, staff: Staff, typed: Mapping[str, str], errors: tuple[FieldError, ...]
) -> Response[str]:
    found = await node_of(request).store.read(stations.stations)
    screen = StationsScreen(
        staff,
        stations=tuple(line(request, one) for one in found),
        typed={name: typed.get(name, "") for name in ("name", "commune")},
        errors=errors,
    )
    return show(request, screen, 422 if errors else 200)


async def revocation_page(
    request: Req, staff: Staff, id: str, errors: tuple[FieldError, ...]
) -> Response[str]:
    station = await node_of(request).store.read(stations.station_by_id, id)
    screen = RevocationScreen(staff, line(request, station), errors)
    return show(request, screen, 422 if errors else 200)


def line(request: Req, station: Station) -> StationLine:
    is_invited = station.state == "invited"
    until = station.invited_until if is_invited else None
    off = station.clock_off if station.is_off else None
    return StationLine(
        href=f"{DESK}{PATH}/{station.id}",
        id=station.id,
        name=station.name,
        commune=commune_name(request, station.commune),
        state=STATES[station.state],
        mood=MOODS[station.state],
        code_until=until,
        is_code_over=until is not None and until <= node_of(request).guide.clock.now(),
        seen_at=station.seen_at,
        waiting=station.waiting,
        waiting_since=station.waiting_since,
        off_minutes=round(abs(off.total_seconds()) / 60) if off else 0,
        may_pause=station.state == "active",
        may_resume=station.state == "paused",
        may_revoke=station.state != "revoked",
    )
