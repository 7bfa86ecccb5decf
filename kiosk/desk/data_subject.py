"""A person's own data: found by an exact number, exported, erased, each with a trace.

Rights of the person whom the data are about: Luật 91/2025/QH15 and NĐ 356/2025/NĐ-CP, Đ5 (to see
them within 10 days, to have them erased within 20).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy import Connection

from kiosk.content.words import MESSAGES
from kiosk.desk import actions
from kiosk.desk.pages import DESK, Req, groups, procedure_name
from kiosk.desk.screens import StaffScreen
from kiosk.desk.words import STATES
from kiosk.dossier import actions as dossiers
from kiosk.dossier import retention
from kiosk.dossier.actions import Record
from kiosk.dossier.look_ups import KINDS, Kind, LookUps
from kiosk.dossier.rules import ENDED
from kiosk.engine.fields import read
from kiosk.engine.shapes import Field
from kiosk.flow.node import Node, node_of
from kiosk.people import audit
from kiosk.people.rules import Staff
from kiosk.web.forms import FieldError, read_form
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_

PATH = "/du-lieu"
BASE = "/ho-so/{id:str}/erasure"
LONGEST_SHOWN = 40
NOT_TICKED = N_("Bạn đánh dấu ô này nếu chắc chắn muốn xoá.")


@dataclass(frozen=True)
class FoundLine:
    """A dossier that names the number."""

    href: str
    groups: tuple[str, ...]
    procedure: str
    received_at: datetime
    state: str
    may_erase: bool


@dataclass(frozen=True)
class PersonScreen(StaffScreen):
    """`found` is None as long as nothing was asked."""

    template: ClassVar[str] = "desk/person.html"

    kind: str
    number: str
    errors: tuple[FieldError, ...]
    found: tuple[FoundLine, ...] | None


@dataclass(frozen=True)
class ErasureScreen(StaffScreen):
    template: ClassVar[str] = "desk/erasure.html"

    base: str
    groups: tuple[str, ...]
    procedure: str
    may_erase: bool
    errors: tuple[FieldError, ...]


@get(PATH)
async def ask_number(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    return show(request, PersonScreen(staff, kind=KINDS[0], number="", errors=(), found=None))


@post(PATH, status_code=200)
async def find_person(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    """By POST: a person's number never stands in an address, a log or a history."""
    node, sent = node_of(request), await read_form(request)
    kind = cast("Kind", sent["loai"]) if sent.get("loai") in KINDS else KINDS[0]
    typed = sent.get("so", "")
    language = reader_language(request)
    got = read(Field("so", kind, ""), {"so": [typed]}, {}, node.guide.context("vi").reference)
    if got.error or not got.value:
        missing = got.error.id if got.error else "required"
        said = language.gettext(MESSAGES[missing])
        for name, value in (got.error.params if got.error else {}).items():
            said = said.replace("{" + name + "}", value)
        errors = (FieldError("so", said),)
        return show(request, PersonScreen(staff, kind, typed[:LONGEST_SHOWN], errors, None), 422)
    now = node.guide.clock.now()
    records = await node.store.write(found, node.look_ups, staff, kind, got.value, now)
    lines = tuple(line(node, record, language.code) for record in records)
    return show(request, PersonScreen(staff, kind, typed[:LONGEST_SHOWN], (), lines))


@get(BASE)
async def ask_erasure(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[str]:
    return await erasure_page(request, staff, id, ())


@post(BASE)
async def erasure(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[Any]:
    node, sent = node_of(request), await read_form(request)
    if sent.get("chac_chan") != "yes":
        said = reader_language(request).gettext(NOT_TICKED)
        return await erasure_page(request, staff, id, (FieldError("chac_chan", said),))
    await node.store.write(erase, staff, id, node.guide.clock.now())
    await retention.remove_files(node.store, node.files, id)
    return go_to(f"{DESK}/ho-so/{id}")


async def erasure_page(
    request: Req, staff: Staff, id: str, errors: tuple[FieldError, ...]
) -> Response[str]:
    node = node_of(request)
    record = await node.store.read(actions.find, staff, id)
    name = procedure_name(node, record.flow, reader_language(request).code)
    screen = ErasureScreen(
        staff, f"{DESK}/ho-so/{id}", groups(record.code), name, record.state in ENDED, errors
    )
    return show(request, screen, 422 if errors else 200)


def found(
    db: Connection, look: LookUps, staff: Staff, kind: Kind, value: str, now: datetime
) -> tuple[Record, ...]:
    """Dossiers of the officer's own commune; that somebody asked is on record, for what is not."""
    audit.record(db, staff, "find_data", None, now)
    ids = look.found(db, staff.commune, kind, value)
    records = (dossiers.record_of(db, id, staff.commune) for id in ids)
    return tuple(record for record in records if record)


def erase(db: Connection, staff: Staff, id: str, now: datetime) -> None:
    """Raises `desk.no_such_dossier`, `dossier.not_ended`."""
    actions.find(db, staff, id)
    retention.erase(db, id, now)
    audit.record(db, staff, "erase", id, now)


def line(node: Node, record: Record, lang: str) -> FoundLine:
    return FoundLine(
        href=f"{DESK}/ho-so/{record.id}",
        groups=groups(record.code),
        procedure=procedure_name(node, record.flow, lang),
        received_at=record.received_at,
        state=STATES[record.state],
        may_erase=record.state in ENDED,
    )


HANDLERS = (ask_number, find_person, ask_erasure, erasure)
