"""Whether a hub's tables can be believed: a mistake there must not take address fields away here.

Law changes names and kinds every year. What removes a quarter of a table is rarer than a slip, and
may wait until somebody brings this program up to date as well.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

import msgspec

from kiosk.content.reference.bundle import FORMAT, Bundle
from kiosk.content.reference.country import Country, opened, own_country, read
from kiosk.content.reference.peoples import FOREIGN
from kiosk.content.reference.places import KINDS, CommunesOf, OldRow

LEAST = {
    "provinces": 25, "communes": 2_490, "old communes": 7_500, "peoples": 41, "nationalities": 186,
}  # fmt: skip
"""Three quarters of what there was in 2026."""
LONGEST_NAME = 100
PROVINCE, COMMUNE = re.compile(r"[0-9]{2}"), re.compile(r"[0-9]{5}")
PEOPLE, NATION = re.compile(r"[a-z][a-z_]{0,39}"), re.compile(r"[A-Z]{2}")
PROVINCE_KINDS, COMMUNE_KINDS = {"tinh", "thanh_pho"}, set("xpd")
HERE = "VN"


def read_sound(data: bytes, commune: str) -> Country | None:
    """None for what is no bundle, or none to believe: where the program's own tables know the
    node's commune, these have to."""
    try:
        bundle = read(data)
        found = opened(bundle, data)
    except (msgspec.DecodeError, ValueError, LookupError):
        return None
    here = found.places.commune(commune) or not own_country().places.commune(commune)
    return found if here and is_sound(bundle) else None


def is_sound(bundle: Bundle) -> bool:
    found = counts(bundle)
    return all(found[name] >= least for name, least in LEAST.items()) and all(_claims(bundle))


def counts(bundle: Bundle) -> dict[str, int]:
    return {
        "provinces": len(bundle.provinces),
        "communes": sum(len(one.codes) for one in bundle.communes),
        "old communes": sum(len(communes) for _, _, _, communes in bundle.old),
        "peoples": len(bundle.peoples),
        "nationalities": len(bundle.nationalities),
    }


def _claims(bundle: Bundle) -> Iterator[bool]:
    """What the engine relies on."""
    yield bundle.format == FORMAT
    yield sorted(one.province for one in bundle.communes) == sorted(bundle.provinces)
    yield _are_codes(PROVINCE, (code for code, _, _ in bundle.provinces))
    yield all(kind in PROVINCE_KINDS and _is_name(name) for _, kind, name in bundle.provinces)
    yield all(map(_is_whole, bundle.communes))
    yield _are_codes(COMMUNE, _commune_codes(bundle))
    yield all(map(_leads_on, bundle.old))
    yield _are_codes(PEOPLE, (row[0] for row in bundle.peoples))
    yield _are_codes(NATION, (row[0] for row in bundle.nationalities))
    yield all(map(_is_name, (name for row in bundle.peoples for name in row)))
    yield all(map(_is_name, (name for row in bundle.nationalities for name in row)))
    yield FOREIGN in (row[0] for row in bundle.peoples)
    yield HERE in (row[0] for row in bundle.nationalities)


def _are_codes(pattern: re.Pattern[str], codes: Iterable[str]) -> bool:
    """Of this pattern, and each once."""
    found = list(codes)
    return all(map(pattern.fullmatch, found)) and len(set(found)) == len(found)


def _commune_codes(bundle: Bundle) -> Iterator[str]:
    return (f"{number:05}" for one in bundle.communes for number in accumulate(one.codes))


def _is_whole(one: CommunesOf) -> bool:
    """Communes of a province: at least one, in the order of their codes."""
    is_rising = min(one.codes, default=0) > 0
    return is_rising and COMMUNE_KINDS.issuperset(one.kinds) and all(
        map(_is_name, one.names.split("|"))
    )  # fmt: skip


def _leads_on(row: OldRow) -> bool:
    """An old district: its communes are of a known kind, and part of communes of today."""
    title, province, _, communes = row
    return _is_name(title) and _is_name(province) and all(
        letter in KINDS and _is_name(name) and _are_codes(COMMUNE, now.split())
        for letter, name, now, _ in communes
    )  # fmt: skip


def _is_name(text: str) -> bool:
    return text.isprintable() and 0 < len(text.strip()) <= LONGEST_NAME
