"""The screens of sign-in, of one's own account, and of those who look after others'."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from kiosk.people.queries import OpenSession
from kiosk.people.rules import Staff
from kiosk.web.forms import FieldError
from kiosk.web.screens import Screen


@dataclass(frozen=True)
class SignInScreen(Screen):
    """`error` is a whole sentence, "" when nothing is wrong; `is_locked`: whom to ask; `is_own`:
    the device is to open without a line, which is the worker's business."""

    template: ClassVar[str] = "people/sign_in.html"

    login: str
    # Where to go once signed in; "" for the usual place.
    back: str
    error: str = ""
    is_locked: bool = False
    is_own: bool = False


@dataclass(frozen=True)
class CodeScreen(Screen):
    """The second step: the password was right."""

    template: ClassVar[str] = "people/code.html"

    back: str
    error: str = ""
    is_locked: bool = False


@dataclass(frozen=True)
class SignInFirstScreen(Screen):
    """The session ended while a form was being filled in."""

    template: ClassVar[str] = "people/sign_in_first.html"

    sign_in: str


@dataclass(frozen=True)
class InsideScreen(Screen):
    """What the frame of these pages shows."""

    staff: Staff


@dataclass(frozen=True)
class AccountScreen(InsideScreen):
    """`just` is what was just done: "password", "totp_off", "session" or ""."""

    template: ClassVar[str] = "people/account.html"

    role: str
    commune: str
    totp_since: datetime | None
    codes_left: int
    sessions: tuple[OpenSession, ...]
    just: str


@dataclass(frozen=True)
class PasswordScreen(InsideScreen):
    template: ClassVar[str] = "people/password.html"

    back: str
    least: int
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class SecondFactorScreen(InsideScreen):
    """One of three: off, waiting for the first code (`qr` and `secret` are there), on."""

    template: ClassVar[str] = "people/second_factor.html"

    since: datetime | None
    codes_left: int
    qr: Markup | None
    secret: tuple[str, ...]
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class RecoveryScreen(InsideScreen):
    """The codes, each in its groups of four, shown this once."""

    template: ClassVar[str] = "people/recovery.html"

    codes: tuple[tuple[str, ...], ...]
    made_at: datetime
    address: str


@dataclass(frozen=True)
class Colleague:
    """A line of the list, and the head of a page."""

    id: str
    login: str
    name: str
    role: str
    commune: str
    is_disabled: bool
    has_totp: bool
    must_change: bool
    locked_until: datetime | None


@dataclass(frozen=True)
class StaffScreen(InsideScreen):
    template: ClassVar[str] = "people/staff.html"

    colleagues: tuple[Colleague, ...]
    of_node: bool


@dataclass(frozen=True)
class PersonFormScreen(InsideScreen):
    """`roles` are (value, name); `of_node`: the commune may be chosen, too."""

    template: ClassVar[str] = "people/new_person.html"

    typed: Mapping[str, str]
    roles: tuple[tuple[str, str], ...]
    of_node: bool
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class PersonScreen(PersonFormScreen):
    """`just` is the deed that was just done, or ""."""

    template: ClassVar[str] = "people/person.html"

    person: Colleague | None = None
    is_self: bool = False
    just: str = ""


@dataclass(frozen=True)
class NewPasswordScreen(InsideScreen):
    """The password that was made, shown this once; `is_new` for a new person."""

    template: ClassVar[str] = "people/new_password.html"

    id: str
    name: str
    login: str
    password: str
    is_new: bool


@dataclass(frozen=True)
class DeedLine:
    """`about` is a person's name, `groups` a dossier's code; both may be empty."""

    at: datetime
    name: str
    deed: str
    about: str
    groups: tuple[str, ...]
    href: str
    at_console: bool


@dataclass(frozen=True)
class TrailScreen(InsideScreen):
    """`choices` are people: (id, name)."""

    template: ClassVar[str] = "people/trail.html"

    deeds: tuple[DeedLine, ...]
    choices: tuple[tuple[str, str], ...]
    person: str
    before: str
    after: str
