"""The look-ups that the field types ask for, over the data of the whole country."""

from collections.abc import Sequence
from functools import cache
from typing import Literal

from kiosk.content.reference.country import Country, own_country
from kiosk.content.reference.nationalities import Nationality, nationalities
from kiosk.content.reference.peoples import Ethnicity, peoples
from kiosk.engine.fields.base import Found, Reference
from kiosk.engine.places import Match, decided


@cache
def reference(locale: str = "vi") -> "OfficialTables":
    """The tables that came with the program. Only countries have names in other languages than
    Vietnamese."""
    return OfficialTables(own_country(), locale)


def find_ethnicity(typed: str) -> Ethnicity | Literal["nationality"] | None:
    """ "Việt Nam" is no ethnic group but a nationality: forms see the two confused every day."""
    found = peoples().named(typed)
    return found or ("nationality" if nationalities().named(typed) else None)


def find_nationality(typed: str) -> Nationality | Literal["ethnicity"] | None:
    found = nationalities().named(typed)
    return found or ("ethnicity" if peoples().named(typed) else None)


class OfficialTables(Reference):
    """The tables of today and of before July 2025. Pairs are `(code, name)`, best first."""

    def __init__(self, country: Country, locale: str = "vi") -> None:
        self._country = country
        self._peoples = country.peoples
        self._nationalities = country.nationalities
        self._in_english = locale == "en"

    def provinces(self) -> Sequence[tuple[str, str]]:
        return tuple((one.code, one.title) for one in self._country.places.provinces)

    def find_communes(self, province: str, typed: str, old_names: bool) -> Found:
        """An old name stands behind the name of today."""
        found = self._country.places.find(province, typed, old_names=old_names)
        sure = decided(found)
        like = tuple((match.commune.code, label(match)) for match in found)
        return Found(sure.code if sure else None, like)

    def commune_name(self, code: str) -> str | None:
        found = self._country.places.commune(code)
        return found.full if found else None

    def province_of(self, commune: str) -> str | None:
        found = self._country.places.commune(commune)
        return found.province.code if found else None

    def ethnicities(self) -> Sequence[tuple[str, str]]:
        return tuple((one.slug, one.name) for one in self._peoples.by_slug.values())

    def nationalities(self) -> Sequence[tuple[str, str]]:
        every = self._nationalities.by_code.values()
        return tuple((one.code, self._name(one)) for one in every)

    def find_ethnicity(self, typed: str) -> Sequence[tuple[str, str]]:
        found = self._peoples.named(typed)
        return ((found.slug, found.name),) if found else ()

    def ethnicity_name(self, slug: str) -> str | None:
        found = self._peoples.by_slug.get(slug)
        return found.name if found else None

    def find_nationality(self, typed: str) -> Sequence[tuple[str, str]]:
        found = self._nationalities.named(typed)
        return ((found.code, self._name(found)),) if found else ()

    def nationality_name(self, code: str) -> str | None:
        found = self._nationalities.by_code.get(code)
        return self._name(found) if found else None

    def _name(self, one: Nationality) -> str:
        return one.english if self._in_english else one.name


def label(match: Match) -> str:
    return f"{match.commune.title} ({match.old})" if match.old else match.commune.title
