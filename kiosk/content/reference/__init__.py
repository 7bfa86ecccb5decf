"""Reference data: provinces and communes, ethnic groups, nationalities."""

from kiosk.content.reference.lookup import OfficialTables, reference
from kiosk.content.reference.pack import reference_pack, tables_of
from kiosk.content.reference.places import commune_pack, places

__all__ = ["OfficialTables", "commune_pack", "places", "reference", "reference_pack", "tables_of"]
