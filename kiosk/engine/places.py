"""Finds a commune by what a citizen typed: its name today, or an old one from an old paper.

Since 1 July 2025 an address has two levels, province and commune; papers issued before name
three, and a commune of that time may be part of several today.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from kiosk.engine.old_places import OldCommune, OldPlaces
from kiosk.engine.place_words import (
    DISTRICT_HEADS,
    KINDS,
    PROVINCE_HEADS,
    SHORT_PROVINCES,
    Name,
    Words,
    after_detail,
    as_communes,
    is_one_slip,
    key,
    key_of,
    without_last_head,
    without_typed_marks,
    words,
)

How = Literal["exact", "folded", "old", "similar"]
"""Same letters; same without accents; an old name; one slip of a finger away."""

BEST_FIRST: tuple[How, ...] = ("exact", "folded", "old", "similar")
AT_MOST = 8
LONGEST_NAME = 6
"""In words; the longest province, "Bà Rịa - Vũng Tàu", has four."""
LEAST_FOR_SLIPS = 5


@dataclass(frozen=True, slots=True)
class Province:
    """`kind` is `tinh` or `thanh_pho`."""

    code: str
    name: str
    kind: str

    @property
    def title(self) -> str:
        return f"{KINDS[self.kind]} {self.name}"


@dataclass(frozen=True, slots=True)
class Commune:
    """`kind` is `xa`, `phuong` or `dac_khu`; `code` has five digits."""

    code: str
    name: str
    kind: str
    province: Province

    @property
    def title(self) -> str:
        return f"{KINDS[self.kind]} {self.name}"

    @property
    def full(self) -> str:
        return f"{self.title}, {self.province.title}"


@dataclass(frozen=True, slots=True)
class Match:
    """`old` is the old unit, with its district and province, whose name was typed."""

    commune: Commune
    how: How
    old: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what was typed. None: nothing was said about that level.

    `within` are codes of provinces; `province` and `district` are keys of what was typed."""

    name: Words
    within: frozenset[str] | None = None
    province: str | None = None
    district: str | None = None

    def allows(self, commune: Commune) -> bool:
        return self.within is None or commune.province.code in self.within


def decided(matches: tuple[Match, ...]) -> Commune | None:
    """The commune that was meant without a doubt: the only match, or the only exact one.

    A similar name is never decided: the citizen has to see it first. Nor is an exact one while
    an old commune of that name lies elsewhere today: an old paper may mean either.
    """
    exact = [match for match in matches if match.how == "exact"]
    if len(exact) == 1:
        elsewhere = {match.old for match in matches if match.how == "old"} - {exact[0].old}
        return None if elsewhere else exact[0].commune
    return matches[0].commune if len(matches) == 1 and matches[0].how != "similar" else None


class Places:
    """The places of a device: all of the country on a server, one province on a phone."""

    def __init__(
        self,
        provinces: Iterable[Province],
        communes: Iterable[Commune],
        old: Iterable[OldCommune] = (),
        districts: Iterable[str] = (),
    ) -> None:
        """`districts` are keys of old districts that none of these communes are of."""
        self.provinces = tuple(provinces)
        self._provinces = {one.code: one for one in self.provinces}
        self._communes = {one.code: one for one in communes}
        self._old = OldPlaces(old, districts)
        self._reach: dict[frozenset[str] | None, list[tuple[str, Commune]]] = {}
        self._old_reach: dict[frozenset[str] | None, list[tuple[str, OldCommune]]] = {}

    def province(self, code: str) -> Province | None:
        return self._provinces.get(code)

    def commune(self, code: str) -> Commune | None:
        return self._communes.get(code)

    def communes(self, province_code: str) -> tuple[Commune, ...]:
        """In the order of their codes."""
        return tuple(one for one in self._communes.values() if one.province.code == province_code)

    def find(
        self, province_code: str | None, typed: str, *, old_names: bool = True
    ) -> tuple[Match, ...]:
        """Best first, at most 8, each commune once; only in the province when one is given."""
        within = None if province_code is None else frozenset((province_code,))
        readings = list(self._readings(words(typed), within, old_names))
        for look_up in (self._named, self._similar):
            for names in (as_communes, after_detail):
                for reading in readings:
                    found = [
                        match
                        for name in names(reading.name)
                        for match in look_up(name, reading, old_names)
                    ]
                    if found:
                        return _best(found)
        return ()

    def _readings(
        self, found: Words, within: frozenset[str] | None, old_names: bool
    ) -> Iterator[Reading]:
        """Likeliest first: without a district, with one, and at last with one that is ignored,
        since many write yesterday's district behind today's name."""
        regions = list(self._regions(found, within, old_names))
        yield from regions
        if old_names:
            parts = [(each, *pair) for each in regions for pair in self._districts(each.name)]
            for region, name, district in parts:
                yield Reading(name, region.within, region.province, district)
            for region, name, _ in parts:
                yield Reading(name, region.within, region.province)

    def _regions(
        self, found: Words, within: frozenset[str] | None, old_names: bool
    ) -> Iterator[Reading]:
        """The whole text, then what stands before the name of a province, old or new."""
        yield Reading(found, within)
        for cut in _cuts(found):
            typed = key_of(found[cut:])
            province = SHORT_PROVINCES.get(typed, typed)
            codes = self._province_codes(province, old_names)
            if codes:
                rest, _ = without_last_head(found[:cut], PROVINCE_HEADS)
                yield Reading(rest, codes if within is None else codes & within, province)

    def _province_codes(self, province: str, old_names: bool) -> frozenset[str]:
        today = self._today_provinces.get(province, frozenset())
        return today | self._old_provinces.get(province, frozenset()) if old_names else today

    def _districts(self, found: Words) -> Iterator[tuple[Words, str]]:
        """What stands before the name of an old district; a bare number is not a district."""
        for cut in _cuts(found):
            name = key_of(found[cut:])
            rest, has_head = without_last_head(found[:cut], DISTRICT_HEADS)
            if name in self._old.districts and (has_head or not name.isdigit()):
                yield rest, name

    def _named(self, name: Name, reading: Reading, old_names: bool) -> list[Match]:
        """With a district it is an old address, and a name of today only a namesake."""
        today = [] if reading.district else self._today(name, reading)
        old = self._once(name, reading) if old_names else []
        if name.has_accents:
            right = [one for one in today if name.is_spelt(one.name)]
            right_old = [one for one in old if not one.differs(name)]
            today, old = (right, right_old) if right or right_old else (today, old)
        found = [Match(one, "exact" if _is_exact(one, name) else "folded") for one in today]
        return [*found, *self._now(old, "old", reading)]

    def _today(self, name: Name, reading: Reading) -> list[Commune]:
        return [one for one in self._by_key.get(name.key, ()) if reading.allows(one)]

    def _once(self, name: Name, reading: Reading) -> list[OldCommune]:
        province = reading.province
        is_old = province is not None and province not in self._today_provinces

        def may_be(old: OldCommune) -> bool:
            if is_old and old.district.province_key != province:
                return False
            return any(map(reading.allows, self._parts(old)))

        return self._old.named(name, reading.district, province, may_be)

    def _parts(self, old: OldCommune) -> Iterator[Commune]:
        return (self._communes[code] for code in old.now if code in self._communes)

    def _now(self, old: Iterable[OldCommune], how: How, reading: Reading) -> Iterator[Match]:
        for unit in old:
            for commune in filter(reading.allows, self._parts(unit)):
                yield Match(commune, how, unit.full)

    def _similar(self, name: Name, reading: Reading, old_names: bool) -> list[Match]:
        is_like = _likeness(name)
        today = [each for one, each in self._in_reach(reading.within) if is_like(one)]
        if today or not old_names:
            return [Match(commune, "similar") for commune in today]
        old = [each for one, each in self._once_in_reach(reading.within) if is_like(one)]
        return list(self._now(old, "similar", reading))

    def _in_reach(self, within: frozenset[str] | None) -> list[tuple[str, Commune]]:
        """Today's names in some provinces, listed once: a slip is looked for among them all."""
        if within not in self._reach:
            self._reach[within] = [
                (one, commune)
                for one, commune in self._keyed
                if within is None or commune.province.code in within
            ]
        return self._reach[within]

    def _once_in_reach(self, within: frozenset[str] | None) -> list[tuple[str, OldCommune]]:
        if within not in self._old_reach:
            here = {commune.code for _, commune in self._in_reach(within)}
            self._old_reach[within] = [
                (one, unit) for one, unit in self._old.keyed if not here.isdisjoint(unit.now)
            ]
        return self._old_reach[within]

    @cached_property
    def _by_key(self) -> dict[str, list[Commune]]:
        keys: dict[str, list[Commune]] = defaultdict(list)
        for one, commune in self._keyed:
            keys[one].append(commune)
        return dict(keys)

    @cached_property
    def _keyed(self) -> tuple[tuple[str, Commune], ...]:
        return tuple((key(one.name), one) for one in self._communes.values())

    @cached_property
    def _today_provinces(self) -> dict[str, frozenset[str]]:
        return {key(one.name): frozenset((one.code,)) for one in self.provinces}

    @cached_property
    def _old_provinces(self) -> dict[str, frozenset[str]]:
        return {
            name: frozenset(
                self._communes[code].province.code for code in codes if code in self._communes
            )
            for name, codes in self._old.provinces.items()
        }


def _cuts(found: Words) -> range:
    """Where a name at the end may start: the longest first, at least one word before it."""
    return range(max(1, len(found) - LONGEST_NAME), len(found))


def _is_exact(commune: Commune, name: Name) -> bool:
    return name.is_spelt(commune.name) and name.is_of(commune.kind)


def _likeness(name: Name) -> Callable[[str], bool]:
    """Whether a key is one slip, or forgotten Telex, away from a name of some length."""
    plain = without_typed_marks(name.words)
    if len(name.key) < LEAST_FOR_SLIPS:
        return plain.__eq__
    return lambda one: one == plain or is_one_slip(name.key, one)


def _best(found: list[Match]) -> tuple[Match, ...]:
    """Each commune once, best first, with the old unit of that name when there is one."""
    once: dict[str, Match] = {}
    for match in sorted(found, key=lambda match: BEST_FIRST.index(match.how)):
        first = once.setdefault(match.commune.code, match)
        if first.old is None:
            once[match.commune.code] = replace(first, old=match.old)
    return tuple(once.values())[:AT_MOST]
