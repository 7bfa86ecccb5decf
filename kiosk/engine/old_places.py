"""The communes of before 1 July 2025, found by their names and the names merged into them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from kiosk.engine.place_words import KINDS, Name, bare_key, key


@dataclass(frozen=True)
class OldDistrict:
    """Districts ended on 30 June 2025. `aliases` are keys of names it had or took in before."""

    title: str
    province: str
    aliases: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset((bare_key(self.title), *self.aliases))

    @cached_property
    def province_key(self) -> str:
        return bare_key(self.province)


@dataclass(frozen=True, slots=True)
class OldCommune:
    """`now` has the codes of the communes it is part of today. `kind` is `xa`, `phuong`,
    `thi_tran`, or `""` for an island district that had no communes."""

    kind: str
    name: str
    district: OldDistrict
    now: tuple[str, ...]
    aliases: tuple[str, ...] = ()

    def differs(self, name: Name) -> bool:
        """Whether it is this name with other accents; other names are kept without accents."""
        return key(self.name) == name.key and not name.is_spelt(self.name)

    @property
    def full(self) -> str:
        own = f"{KINDS[self.kind]} {self.name}, " if self.kind else ""
        return f"{own}{self.district.title}, {self.district.province}"


class OldPlaces:
    """The table of old communes with its indexes, each made when first needed. `elsewhere` are
    keys of districts none of whose communes are in the table."""

    def __init__(self, communes: Iterable[OldCommune] = (), elsewhere: Iterable[str] = ()) -> None:
        self.communes = tuple(communes)
        self.elsewhere = frozenset(elsewhere)

    def named(
        self,
        name: Name,
        district: str | None,
        province: str | None,
        may_be: Callable[[OldCommune], bool],
    ) -> list[OldCommune]:
        """Those of a name that may be meant; those of a district (a key) when one was typed;
        first those of the province (a key) and the kind that were typed."""
        found = [
            old
            for old in self.by_key.get(name.key, ())
            if (district is None or district in old.district.keys) and may_be(old)
        ]
        if district:  # here the kind tells apart: Xã and Thị trấn Mường Tè
            found = [old for old in found if name.is_of(old.kind)] or found
        found.sort(
            key=lambda old: (
                province not in (None, old.district.province_key),
                not name.is_of(old.kind),
            )
        )
        return found

    @cached_property
    def by_key(self) -> dict[str, list[OldCommune]]:
        keys: dict[str, list[OldCommune]] = defaultdict(list)
        for one, old in self.keyed:
            keys[one].append(old)
        return dict(keys)

    @cached_property
    def keyed(self) -> tuple[tuple[str, OldCommune], ...]:
        """In the order of the table, which is the same for the country and for a province."""
        return tuple((one, old) for old in self.communes for one in (key(old.name), *old.aliases))

    @cached_property
    def districts(self) -> frozenset[str]:
        return self.elsewhere.union(*(each.keys for each in self._districts))

    @cached_property
    def _districts(self) -> tuple[OldDistrict, ...]:
        return tuple({id(old.district): old.district for old in self.communes}.values())

    @cached_property
    def provinces(self) -> dict[str, frozenset[str]]:
        """The key of each old province, and the communes of today that it is part of."""
        keys: dict[str, set[str]] = defaultdict(set)
        for old in self.communes:
            keys[old.district.province_key].update(old.now)
        return {name: frozenset(codes) for name, codes in keys.items()}
