"""The screens of sign-in."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.web.screens import Screen


@dataclass(frozen=True)
class SignInScreen(Screen):
    template: ClassVar[str] = "people/sign_in.html"

    login: str
    # Where to go once signed in; "" for the usual place.
    back: str
    is_wrong: bool


@dataclass(frozen=True)
class SignInFirstScreen(Screen):
    """The session ended while a form was being filled in."""

    template: ClassVar[str] = "people/sign_in_first.html"

    sign_in: str
