"""Everything that a node looks up, opened: as it came with the program, or as a hub named it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from hashlib import sha256

import msgspec

from kiosk.content.reference.bundle import Bundle, in_bytes, narrowed, own_bundle
from kiosk.content.reference.nationalities import Nationalities, Nationality, nationalities
from kiosk.content.reference.peoples import Ethnicity, Peoples, peoples
from kiosk.content.reference.places import communes_in, old_communes_in, places
from kiosk.engine.places import Places, Province


@dataclass(frozen=True)
class Country:
    """`id` names what it was opened from. Places that nobody asks for are not loaded. A bundle
    takes more room than one wants to keep beside what was made of it: `bundle` reads it again."""

    id: str
    load_places: Callable[[], Places] = field(repr=False)
    peoples: Peoples = field(repr=False)
    nationalities: Nationalities = field(repr=False)
    bundle: Callable[[], Bundle] = field(repr=False)

    @cached_property
    def places(self) -> Places:
        return self.load_places()

    def pack(self, *province_codes: str) -> bytes:
        """What a device of these provinces needs; without any it knows their names alone. Raises
        `KeyError` for a code of no province."""
        return in_bytes(narrowed(self.bundle(), province_codes))

    def whole(self) -> bytes:
        """What a station needs."""
        return in_bytes(self.bundle())


@cache
def own_country() -> Country:
    return Country("", places, peoples(), nationalities(), own_bundle)


def country_of(data: bytes) -> Country:
    """Raises `msgspec.DecodeError` where these bytes are no bundle, ValueError or KeyError where
    its lists do not fit each other."""
    return opened(read(data), data)


def opened(found: Bundle, data: bytes) -> Country:
    """Raises ValueError or KeyError, as above."""
    known = places_in(found)
    return Country(
        sha256(data).hexdigest(),
        lambda: known,
        Peoples(Ethnicity(slug, name, tuple(others)) for slug, name, *others in found.peoples),
        Nationalities(
            Nationality(code, name, english, tuple(others))
            for code, name, english, *others in found.nationalities
        ),
        partial(read, data),
    )


def read(data: bytes) -> Bundle:
    return msgspec.json.decode(data, type=Bundle)


def places_in(bundle: Bundle) -> Places:
    provinces = (Province(code, name, kind) for code, kind, name in bundle.provinces)
    communes = (one for each in bundle.communes for one in communes_in(each))
    return Places(provinces, communes, old_communes_in(bundle.old), bundle.districts.split())
