"""My account: password, two-step sign-in, and where I am signed in."""

from dataclasses import replace
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from kiosk.people import account, second_factor, sessions, totp
from kiosk.people.access import COOKIE, area
from kiosk.people.entering import Refused
from kiosk.people.gate import gate_of
from kiosk.people.pages import WRONG_CODE, Req, landing, refusal
from kiosk.people.rules import LEAST_PASSWORD, ROLES, Staff
from kiosk.people.screens import (
    AccountScreen,
    PasswordScreen,
    RecoveryScreen,
    SecondFactorScreen,
)
from kiosk.people.words import ROLE_NAMES
from kiosk.problem import Problem
from kiosk.sync import codes
from kiosk.web import cookies
from kiosk.web.forms import FieldError, read_form
from kiosk.web.places import commune_name
from kiosk.web.qr import qr_on_page
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language, show
from kiosk.web.words import N_, words_for

ACCOUNT = "/mot-cua/tai-khoan"
TWO_STEPS = "/hai-buoc"
WRONG_PASSWORD = N_("Mật khẩu chưa đúng. Bạn gõ lại nhé.")
NOT_TWICE = N_("Hai lần gõ chưa giống nhau. Bạn gõ lại nhé.")
DONE = {"mat-khau": "password", "tat-hai-buoc": "totp_off", "phien": "session"}


@get("/")
async def account_page(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    gate, lang = gate_of(request), reader_language(request)
    state = await gate.store.read(second_factor.state, staff.id)
    screen = AccountScreen(
        staff,
        role=lang.gettext(ROLE_NAMES[staff.role]),
        commune=commune_name(request, staff.commune),
        totp_since=state.since,
        codes_left=state.codes_left,
        sessions=await gate.store.read(
            sessions.open_sessions, staff, token_of(request), gate.clock.now()
        ),
        just=DONE.get(request.query_params.get("xong", ""), ""),
    )
    return show(request, screen)


@get("/")
async def password_page(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    back = request.query_params.get("ve", "")
    return show(request, PasswordScreen(staff, back, LEAST_PASSWORD))


@post("/")
async def change_password(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    form, gate = await read_form(request), gate_of(request)
    old, new, back = form.get("old", ""), form.get("password", ""), form.get("ve", "")
    errors = await _wrong_password(request, staff, "old", old)
    if not errors and new != form.get("again", ""):
        errors = (FieldError("again", reader_language(request).gettext(NOT_TWICE)),)
    if not errors:
        try:
            await account.change_password(gate, staff, token_of(request), old, new)
        except Problem as problem:
            errors = (FieldError("password", sentence(request, problem)),)
    if errors:
        return show(request, PasswordScreen(staff, back, LEAST_PASSWORD, errors), 422)
    return go_to(f"{ACCOUNT}?xong=mat-khau" if not staff.must_change else _on(staff, back))


@get(TWO_STEPS)
async def two_steps(request: Req, staff: NamedDependency[Staff]) -> Response[str]:
    return await _two_steps(request, staff, ())


@post(TWO_STEPS)
async def begin(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    form, gate = await read_form(request), gate_of(request)
    errors = await _wrong_password(request, staff, "password", form.get("password", ""))
    if errors:
        return await _two_steps(request, staff, errors)
    await gate.store.write(second_factor.begin, gate.keys, staff, gate.clock.now())
    return go_to(f"{ACCOUNT}{TWO_STEPS}")


@post(f"{TWO_STEPS}/confirmation")
async def confirmation(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    typed, gate = (await read_form(request)).get("code", ""), gate_of(request)
    made = await gate.store.write(second_factor.confirm, gate.keys, staff, typed, gate.clock.now())
    if made is None:
        wrong = FieldError("code", reader_language(request).gettext(WRONG_CODE))
        return await _two_steps(request, staff, (wrong,))
    return _recovery(request, staff, made)


@post(f"{TWO_STEPS}/recovery")
async def recovery(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    answer = await _with_proof(request, staff, "renew")
    if isinstance(answer, Response):
        return answer
    return _recovery(request, staff, answer)


@post(f"{TWO_STEPS}/removal")
async def removal(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    answer = await _with_proof(request, staff, "stop")
    return answer if isinstance(answer, Response) else go_to(f"{ACCOUNT}?xong=tat-hai-buoc")


@get([f"{TWO_STEPS}/{noun}" for noun in ("confirmation", "recovery", "removal")])
async def back_to_two_steps(staff: NamedDependency[Staff]) -> Response[Any]:
    """Somebody reloads the address of a form that was answered, or changes the language there."""
    return go_to(f"{ACCOUNT}{TWO_STEPS}")


@post("/phien/{id:str}/removal")
async def end_session(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[Any]:
    gate = gate_of(request)
    await gate.store.write(sessions.end_one, staff, id, gate.clock.now())
    return go_to(f"{ACCOUNT}?xong=phien")


@post("/phien/removal")
async def end_others(request: Req, staff: NamedDependency[Staff]) -> Response[Any]:
    gate = gate_of(request)
    await gate.store.write(sessions.end_others, staff, token_of(request), gate.clock.now())
    return go_to(f"{ACCOUNT}?xong=phien")


AREAS = (
    area(
        ACCOUNT,
        (
            account_page,
            two_steps,
            begin,
            confirmation,
            back_to_two_steps,
            recovery,
            removal,
            end_session,
            end_others,
        ),
        *ROLES,
    ),
    area(f"{ACCOUNT}/mat-khau", (password_page, change_password), *ROLES, any_password=True),
)


def token_of(request: Req) -> str:
    return cookies.read(request.scope, COOKIE) or ""


def sentence(request: Req, problem: Problem) -> str:
    """What is wrong and what would be right, beside the input."""
    words = words_for(problem, reader_language(request))
    return f"{words.heading}. {words.advice}"


async def _two_steps(request: Req, staff: Staff, errors: tuple[FieldError, ...]) -> Response[str]:
    gate = gate_of(request)
    now = gate.clock.now()
    state = await gate.store.read(second_factor.state, staff.id)
    secret = await gate.store.read(second_factor.pending, gate.keys, staff.id, now)
    label = reader_language(request).gettext(N_("Mã QR cho ứng dụng tạo mã"))
    screen = SecondFactorScreen(
        staff,
        since=state.since,
        codes_left=state.codes_left,
        qr=qr_on_page(totp.uri(secret, staff.login), label) if secret else None,
        secret=totp.typable(secret) if secret else (),
        errors=errors,
    )
    return show(request, screen, 422 if errors else 200)


def _recovery(request: Req, staff: Staff, made: tuple[str, ...]) -> Response[str]:
    state = request.app.state
    groups = tuple(tuple(codes.shown(code).split("-")) for code in made)
    return show(
        request, RecoveryScreen(staff, groups, state.clock.now(), state.settings.public_url)
    )


async def _wrong_password(
    request: Req, staff: Staff, id: str, password: str
) -> tuple[FieldError, ...]:
    refused = await account.prove(gate_of(request), staff, password)
    return (FieldError(id, refusal(request, refused, WRONG_PASSWORD)[0]),) if refused else ()


async def _with_proof(
    request: Req, staff: Staff, then: account.Then
) -> tuple[str, ...] | Response[str]:
    """Password and code, both: the page again where one of them is wrong."""
    form, gate = await read_form(request), gate_of(request)
    errors = await _wrong_password(request, staff, "password", form.get("password", ""))
    if errors:
        return await _two_steps(request, staff, errors)
    answer = await account.use_code(gate, staff, form.get("code", ""), then)
    if isinstance(answer, Refused):
        wrong = FieldError("code", refusal(request, answer, WRONG_CODE)[0])
        return await _two_steps(request, staff, (wrong,))
    return answer


def _on(staff: Staff, back: str) -> str:
    """The change is done: to where they wanted to go before."""
    return landing(replace(staff, must_change=False), back)
