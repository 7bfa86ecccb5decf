"""Whole numbers and whole đồng."""

from kiosk.engine.fields.base import Message, OneInput, Reference, Typed, Wrong, first
from kiosk.engine.shapes import Env, Field, Value
from kiosk.engine.text import tidy

LARGEST = 999_999_999_999
"""Below 2^53, so that both engines hold it exactly."""


class Number(OneInput):
    wrong = "number.not_a_number"

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        text = tidy(first(typed, f.id))
        if not text:
            return None
        digits = self.strip(text)
        if not is_digits(digits) or len(digits) > 12:
            return Wrong(Message(self.wrong))
        return int(digits)

    def strip(self, text: str) -> str:
        return text

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
            return Message(self.wrong)
        return out_of_bounds(f, value, env)


class Money(Number):
    wrong = "money.not_money"

    def strip(self, text: str) -> str:
        """`1.234.567 đ` is 1234567: dots, commas and spaces part thousands, đồng has no cents."""
        bare = text.lower()
        for unit in ("đồng", "dong", "vnđ", "vnd", "đ", "₫", "d"):
            bare = bare.removesuffix(unit)
        parts = bare.replace(".", " ").replace(",", " ").split()
        if len(parts) > 1 and not all(len(part) == 3 for part in parts[1:]):
            return "?"
        return "".join(parts)


def is_digits(text: str) -> bool:
    """ASCII digits only: other scripts' digits look like typing errors to an officer."""
    return text.isascii() and text.isdigit()


def out_of_bounds(f: Field, value: int, env: Env) -> Message | None:
    least = f.min.of(env) if f.min else None
    most = f.max.of(env) if f.max else None
    if least is not None and is_number(least) and value < least:
        return Message("number.min", {"min": str(least)})
    if most is not None and is_number(most) and value > most:
        return Message("number.max", {"max": str(most)})
    return None


def is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
