"""How an answer reads on the check page and on the officer's page, in the pack's language."""

from collections.abc import Mapping, Sequence

from kiosk.engine.fields import Reference
from kiosk.engine.fields.files import MOST, Entry, entries_in, page_count
from kiosk.engine.shapes import Field, Option, Value
from kiosk.engine.values import plain

Words = Mapping[str, str]
"""Small words and patterns of a language: `yes`, `date` (`{d}/{m}/{y}`), `thousands` …"""


HELD: dict[str, type] = {
    "date": str, "partial_date": str, "money": int, "commune": dict, "address": dict,
    "ethnicity": str, "nationality": str, "photo": list, "document": list, "signature": list,
}  # fmt: skip
"""What an answer of a type is; a derived value may turn out to be something else."""


def show(f: Field, value: Value, words: Words, ref: Reference) -> str:
    if value is None or value == "":
        return words["blank"]
    if not fits(f, value):
        return plain(value)
    if f.type == "yes_no" or f.type == "consent":
        return words["yes"] if value is True else words["no"]
    if f.type in ("choice", "choices"):
        return labels(f.options, value, words)
    if f.type in ("date", "partial_date"):
        return date(value, words)
    if f.type == "money":
        return money(value, words)
    if f.type in ("commune", "address"):
        return address(value, ref)
    if f.type in MOST:
        return words["signed"] if f.type == "signature" else pages(entries_in(value), words)
    return name_of(f, value, ref)


def fits(f: Field, value: Value) -> bool:
    is_flag = isinstance(value, bool) and f.type == "money"
    return isinstance(value, HELD.get(f.type, object)) and not is_flag


def name_of(f: Field, value: Value, ref: Reference) -> str:
    found = None
    if f.type == "ethnicity":
        found = ref.ethnicity_name(value)
    elif f.type == "nationality":
        found = ref.nationality_name(value)
    return found or plain(value)


def labels(options: tuple[Option, ...], value: Value, words: Words) -> str:
    chosen = value if isinstance(value, list) else [value]
    found = [option.label for option in options if option.value in chosen]
    return ", ".join(found) or words["none"]


def date(value: str, words: Words) -> str:
    """`2024-03-01` by the pattern of the language; a year or a month stays what it is."""
    y, _, rest = value.partition("-")
    m, _, d = rest.partition("-")
    if not m:
        return value
    text = words["date" if d else "month"]
    names = {
        "d": d,
        "day": d.removeprefix("0"),
        "m": m,
        "month": words.get(f"month.{m}", m),
        "y": y,
    }
    for name, part in names.items():
        text = text.replace("{" + name + "}", part)
    return text


def money(amount: int, words: Words) -> str:
    digits = str(amount)
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    groups += [digits[at : at + 3] for at in range(head, len(digits), 3)]
    return words["money"].replace("{n}", words["thousands"].join(groups))


def pages(entries: Sequence[Entry], words: Words) -> str:
    count = page_count(entries)
    return words["page"] if count == 1 else words["pages"].replace("{n}", str(count))


def address(value: Mapping[str, Value], ref: Reference) -> str:
    """Detail, commune, province; a commune that was not found reads as it was typed."""
    code = value.get("commune")
    found = ref.commune_name(code) if isinstance(code, str) else None
    province = dict(ref.provinces()).get(plain(value.get("province")))
    parts = [value.get("detail"), *([found] if found else [value.get("place"), province])]
    return ", ".join(part for part in parts if part and isinstance(part, str))
