"""Nationalities: ISO 3166-1 countries with the names of CLDR, found by either name."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from kiosk.content.reference.naming import named
from kiosk.content.reference.places import DATA
from kiosk.engine.place_words import key

HEADS = ("quoctich", "nguoi", "nuoc")
OTHER_NAMES = {
    "AU": ("Úc",),
    "CD": ("Cộng hòa Dân chủ Congo",),
    "CG": ("Cộng hòa Congo",),
    "CN": ("Trung Hoa", "Cộng hòa Nhân dân Trung Hoa"),
    "CZ": ("Cộng hòa Séc", "Tiệp"),
    "DE": ("Cộng hòa Liên bang Đức",),
    "GB": ("Anh", "Anh quốc"),
    "HK": ("Hồng Kông", "Hong Kong"),
    "IT": ("Ý", "Italia"),
    "KH": ("Cam-pu-chia", "Cao Miên"),
    "KP": ("Bắc Triều Tiên", "Cộng hòa Dân chủ Nhân dân Triều Tiên", "CHDCND Triều Tiên"),
    "KR": ("Nam Hàn", "Nam Triều Tiên", "Đại Hàn", "Hàn"),
    "JP": ("Nhật",),
    "LA": ("Ai Lao",),
    "MM": ("Miến Điện", "Myanmar"),
    "MO": ("Ma Cao", "Macao", "Macau"),
    "MY": ("Mã Lai", "Ma-lai-xi-a"),
    "PH": ("Phi-líp-pin",),
    "RU": ("Liên bang Nga",),
    "SG": ("Xin-ga-po",),
    "TH": ("Thái-lan",),
    "UA": ("U-crai-na", "Ukraine"),
    "US": ("Mỹ", "Hợp chủng quốc Hoa Kỳ", "USA"),
    "VA": ("Vatican", "Tòa Thánh"),
    "VN": ("Cộng hòa xã hội chủ nghĩa Việt Nam", "CHXHCN Việt Nam"),
}


@dataclass(frozen=True, slots=True)
class Nationality:
    """`code` is ISO 3166-1 alpha-2."""

    code: str
    name: str
    english: str
    others: tuple[str, ...] = ()


class Nationalities:
    def __init__(self, countries: Iterable[Nationality]) -> None:
        self.by_code = {one.code: one for one in countries}

    def named(self, typed: str) -> Nationality | None:
        """By its Vietnamese or English name, with or without accents, "nước" or "người" before."""
        return named(typed, self.by_key, HEADS)

    @cached_property
    def by_key(self) -> dict[str, Nationality]:
        every = self.by_code.values()
        return {key(name): one for one in every for name in (one.name, one.english, *one.others)}


@cache
def nationalities() -> Nationalities:
    """Việt Nam first, then in the order of the unaccented names."""
    rows = json.loads((DATA / "nationalities.json").read_bytes())
    return Nationalities(
        Nationality(code, name, english, OTHER_NAMES.get(code, ())) for code, name, english in rows
    )
