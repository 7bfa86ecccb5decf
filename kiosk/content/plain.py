"""Puts what a parser says about an author's file into plain words."""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kiosk.content.words import EXPRESSIONS, N_
from kiosk.content.yaml import Key, Words
from kiosk.engine import shapes
from kiosk.engine.expr import ExprError
from kiosk.engine.shapes import Date, Id, Shape, StepId

AT_COLUMN = N_("{why} (ký tự thứ {column})")
UNKNOWN_KEY = N_("không có mục tên “{name}” ở đây")
MISSING_KEY = N_("thiếu mục “{name}”")
WRONG_KIND = N_("cần {wanted}, không phải {found}")
UNQUOTED = N_("cần chữ: đặt số này trong ngoặc kép")
NOT_ALLOWED = N_("“{found}” không dùng được ở đây. Các từ dùng được: {allowed}")
NOT_LIKE = N_("viết chưa đúng: {wanted}")
TOO_SMALL = N_("số nhỏ nhất là {least}")
TOO_LARGE = N_("số lớn nhất là {most}")
OTHERWISE = N_("chỗ này chưa đúng dạng")

KINDS = {
    "str": N_("chữ"),
    "int": N_("số nguyên"),
    "float": N_("số nguyên"),
    "bool": N_("true hoặc false"),
    "null": N_("null"),
    "array": N_("danh sách"),
    "object": N_("các dòng “tên: giá trị”"),
    "expression": N_("biểu thức"),
}
PATTERNS = {
    Id: N_("mã chỉ gồm chữ thường không dấu, số và dấu _, bắt đầu bằng chữ, nhiều nhất 40"),
    StepId: N_("mã chỉ gồm chữ thường không dấu, số và dấu -, bắt đầu bằng chữ, nhiều nhất 40"),
    Date: N_("ngày viết như 2026-07-01"),
}

STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]")
EITHER = N_("{one} hoặc {other}")


def of_expression(problem: ExprError) -> Words:
    why = Words(EXPRESSIONS[problem.id], problem.params)
    return Words(AT_COLUMN, {"why": why, "column": problem.column})


def of_shape(problem: Exception) -> tuple[Key, Words]:
    """Where in the data, and what is wrong there, from a `msgspec.ValidationError`.

    `...` in the path stands for a key of a map, which msgspec does not name.
    """
    said, _, path = str(problem).partition(" - at ")
    key: Key = tuple(
        int(index) if index.isdigit() else name or index
        for name, index in STEP.findall(path.rpartition("$")[2])
    )
    if unknown := re.search(r"unknown field `(.+)`", said):
        return (*key, unknown[1]), Words(UNKNOWN_KEY, {"name": unknown[1]})
    return key, words_of(said, key)


def words_of(said: str, key: Key) -> Words:
    if missing := re.search(r"missing required field `(.+)`", said):
        return Words(MISSING_KEY, {"name": missing[1]})
    if "Expected `str`, got `int`" in said:
        return Words(UNQUOTED)
    if kinds := re.search(r"Expected `([^`]+)`, got `([^`]+)`", said):
        return Words(WRONG_KIND, {"wanted": either(kinds[1]), "found": either(kinds[2])})
    if found := re.search(r"Invalid enum value (.+)", said):
        name = next((part for part in reversed(key) if isinstance(part, str)), "")
        allowed = ", ".join(ALLOWED.get(name, ()))
        return Words(NOT_ALLOWED, {"found": found[1].strip("'"), "allowed": allowed})
    if pattern := re.search(r"matching regex (.+)", said):
        return Words(NOT_LIKE, {"wanted": Words(BY_PATTERN.get(pattern[1], OTHERWISE))})
    if bound := re.search(r"`int` (<=|>=) (-?\d+)", said):
        smaller = bound[1] == "<="
        bounds = {"most" if smaller else "least": bound[2]}
        return Words(TOO_LARGE if smaller else TOO_SMALL, bounds)
    return Words(OTHERWISE)


def either(kinds: str) -> Words:
    """`int | null` in words."""
    *before, last = [Words(KINDS.get(kind, kind)) for kind in kinds.split(" | ")]
    for one in reversed(before):
        last = Words(EITHER, {"one": one, "other": last})
    return last


def literals() -> Iterator[tuple[str, tuple[str, ...]]]:
    for shape in vars(shapes).values():
        if isinstance(shape, type) and issubclass(shape, Shape) and shape is not Shape:
            for name, kind in get_type_hints(shape).items():
                if found := tuple(texts(kind)):
                    yield name, found


def texts(kind: Any) -> Iterator[str]:
    """The words that a `Literal` allows, also inside a union or a tuple."""
    for part in get_args(kind):
        if get_origin(kind) is Literal:
            yield part
        elif part is not Ellipsis:
            yield from texts(part)


ALLOWED = dict(literals())
BY_PATTERN: dict[str, str] = {
    repr(get_args(kind)[1].pattern): words for kind, words in PATTERNS.items()
}
