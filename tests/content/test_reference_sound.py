"""Which tables of a hub a station believes."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.content.reference import reference, reference_pack
from kiosk.content.reference.bundle import own_bundle
from kiosk.content.reference.country import country_of, own_country
from kiosk.content.reference.lookup import OfficialTables
from kiosk.content.reference.sound import LEAST, counts, read_sound

HERE = "00070"
WHOLE = own_country().whole()


def changed(change: Callable[[Any], object]) -> bytes:
    body = json.loads(WHOLE)
    change(body)
    return json.dumps(body, ensure_ascii=False).encode()


def test_what_came_with_the_program_is_sound() -> None:
    assert read_sound(WHOLE, HERE) is not None
    assert read_sound(WHOLE, "99999") is not None


@pytest.mark.parametrize("province", ["01", "24", "52", "79"])
def test_a_device_of_a_station_gets_what_the_hubs_would(province: str) -> None:
    assert country_of(WHOLE).pack(province) == reference_pack(province)


def test_a_station_looks_up_as_its_hub_does() -> None:
    here, hub = OfficialTables(country_of(WHOLE)), reference()
    assert here.provinces() == hub.provinces()
    assert here.ethnicities() == hub.ethnicities()
    assert here.nationalities() == hub.nationalities()
    for typed in ("ba dinh", "xã Phú Sơn, huyện Ba Vì", "Côn Đảo", "Thị trấn Sóc Sơn, Hà Nội", "x"):
        for province in ("01", "79"):
            found = here.find_communes(province, typed, True)
            assert found == hub.find_communes(province, typed, True)


SLIPS: dict[str, Callable[[Any], object]] = {
    "newer format": lambda body: body.update(format=2),
    "unknown key": lambda body: body.update(wards=[]),
    "no provinces": lambda body: body["provinces"].clear(),
    "a province without communes": lambda body: body["communes"].pop(),
    "an odd code of a province": lambda body: put(body, "0x", "provinces", 5, 0),
    "a province twice": lambda body: body["provinces"].append(body["provinces"][0]),
    "another kind of province": lambda body: put(body, "bang", "provinces", 5, 1),
    "a nameless province": lambda body: put(body, " ", "provinces", 5, 2),
    "few communes": lambda body: [shorten(one) for one in body["communes"]],
    "codes that fall": lambda body: put(body, -4, "communes", 3, "codes", 1),
    "codes too long": lambda body: put(body, 99_999, "communes", 3, "codes", 1),
    "a name less": lambda body: put(body, "A|B", "communes", 3, "names"),
    "an odd kind": lambda body: put(body, "q" * 400, "communes", 3, "kinds"),
    "no old names": lambda body: body["old"].clear(),
    "an old commune that leads nowhere": lambda body: put(body, "x", "old", 0, 3, 0, 2),
    "an old commune of an odd kind": lambda body: put(body, "q", "old", 0, 3, 0, 0),
    "no peoples": lambda body: body["peoples"].clear(),
    "no foreigners": lambda body: body["peoples"].pop(),
    "a people twice": lambda body: body["peoples"].append(body["peoples"][0]),
    "a people without a name": lambda body: put(body, ["kinh"], "peoples", 0),
    "no Việt Nam": lambda body: body["nationalities"].pop(0),
    "few countries": lambda body: put(body, body["nationalities"][:99], "nationalities"),
    "a country without a name": lambda body: put(body, "", "nationalities", 5, 1),
}


def put(body: Any, value: object, *path: str | int) -> None:
    for part in path[:-1]:
        body = body[part]
    body[path[-1]] = value


def shorten(communes: Any) -> None:
    """To the third part."""
    left = max(1, len(communes["codes"]) // 3)
    communes["codes"] = communes["codes"][:left]
    communes["kinds"] = communes["kinds"][:left]
    communes["names"] = "|".join(communes["names"].split("|")[:left])


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_not_believed(slip: str) -> None:
    assert read_sound(changed(SLIPS[slip]), "99999") is None


def test_tables_without_the_nodes_own_commune_are_not_believed() -> None:
    def without(body: Any) -> None:
        del body["provinces"][0], body["communes"][0]

    assert read_sound(changed(without), "99999") is not None
    assert read_sound(changed(without), HERE) is None


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"\xff", b"<html>"])
def test_what_is_no_table_is_not_believed(data: bytes) -> None:
    assert read_sound(data, HERE) is None


def test_the_least_is_three_quarters_of_what_came_with_the_program() -> None:
    for name, found in counts(own_bundle()).items():
        assert LEAST[name] <= found * 3 / 4 < LEAST[name] * 1.1
