"""All tables in one JSON: of a province as a device gets it, or of the whole country."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.reference.nationalities import nationalities
from kiosk.content.reference.peoples import peoples
from kiosk.content.reference.places import (
    CommunesOf,
    OldRow,
    ProvinceRow,
    all_provinces,
    communes_in,
    old_communes_in,
    old_rows,
    pack_of,
)

FORMAT = 1


class Bundle(Struct, frozen=True, forbid_unknown_fields=True):
    """See docs/reference-data.md. A row of `peoples` is slug, name and other names; one of
    `nationalities` code, name, English name and other names."""

    format: int
    provinces: list[ProvinceRow]
    communes: list[CommunesOf]
    old: list[OldRow]
    districts: str
    peoples: list[list[str]]
    nationalities: list[list[str]]


def own_bundle() -> Bundle:
    """Of the whole country, as it came with the program."""
    provinces = [(one.code, one.kind, one.name) for one in all_provinces()]
    return Bundle(
        format=FORMAT,
        provinces=provinces,
        communes=[pack_of(code) for code, _, _ in provinces],
        old=old_rows(),
        districts="",
        peoples=[[one.slug, one.name, *one.others] for one in peoples().by_slug.values()],
        nationalities=[
            [one.code, one.name, one.english, *one.others]
            for one in nationalities().by_code.values()
        ],
    )


def narrowed(whole: Bundle, province_codes: Sequence[str]) -> Bundle:
    """What a device of these provinces needs. Raises `KeyError` for a code of no province."""
    communes = {one.province[0]: one for one in whole.communes}
    kept = [communes[code] for code in province_codes]
    here = {one.code for each in kept for one in communes_in(each)}
    old = list(_parts_of(here, whole.old))
    districts = {*whole.districts.split(), *_districts(whole.old)} - _districts(old)
    return replace(whole, communes=kept, old=old, districts=" ".join(sorted(districts)))


def in_bytes(bundle: Bundle) -> bytes:
    """The same data gives the same bytes."""
    return msgspec.json.encode(bundle, order="sorted")


def _parts_of(here: Collection[str], every: Iterable[OldRow]) -> Iterator[OldRow]:
    """The old districts, as far as they are part of these communes of today."""
    for title, province, aliases, rows in every:
        kept = []
        for letter, name, now, others in rows:
            parts = [code for code in now.split() if code in here]
            if parts:
                kept.append((letter, name, " ".join(parts), others))
        if kept:
            yield title, province, aliases, kept


def _districts(rows: Iterable[OldRow]) -> set[str]:
    """The keys of names of old districts: one that is ignored has to be known as one."""
    return {key for old in old_communes_in(rows) for key in old.district.keys}
