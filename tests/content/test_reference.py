"""The reference data are complete, small, and what the build makes of its sources."""

from collections import Counter
from datetime import date
from pathlib import Path

import brotli
import pytest

from kiosk.content.reference.lookup import find_ethnicity, find_nationality, reference
from kiosk.content.reference.nationalities import nationalities
from kiosk.content.reference.peoples import NAMES, peoples
from kiosk.content.reference.places import DATA, commune_pack, old_communes, places
from kiosk.engine.place_words import key

PACK_BUDGET = 2048
ISLANDS_WITHOUT_COMMUNES = 5


def communes_by_kind() -> Counter[str]:
    known = places()
    return Counter(one.kind for each in known.provinces for one in known.communes(each.code))


def test_34_provinces_are_in_force_since_20_september_2026() -> None:
    assert Counter(one.kind for one in places().provinces) == {"tinh": 25, "thanh_pho": 9}


def test_3321_communes_are_in_force_since_20_september_2026() -> None:
    assert communes_by_kind() == {"xa": 2599, "phuong": 709, "dac_khu": 13}


@pytest.mark.parametrize(
    ("on", "provinces", "communes"),
    [
        (date(2025, 7, 1), (28, 6), (2621, 687, 13)),
        (date(2026, 7, 25), (27, 7), (2611, 697, 13)),
        (date(2026, 9, 1), (26, 8), (2611, 697, 13)),
    ],
)
def test_the_changes_reproduce_the_counts_of_each_day(
    on: date, provinces: tuple[int, int], communes: tuple[int, int, int]
) -> None:
    build = pytest.importorskip("tools.build_reference")
    made, units, _ = build.changed(*build.units(build.tables(dataset())[0]), on)
    kinds = Counter(one.kind for one in (*made.values(), *units.values()))
    assert (kinds["tinh"], kinds["thanh_pho"]) == provinces
    assert (kinds["xa"], kinds["phuong"], kinds["dac_khu"]) == communes


def dataset() -> Path:
    from tools.build_reference import package_data

    return package_data() / "dataset.db"


def test_the_committed_files_are_what_the_build_makes() -> None:
    pytest.importorskip("vietnamadminunits")
    from tools.build_reference import build

    committed = {str(path.relative_to(DATA)): path.read_bytes() for path in DATA.rglob("*.json")}
    assert build() == committed


@pytest.mark.parametrize("province", [one.code for one in places().provinces])
def test_the_pack_of_a_province_fits_a_thin_connection(province: str) -> None:
    assert len(brotli.compress(commune_pack(province), quality=11)) <= PACK_BUDGET


def test_a_province_that_is_none_has_no_pack() -> None:
    with pytest.raises(KeyError):
        commune_pack("../01")


def test_every_old_commune_leads_to_communes_of_today() -> None:
    old = list(old_communes())
    assert Counter(bool(one.kind) for one in old) == {True: 10_035, False: ISLANDS_WITHOUT_COMMUNES}
    assert all(one.now and all(map(places().commune, one.now)) for one in old)


def test_every_commune_of_today_is_made_of_old_ones() -> None:
    reached = {code for one in old_communes() for code in one.now}
    assert len(reached) == 3321


def test_an_old_address_in_full_finds_every_part_and_nothing_else() -> None:
    for old in list(old_communes())[::25]:
        found = places().find(None, old.full)
        assert {match.commune.code for match in found} == set(old.now), old.full


def test_there_are_54_peoples_and_foreigners() -> None:
    assert len(peoples().by_slug) == 55
    assert next(iter(peoples().by_slug)) == "kinh"


def test_no_name_belongs_to_two_peoples() -> None:
    owners = {key(name): slug for slug, names in NAMES.items() for name in names}
    assert {one: peoples().by_key[one].slug for one in owners} == owners
    assert all(key(names[0]) == slug.replace("_", "") for slug, names in list(NAMES.items())[:-1])


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("kinh", "kinh"),
        ("Dân tộc Kinh", "kinh"),
        ("H'Mông", "mong"),
        ("hmong", "mong"),
        ("Xtiêng", "stieng"),
        ("S'Tiêng", "stieng"),
        ("người Ê-đê", "e_de"),
        ("khơ me", "khmer"),
        ("Bru - Vân Kiều", "bru_van_kieu"),
        ("Lào", "lao"),
        ("người nước ngoài", "nuoc_ngoai"),
    ],
)
def test_a_people_is_found_by_any_of_its_names(typed: str, slug: str) -> None:
    found = peoples().named(typed)
    assert found is not None
    assert found.slug == slug


def test_a_country_is_no_ethnic_group() -> None:
    assert find_ethnicity("Việt Nam") == "nationality"
    assert find_ethnicity("Trung Quốc") == "nationality"
    assert find_ethnicity("gì đó") is None


def test_an_ethnic_group_is_no_nationality() -> None:
    assert find_nationality("Kinh") == "ethnicity"
    assert find_nationality("gì đó") is None


def test_nationalities_are_the_countries_of_iso_3166() -> None:
    assert len(nationalities().by_code) == 249
    first = next(iter(nationalities().by_code.values()))
    assert (first.code, first.name, first.english) == ("VN", "Việt Nam", "Vietnam")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("viet nam", "VN"),
        ("Vietnam", "VN"),
        ("Mỹ", "US"),
        ("Hoa Kỳ", "US"),
        ("nước Anh", "GB"),
        ("Lào", "LA"),
        ("Cam-pu-chia", "KH"),
        ("Germany", "DE"),
        ("Đài Loan", "TW"),
    ],
)
def test_a_nationality_is_found_by_either_name(typed: str, code: str) -> None:
    found = nationalities().named(typed)
    assert found is not None
    assert found.code == code


def test_the_field_types_find_what_they_ask_for() -> None:
    tables = reference()
    assert tables.provinces()[0] == ("01", "Thành phố Hà Nội")
    assert tables.find_communes("01", "ba dinh", False).sure == "00004"
    assert tables.commune_name("00004") == "Phường Ba Đình, Thành phố Hà Nội"
    assert tables.province_of("00004") == "01"
    assert tables.find_ethnicity("H'Mông") == (("mong", "Mông"),)
    assert tables.find_nationality("mỹ") == (("US", "Hoa Kỳ"),)
    assert tables.ethnicity_name("mong") == "Mông"
    assert tables.nationality_name("XX") is None


def test_several_communes_are_told_apart_by_their_old_names() -> None:
    found = reference().find_communes("79", "Phường 1", True).like
    assert len(found) == 8
    assert found[1][1] == "Phường Hạnh Thông (Phường 1, Quận Gò Vấp, Thành phố Hồ Chí Minh)"


def test_countries_have_their_english_names_on_english_pages() -> None:
    assert reference("en").nationality_name("DE") == "Germany"
    assert reference("en").nationalities()[0] == ("VN", "Vietnam")
    assert reference().ethnicities()[0] == ("kinh", "Kinh")
