"""Roles, what a login and a password look like, and how long a session lasts."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from kiosk.people import problems
from kiosk.people.guessable import is_guessable

Role = Literal["officer", "volunteer", "lead", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
AT_THE_DESK: tuple[Role, ...] = ("officer", "lead", "admin")
"""Those who may deal with dossiers, each with those of their commune."""

# A person who went to lunch, and a person who forgot to sign out (OWASP ASVS 5.0, 7.3).
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# A durable write for every click would be waste: a session is touched once a minute.
TOUCH_EVERY = timedelta(minutes=1)
# To find the telephone and type six digits.
ENTRY = timedelta(minutes=5)
# To scan a QR and type the first code.
ENROLMENT = timedelta(minutes=15)

# NIST SP 800-63B-4 asks for 15 where a password is all there is; a person at a counter gets 12,
# because guesses are slowed down and nobody can try them offline without the database.
LEAST_PASSWORD = 12
MOST_PASSWORD = 200

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_COMMUNE = re.compile(r"[0-9]{5}")


@dataclass(frozen=True)
class Staff:
    """Somebody who works here, as the rest of the program knows them."""

    id: str
    login: str
    name: str
    role: Role
    commune: str
    must_change: bool


def plain_login(typed: str) -> str:
    """As it is stored: a phone's keyboard likes to begin with a capital."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def plain_password(typed: str) -> str:
    """One spelling for "ế", whichever keyboard it came from (RFC 8265); nothing else changes."""
    return unicodedata.normalize("NFC", typed)


def check_login(login: str) -> str:
    if not _LOGIN.fullmatch(login):
        raise problems.malformed_login()
    return login


def check_name(name: str) -> str:
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise problems.malformed_name()
    return name


def check_commune(code: str) -> str:
    if not _COMMUNE.fullmatch(code):
        raise problems.malformed_commune()
    return code


def check_password(typed: str, *about: str) -> str:
    """Length and nothing but length, except what is guessed first (NIST SP 800-63B-4, 3.1.1.2).

    `about`: the person's login and name. Raises weak_password, guessable_password.
    """
    password = plain_password(typed)
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise problems.weak_password(least=LEAST_PASSWORD, most=MOST_PASSWORD)
    if is_guessable(password, *about):
        raise problems.guessable_password()
    return password


def may_be_given(role: Role) -> tuple[Role, ...]:
    """The roles of the people whom somebody of this role looks after."""
    if role == "admin":
        return ROLES
    return ("officer", "volunteer", "lead") if role == "lead" else ()
