"""Those who look after others' accounts: a lead in one commune, an administrator on the node."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.people import colleagues, rules
from kiosk.people.access import area
from kiosk.people.account_pages import sentence
from kiosk.people.actions import NewPerson
from kiosk.people.colleagues import Plain
from kiosk.people.gate import gate_of
from kiosk.people.pages import Req
from kiosk.people.passwords import new_password
from kiosk.people.queries import Person
from kiosk.people.rules import Role, Staff
from kiosk.people.screens import (
    Colleague,
    NewPasswordScreen,
    PersonFormScreen,
    PersonScreen,
    StaffScreen,
)
from kiosk.people.trail_page import trail_page
from kiosk.people.words import ROLE_NAMES
from kiosk.problem import Problem
from kiosk.web.forms import FieldError, Form, read_form
from kiosk.web.places import commune_name
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_

STAFF = "/mot-cua/can-bo"
NO_ROLE = N_("Bạn chọn một vai nhé.")
# Which input a problem belongs to.
INPUTS = {
    "people.malformed_login": "login",
    "people.login_taken": "login",
    "people.malformed_name": "name",
    "people.malformed_commune": "commune",
}
DEEDS: Mapping[str, Plain] = {
    "disablement": "disable_person",
    "enablement": "enable_person",
    "second-factor-removal": "reset_totp",
    "unlocking": "unlock",
}
DONE = ("changed", *DEEDS)


@get("/")
async def staff_page(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    gate = gate_of(request)
    found = await gate.store.read_long(colleagues.listed, gate.keys, staff, gate.clock.now())
    people = tuple(colleague(request, *one) for one in found)
    return show(request, StaffScreen(staff, people, staff.role == "admin"))


@get("/them")
async def new_person(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    return _form(request, staff, {"commune": staff.commune}, ())


@post("/them")
async def add_person(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    form, gate, password = await read_form(request), gate_of(request), new_password()
    if errors := _no_role(request, staff, form):
        return _form(request, staff, form, errors)
    person = NewPerson(
        form.get("login", ""),
        form.get("name", ""),
        cast("Role", form["role"]),
        form.get("commune", staff.commune).strip(),
        password,
    )
    try:
        added = await gate.store.write(colleagues.add, staff, person, gate.clock.now())
    except Problem as problem:
        return _form(request, staff, form, _beside_input(request, problem))
    screen = NewPasswordScreen(staff, added.id, added.name, added.login, password, is_new=True)
    return show(request, screen)


@get("/{id:str}")
async def person_page(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[str]:
    return await _person(request, staff, id)


@post("/{id:str}")
async def change_person(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[Any]:
    form, gate = await read_form(request), gate_of(request)
    if errors := _no_role(request, staff, form):
        return await _person(request, staff, id, form, errors)
    name, role = form.get("name", ""), cast("Role", form["role"])
    commune = form.get("commune", staff.commune).strip()
    try:
        await gate.store.write(colleagues.change, staff, id, name, role, commune, gate.clock.now())
    except Problem as problem:
        return await _person(request, staff, id, form, _beside_input(request, problem))
    return go_to(f"{STAFF}/{id}?xong=changed")


@post("/{id:str}/password")
async def give_password(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[str]:
    gate, password = gate_of(request), new_password()
    whose = await gate.store.write(
        colleagues.give_password, gate.keys, staff, id, password, gate.clock.now()
    )
    screen = NewPasswordScreen(staff, id, whose.name, whose.login, password, is_new=False)
    return show(request, screen)


@get("/{id:str}/password")
async def back_to_person(id: FromPath[str]) -> Response[Any]:
    """A password is shown once; whoever reloads or changes the language finds the person."""
    return go_to(f"{STAFF}/{id}")


@post([f"/{{id:str}}/{deed}" for deed in DEEDS])
async def deed(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Response[Any]:
    gate, noun = gate_of(request), request.scope["path"].rstrip("/").rpartition("/")[2]
    now = gate.clock.now()
    await gate.store.write(colleagues.do, gate.keys, staff, id, DEEDS[noun], now)
    return go_to(f"{STAFF}/{id}?xong={noun}")


STAFF_AREA = area(
    STAFF,
    (
        staff_page,
        new_person,
        add_person,
        trail_page,
        person_page,
        change_person,
        give_password,
        back_to_person,
        deed,
    ),
    "lead",
    "admin",
)


def colleague(request: Req, person: Person, locked_until: datetime | None) -> Colleague:
    lang, staff = reader_language(request), person.staff
    return Colleague(
        id=staff.id,
        login=staff.login,
        name=staff.name,
        role=lang.gettext(ROLE_NAMES[staff.role]),
        commune=commune_name(request, staff.commune),
        is_disabled=person.disabled_at is not None,
        has_totp=person.has_totp,
        must_change=staff.must_change,
        locked_until=locked_until,
    )


def _form(
    request: Req, staff: Staff, typed: Mapping[str, str], errors: tuple[FieldError, ...]
) -> Response[str]:
    screen = PersonFormScreen(
        staff,
        typed={name: typed.get(name, "") for name in ("login", "name", "role", "commune")},
        roles=_roles(request, staff),
        of_node=staff.role == "admin",
        errors=errors,
    )
    return show(request, screen, 422 if errors else 200)


async def _person(
    request: Req,
    staff: Staff,
    id: str,
    typed: Mapping[str, str] | None = None,
    errors: tuple[FieldError, ...] = (),
) -> Response[str]:
    gate = gate_of(request)
    found = await gate.store.read(colleagues.found, gate.keys, staff, id, gate.clock.now())
    kept = found[0].staff
    shown = typed or {"name": kept.name, "role": kept.role, "commune": kept.commune}
    just = request.query_params.get("xong", "")
    screen = PersonScreen(
        staff,
        typed={name: shown.get(name, "") for name in ("name", "role", "commune")},
        roles=_roles(request, staff),
        of_node=staff.role == "admin",
        errors=errors,
        person=colleague(request, *found),
        is_self=kept.id == staff.id,
        just=just if just in DONE and not errors else "",
    )
    return show(request, screen, 422 if errors else 200)


def _roles(request: Req, staff: Staff) -> tuple[tuple[str, str], ...]:
    say = reader_language(request).gettext
    return tuple((role, say(ROLE_NAMES[role])) for role in rules.may_be_given(staff.role))


def _no_role(request: Req, staff: Staff, form: Form) -> tuple[FieldError, ...]:
    if form.get("role") in rules.may_be_given(staff.role):
        return ()
    return (FieldError("role", reader_language(request).gettext(NO_ROLE)),)


def _beside_input(request: Req, problem: Problem) -> tuple[FieldError, ...]:
    """Raises what belongs to no input."""
    if problem.code not in INPUTS:
        raise problem
    return (FieldError(INPUTS[problem.code], sentence(request, problem)),)
