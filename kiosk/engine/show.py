"""How an answer reads on the check page and on the officer's page, in the pack's language."""

from collections.abc import Mapping

from kiosk.engine.fields import Reference
from kiosk.engine.shapes import Field, Option, Value

Words = Mapping[str, str]
"""Small words and patterns of a language: `yes`, `date` (`{d}/{m}/{y}`), `thousands` …"""


def show(f: Field, value: Value, words: Words, ref: Reference) -> str:
    if value is None or value == "":
        return words["blank"]
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
    if f.type == "ethnicity":
        return ref.ethnicity_name(value) or str(value)
    if f.type == "nationality":
        return ref.nationality_name(value) or str(value)
    return str(value)


def labels(options: tuple[Option, ...], value: Value, words: Words) -> str:
    chosen = value if isinstance(value, list) else [value]
    found = [option.label for option in options if option.value in chosen]
    return ", ".join(found) or words["none"]


def date(value: str, words: Words) -> str:
    """`2024-03-01` by the pattern of the language; a year or a month stays what it is."""
    parts = value.split("-")
    if len(parts) == 1:
        return value
    if len(parts) == 2:
        return words["month"].replace("{m}", parts[1]).replace("{y}", parts[0])
    return words["date"].replace("{d}", parts[2]).replace("{m}", parts[1]).replace("{y}", parts[0])


def money(amount: int, words: Words) -> str:
    digits = str(amount)
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    groups += [digits[at : at + 3] for at in range(head, len(digits), 3)]
    return words["money"].replace("{n}", words["thousands"].join(groups))


def address(value: Mapping[str, Value], ref: Reference) -> str:
    """Detail, commune, province; a commune that was not found reads as it was typed."""
    code = value.get("commune")
    province = dict(ref.provinces()).get(str(value.get("province")), "")
    commune = (ref.commune_name(code) if code else None) or str(value.get("place") or "")
    return ", ".join(part for part in (value.get("detail"), commune, province) if part)
