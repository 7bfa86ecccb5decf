"""Whole dates, and dates of which an old paper gives only the year or the month."""

import re

from kiosk.engine.dates import is_date
from kiosk.engine.fields.base import Message, OneInput, Reference, Typed, Wrong, first
from kiosk.engine.fields.numbers import is_digits
from kiosk.engine.shapes import Env, Field, Value
from kiosk.engine.text import tidy

PARTS = re.compile(r"[\s./\-]+")
ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Date(OneInput):
    """Three boxes, or all of it in one of them: `1/3/2024`, `01.03.2024`, `2024-03-01`."""

    inputs: tuple[str, ...] = (".d", ".m", ".y")

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        day, month, year = day_month_year(f.id, typed)
        if not (day or month or year):
            return None
        if missing := self.missing(day, month, year):
            return Wrong(Message(missing))
        parts = [part for part in (year, month, day) if part]
        if not all(is_digits(part) and len(part) <= 4 for part in parts):
            return Wrong(Message("date.not_a_date"))
        if len(year) != 4:
            return Wrong(Message("date.year"))
        return "-".join([year, *(part.zfill(2) for part in parts[1:])])

    def missing(self, day: str, month: str, year: str) -> str | None:
        if not year:
            return "date.no_year"
        return "date.incomplete" if not (day and month) else None

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        if not isinstance(value, str) or not self.is_real(value):
            return Message("date.not_a_date")
        return out_of_bounds(f, value, env)

    def is_real(self, value: str) -> bool:
        return is_date(value) and "1850" <= value[:4] <= "2200"

    def retype(self, f: Field, value: Value) -> dict[str, str]:
        parts = value.split("-") if isinstance(value, str) else []
        year, month, day = (parts + ["", "", ""])[:3]
        return {f"{f.id}.d": day, f"{f.id}.m": month, f"{f.id}.y": year}


class PartialDate(Date):
    def missing(self, day: str, month: str, year: str) -> str | None:
        if not year:
            return "date.no_year"
        return "date.no_month" if day and not month else None

    def is_real(self, value: str) -> bool:
        whole = value + "-01-01"[len(value) - 4 :] if 4 <= len(value) <= 10 else ""
        return bool(ISO.fullmatch(value)) and super().is_real(whole)


def day_month_year(name: str, typed: Typed) -> tuple[str, str, str]:
    whole, day, month, year = (tidy(first(typed, name + part)) for part in ("", ".d", ".m", ".y"))
    filled = [box for box in (whole, day, month, year) if box]
    if len(filled) == 1 and (whole or PARTS.search(filled[0])):
        return split(filled[0])
    return day, month, year


def split(text: str) -> tuple[str, str, str]:
    parts = PARTS.split(text.strip(" ./-"))
    if len(parts[0]) == 4:
        parts = parts[::-1]
    return ("", "", "?") if len(parts) > 3 else tuple([""] * (3 - len(parts)) + parts)  # type: ignore[return-value]


def out_of_bounds(f: Field, value: str, env: Env) -> Message | None:
    """A partial date is compared by what it says: 2024 is not after 2024-03-01."""
    least = f.min.of(env) if f.min else None
    most = f.max.of(env) if f.max else None
    if isinstance(least, str) and value < least[: len(value)]:
        return Message("date.min", {"min": least})
    if isinstance(most, str) and value > most[: len(value)]:
        return Message("date.future" if most == env.get("today") else "date.max", {"max": most})
    return None
