"""What the expression language takes for a value, and when two values are the same."""

import math
from collections.abc import Iterable
from typing import Any, TypeAlias

Value: TypeAlias = Any
"""A JSON value: None, bool, int, float, str, list, dict."""

SAFE = 2**53
DEEPEST = 8


def read(value: Value) -> Value:
    """A value as the language sees it: numbers as doubles, None for what is not JSON.

    Lists and records are read one level at a time, when they are reached into.
    """
    kind = type(value)
    if kind is str or kind is bool or kind is list or kind is dict:
        return value
    return double(value) if kind is int or kind is float else None


def double(value: int | float) -> Value:
    """An IEEE double, as an int where it is whole and at most 2^53; None if not finite."""
    if type(value) is int and -SAFE <= value <= SAFE:
        return value
    try:
        number = float(value)
    except OverflowError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and -SAFE <= number <= SAFE else number


def settled(value: Value, levels: int = DEEPEST) -> Value:
    """A value read to the bottom; None for lists and records nested too deep."""
    value = read(value)
    kind = type(value)
    if kind is not list and kind is not dict:
        return value
    if not levels:
        return None
    if kind is list:
        return [settled(item, levels - 1) for item in value]
    return {key: settled(item, levels - 1) for key, item in value.items() if type(key) is str}


def flat(value: Value) -> Value:
    """An item of a list that an expression makes: lists of lists could grow without bound."""
    return None if type(value) is list else value


def is_number(value: Value) -> bool:
    kind = type(value)
    return kind is int or kind is float


def same(left: Value, right: Value, levels: int = DEEPEST) -> bool:
    """Typed equality of values already read: `1 == true` and `1 == '1'` are false."""
    if is_number(left):
        return is_number(right) and bool(left == right)
    kind = type(left)
    if kind is not type(right):
        return False
    if kind is list:
        pairs = zip(left, right, strict=False)
        return levels > 0 and len(left) == len(right) and _all_same(pairs, levels - 1)
    if kind is dict:
        keys = {key for key in (*left, *right) if type(key) is str}
        # A key that is missing is a key whose value is null.
        return levels > 0 and _all_same(((left.get(k), right.get(k)) for k in keys), levels - 1)
    return bool(left == right)


def _all_same(pairs: Iterable[tuple[Value, Value]], levels: int) -> bool:
    return all(same(read(left), read(right), levels) for left, right in pairs)


def plain(value: Value) -> str:
    """As people read it: a text is itself, a number its digits, anything else is nothing."""
    if isinstance(value, str):
        return value
    return str(value) if is_number(value) else ""


def have_order(left: Value, right: Value) -> bool:
    """Numbers by size, texts by code point; nothing else comes before or after."""
    if is_number(left):
        return is_number(right)
    return type(left) is str and type(right) is str
