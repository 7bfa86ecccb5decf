"""Puts what a parser says about an author's file into plain words."""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kiosk.content.words import EXPRESSIONS, N_
from kiosk.content.yaml import Key, Words
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
TOO_FEW = N_("danh sách này có ít nhất {least} dòng")
TOO_MANY = N_("danh sách này có nhiều nhất {most} dòng")
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


def of_shape(problem: Exception, shape: type) -> tuple[Key, Words]:
    """Where in the data that should have had this shape, and what is wrong there, from a
    `msgspec.ValidationError`.

    `...` in the path stands for a key of a map, which msgspec does not name.
    """
    said, _, path = str(problem).partition(" - at ")
    key: Key = tuple(
        int(index) if index.isdigit() else name or index
        for name, index in STEP.findall(path.rpartition("$")[2])
    )
    if unknown := re.search(r"unknown field `(.+)`", said):
        return (*key, unknown[1]), Words(UNKNOWN_KEY, {"name": unknown[1]})
    if found := re.search(r"Invalid enum value (.+)", said):
        allowed = ", ".join(allowed_at(shape, key))
        return key, Words(NOT_ALLOWED, {"found": found[1].strip("'"), "allowed": allowed})
    return key, words_of(said)


def words_of(said: str) -> Words:
    if missing := re.search(r"missing required field `(.+)`", said):
        return Words(MISSING_KEY, {"name": missing[1]})
    if re.search(r"Expected `str( \| null)?`, got `int`", said):
        return Words(UNQUOTED)
    if kinds := re.search(r"Expected `([^`]+)`, got `([^`]+)`", said):
        return Words(WRONG_KIND, {"wanted": either(kinds[1]), "found": either(kinds[2])})
    if pattern := re.search(r"matching regex (.+)", said):
        return Words(NOT_LIKE, {"wanted": Words(BY_PATTERN.get(pattern[1], OTHERWISE))})
    if bound := re.search(r"`int` (<=|>=) (-?\d+)", said):
        smaller = bound[1] == "<="
        bounds = {"most" if smaller else "least": bound[2]}
        return Words(TOO_LARGE if smaller else TOO_SMALL, bounds)
    if length := re.search(r"of length (<=|>=) (\d+)", said):
        fewer = length[1] == ">="
        return Words(TOO_FEW if fewer else TOO_MANY, {"least" if fewer else "most": length[2]})
    return Words(OTHERWISE)


def either(kinds: str) -> Words:
    """`int | null` in words."""
    *before, last = [Words(KINDS.get(kind, kind)) for kind in kinds.split(" | ")]
    for one in reversed(before):
        last = Words(EITHER, {"one": one, "other": last})
    return last


def allowed_at(kind: Any, key: Key) -> tuple[str, ...]:
    """The words that may stand at a path inside a shape."""
    for name in key:
        if isinstance(name, str) and name != "...":
            kind = below(kind, name)
    return tuple(texts(kind))


def below(kind: Any, name: str) -> Any:
    """What a key of a shape holds, also of one inside a union or a list."""
    if isinstance(kind, type) and issubclass(kind, Shape):
        return get_type_hints(kind).get(name)
    return next(filter(None, (below(part, name) for part in get_args(kind))), None)


def texts(kind: Any) -> Iterator[str]:
    """The words that a `Literal` allows, also inside a union or a tuple."""
    for part in get_args(kind):
        if get_origin(kind) is Literal:
            yield part
        elif part is not Ellipsis:
            yield from texts(part)


BY_PATTERN: dict[str, str] = {
    repr(get_args(kind)[1].pattern): words for kind, words in PATTERNS.items()
}
