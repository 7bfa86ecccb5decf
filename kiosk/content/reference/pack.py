"""The reference pack of a province: what a device needs to look up without a network."""

from kiosk.content.reference.country import country_of, own_country
from kiosk.content.reference.lookup import OfficialTables
from kiosk.engine.places import Places


def reference_pack(*province_codes: str) -> bytes:
    """JSON, see docs/reference-data.md; of one province as a rule, of all for a test or a server.

    The same data gives the same bytes. Raises `KeyError` for a code of no province."""
    return own_country().pack(*province_codes)


def tables_of(pack: bytes, locale: str = "vi") -> OfficialTables:
    """What a device with this pack can look up, and its JavaScript twin has to find as well."""
    return OfficialTables(country_of(pack), locale)


def places_of(pack: bytes) -> Places:
    return country_of(pack).places
