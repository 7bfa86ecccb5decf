"""Loads the places: all of them for a server, one province as a pack for a phone."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.engine.old_places import OldCommune, OldDistrict
from kiosk.engine.places import Commune, Places, Province

DATA = Path(__file__).parent / "data"
KINDS = {"x": "xa", "p": "phuong", "d": "dac_khu", "t": "thi_tran", "": ""}

ProvinceRow = tuple[str, str, str]
"""Code, kind, name."""
OldRow = tuple[str, str, str, list[tuple[str, str, str, str]]]
"""A district, its province and other names; of its communes kind, name, codes of today and other
names."""


class CommunesOf(Struct, frozen=True, forbid_unknown_fields=True):
    """The pack of a province; `codes` are differences, `names` are parted by `|`."""

    province: ProvinceRow
    since: str
    codes: list[int]
    kinds: str
    names: str


@cache
def places() -> Places:
    """The whole country, loaded once; takes some 30 ms, and its indexes 60 ms at first use."""
    provinces = tuple(all_provinces())
    communes = (one for each in provinces for one in communes_in(pack_of(each.code)))
    return Places(provinces, communes, old_communes())


def commune_pack(province_code: str) -> bytes:
    """A province's pack as it is sent: JSON, see docs/reference-data.md. Raises `KeyError`."""
    if not any(one.code == province_code for one in all_provinces()):
        raise KeyError(province_code)
    return (DATA / "communes" / f"{province_code}.json").read_bytes()


def places_in(pack: CommunesOf) -> Places:
    """What a phone knows that holds one pack: its province under today's names."""
    communes = tuple(communes_in(pack))
    return Places([communes[0].province], communes)


def all_provinces() -> Iterator[Province]:
    for code, kind, name in json.loads((DATA / "provinces.json").read_bytes()):
        yield Province(code, name, kind)


def pack_of(province_code: str) -> CommunesOf:
    return msgspec.json.decode(commune_pack(province_code), type=CommunesOf)


def communes_in(pack: CommunesOf) -> Iterator[Commune]:
    """Raises ValueError, KeyError where the lists do not fit each other."""
    code, kind, name = pack.province
    province = Province(code, name, kind)
    rows = zip(accumulate(pack.codes), pack.kinds, pack.names.split("|"), strict=True)
    for number, letter, own in rows:
        yield Commune(f"{number:05}", own, KINDS[letter], province)


def old_communes() -> Iterator[OldCommune]:
    return old_communes_in(old_rows())


def old_rows() -> list[OldRow]:
    return msgspec.json.decode((DATA / "old_communes.json").read_bytes(), type=list[OldRow])


def old_communes_in(rows: Iterable[OldRow]) -> Iterator[OldCommune]:
    for title, province, aliases, communes in rows:
        district = OldDistrict(title, province, tuple(aliases.split()))
        for letter, name, now, others in communes:
            yield OldCommune(
                KINDS[letter], name, district, tuple(now.split()), tuple(others.split())
            )
