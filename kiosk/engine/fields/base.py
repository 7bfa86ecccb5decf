"""What every field type can do: read what was typed, judge a stored value, show it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.engine.shapes import Env, Field, Value
from kiosk.engine.values import plain

Typed = Mapping[str, Sequence[str]]
"""Form input by its full name (`ngay_sinh.d`), each as often as the form sent it."""


@dataclass(frozen=True, slots=True)
class Message:
    """An id that a pack gives words for, and the values that go into them."""

    id: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was typed does not make a value. `choices` are offered to settle a doubt."""

    message: Message
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The places like what was typed, best first. `sure` is the one that was meant without a
    doubt; without it the citizen has to see them first, even when there is only one."""

    sure: str | None
    like: tuple[tuple[str, str], ...]


class Reference(Protocol):
    """The look-up tables of the device: its places, ethnic groups and nationalities.

    Names come as `(code, name)` pairs, best first, none when nothing is like it."""

    def provinces(self) -> Sequence[tuple[str, str]]: ...
    def find_communes(self, province: str, typed: str, old_names: bool) -> Found: ...
    def commune_name(self, code: str) -> str | None:
        """With its province: "Phường Ba Đình, Thành phố Hà Nội"."""

    def province_of(self, commune: str) -> str | None: ...
    def find_ethnicity(self, typed: str) -> Sequence[tuple[str, str]]: ...
    def ethnicity_name(self, slug: str) -> str | None: ...
    def find_nationality(self, typed: str) -> Sequence[tuple[str, str]]: ...
    def nationality_name(self, code: str) -> str | None: ...


class FieldType(Protocol):
    """One entry of the field type table."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Suffixes of its form inputs; most have one input named like the field: `("",)`."""

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        """A value, null when nothing was typed, or what is wrong with it."""

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        """Why a value cannot stand; null is judged by the caller."""

    def warn(self, f: Field, value: Value, env: Env) -> Message | None:
        """Why a value should be looked at again."""

    def retype(self, f: Field, value: Value) -> dict[str, str]:
        """The value as form inputs again."""


def first(typed: Typed, name: str) -> str:
    """The first value of an input, `""` when the form did not send it."""
    values = typed.get(name)
    return values[0] if values else ""


class OneInput:
    """The common case: one input, any value stands, nothing to warn of."""

    inputs: tuple[str, ...] = ("",)

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        return None

    def warn(self, f: Field, value: Value, env: Env) -> Message | None:
        return None

    def retype(self, f: Field, value: Value) -> dict[str, str]:
        return {f.id: plain(value)}
