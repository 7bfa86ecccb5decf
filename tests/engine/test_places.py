"""Communes are found by what people type: new and old names, accents or none."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.reference.places import pack_of, places, places_in
from kiosk.engine.places import Commune, Match, Places, Province, decided

VECTORS = Path(__file__).parent.parent / "vectors" / "places.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text("utf-8"))["cases"]
HA_NOI = Province("01", "Hà Nội", "thanh_pho")
BA_DINH = Commune("00004", "Ba Đình", "phuong", HA_NOI)
HONG_HA = Commune("00097", "Hồng Hà", "phuong", HA_NOI)


def rows(found: tuple[Match, ...]) -> list[list[str | None]]:
    return [[one.commune.code, one.commune.title, one.how, one.old] for one in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_what_is_typed_finds(case: dict[str, Any]) -> None:
    found = places().find(case["province"], case["typed"], old_names=case["old_names"])
    sure = decided(found)
    assert rows(found) == case["found"]
    assert (sure.code if sure else None) == case["decided"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case["old_names"]], ids=lambda case: case["why"]
)
def test_a_phone_with_its_province_finds_the_same(case: dict[str, Any]) -> None:
    phone = places_in(pack_of(case["province"]))
    found = phone.find(case["province"], case["typed"], old_names=False)
    assert rows(found) == case["found"]


def test_a_commune_says_its_official_names() -> None:
    assert BA_DINH.title == "Phường Ba Đình"
    assert BA_DINH.full == "Phường Ba Đình, Thành phố Hà Nội"


def test_places_are_known_by_their_codes() -> None:
    small = Places([HA_NOI], [BA_DINH, HONG_HA])
    assert small.province("01") == HA_NOI
    assert small.commune("00097") == HONG_HA
    assert small.communes("01") == (BA_DINH, HONG_HA)
    assert small.province("99") is small.commune("99999") is None


def test_the_only_exact_name_is_decided() -> None:
    assert decided((Match(BA_DINH, "exact"), Match(HONG_HA, "folded"))) == BA_DINH


def test_two_exact_names_are_asked() -> None:
    assert decided((Match(BA_DINH, "exact"), Match(HONG_HA, "exact"))) is None


def test_a_similar_name_is_always_asked() -> None:
    assert decided((Match(BA_DINH, "similar"),)) is None


def test_an_old_namesake_elsewhere_is_asked() -> None:
    exact = Match(BA_DINH, "exact")
    assert decided((exact, Match(HONG_HA, "old", "Phường Ba Đình, Thị xã Khác"))) is None


def test_a_divided_namesake_keeps_the_name_decided() -> None:
    old = "Phường Ba Đình, Quận Ba Đình"
    assert decided((Match(BA_DINH, "exact", old), Match(HONG_HA, "old", old))) == BA_DINH


def test_every_commune_is_found_by_its_title_without_a_doubt() -> None:
    for province in places().provinces:
        for commune in places().communes(province.code):
            found = places().find(province.code, commune.title, old_names=False)
            assert decided(found) == commune


def test_a_very_long_text_is_answered_too() -> None:
    assert places().find("01", "xã p. tt Ơ " * 5000) == ()
