"""The tables of a node, by language: a hub may name others while it runs."""

from collections.abc import Iterable, Iterator, Mapping

from kiosk.content.reference.country import Country, own_country
from kiosk.content.reference.lookup import OfficialTables, reference
from kiosk.content.yaml import Trouble


class References(Mapping[str, OfficialTables]):
    """`troubles` are why these are not the tables that the hub has."""

    def __init__(self, languages: Iterable[str]) -> None:
        self.country = own_country()
        self.troubles: tuple[Trouble, ...] = ()
        self._tables = {code: reference(code) for code in languages}

    def become(self, country: Country, troubles: Iterable[Trouble] = ()) -> None:
        """From now on these are today's, for everybody who holds the mapping."""
        tables = {code: OfficialTables(country, code) for code in self._tables}
        self.country, self._tables, self.troubles = country, tables, tuple(troubles)

    def __getitem__(self, locale: str) -> OfficialTables:
        return self._tables[locale]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def province_of(self, commune: str) -> str:
        """Its code; empty for a commune that nobody knows."""
        found = self.country.places.commune(commune)
        return found.province.code if found else ""
