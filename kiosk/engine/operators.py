"""The operators and functions of the expression language: values already read in, a value out."""

import math
from collections.abc import Callable

from kiosk.engine import dates
from kiosk.engine.text import fold
from kiosk.engine.values import Value, double, have_order, is_number, read, same

LONGEST_TEXT = 10_000


def less(a: Value, b: Value) -> bool:
    return have_order(a, b) and bool(a < b)


def at_most(a: Value, b: Value) -> bool:
    return have_order(a, b) and bool(a <= b)


def more(a: Value, b: Value) -> bool:
    return less(b, a)


def at_least(a: Value, b: Value) -> bool:
    return at_most(b, a)


def is_in(item: Value, items: Value) -> bool:
    return type(items) is list and any(same(item, read(other)) for other in items)


def add(a: Value, b: Value) -> Value:
    if type(a) is str and type(b) is str:
        return a + b if len(a) + len(b) <= LONGEST_TEXT else None
    return double(a + b) if is_number(a) and is_number(b) else None


def subtract(a: Value, b: Value) -> Value:
    return double(a - b) if is_number(a) and is_number(b) else None


def multiply(a: Value, b: Value) -> Value:
    return double(a * b) if is_number(a) and is_number(b) else None


def divide(a: Value, b: Value) -> Value:
    return double(a / b) if is_number(a) and is_number(b) and b else None


def remainder(a: Value, b: Value) -> Value:
    """The sign is that of `a`, as in CEL, C and JavaScript (Python's % differs)."""
    return double(math.fmod(a, b)) if is_number(a) and is_number(b) and b else None


BINARY: dict[str, Callable[[Value, Value], Value]] = {
    "<": less,
    "<=": at_most,
    ">": more,
    ">=": at_least,
    "in": is_in,
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
}


def size(value: Value) -> Value:
    return len(value) if type(value) is str or type(value) is list else None


def contains(text: Value, part: Value) -> bool:
    return type(text) is str and type(part) is str and part in text


def starts_with(text: Value, start: Value) -> bool:
    return type(text) is str and type(start) is str and text.startswith(start)


def ends_with(text: Value, end: Value) -> bool:
    return type(text) is str and type(end) is str and text.endswith(end)


def folded(text: Value) -> Value:
    return fold(text) if type(text) is str else None


def least(*values: Value) -> Value:
    return min(values) if all(have_order(values[0], value) for value in values) else None


def greatest(*values: Value) -> Value:
    return max(values) if all(have_order(values[0], value) for value in values) else None


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "age": dates.age,
    "days": dates.days,
    "addDays": dates.add_days,
    "addMonths": dates.add_months,
    "year": dates.year,
    "month": dates.month,
    "day": dates.day,
    "weekday": dates.weekday,
    "size": size,
    "contains": contains,
    "startsWith": starts_with,
    "endsWith": ends_with,
    "fold": folded,
    "min": least,
    "max": greatest,
}
