"""What a device looks up in the pack of its province, it finds as the server does."""

from itertools import islice

import pytest

from kiosk.content.reference import places, reference, reference_pack, tables_of
from kiosk.engine.old_places import OldCommune
from kiosk.engine.places import Commune

PROVINCES = ("01", "24", "52", "79")
WAYS = (
    "{0}", "xã {0}", "thị trấn {0}", "p. {0}, Hà Nội", "{0}, huyện Châu Thành", "{0}, {1}",
    "xã {0}, {1}", "số 5, tt {0}, q. 1", "{0}x, {1}, Hà Tây", "{0}o", "{1}",
)  # fmt: skip


def old_ones(communes: tuple[Commune, ...]) -> list[OldCommune]:
    here = {one.code for one in communes}
    every = places()._old.communes
    return [old for old in every if not here.isdisjoint(old.now)]


@pytest.mark.parametrize("province", PROVINCES)
def test_a_device_finds_in_its_province_what_the_server_finds(province: str) -> None:
    server, device = reference(), tables_of(reference_pack(province))
    communes = places().communes(province)
    typed = [(one.name, "huyện Sóc Sơn") for one in communes[::9]]
    typed += [(old.name, old.district.title) for old in old_ones(communes)[::17]]
    for name, district in typed:
        for way in WAYS:
            text = way.format(name, district)
            found = device.find_communes(province, text, True)
            assert found == server.find_communes(province, text, True), text


def test_the_same_data_gives_the_same_bytes() -> None:
    assert reference_pack("52") == reference_pack("52")


def test_there_is_no_pack_of_no_province() -> None:
    with pytest.raises(KeyError):
        reference_pack("00")


def test_a_device_knows_all_provinces_and_the_communes_of_its_own() -> None:
    device = tables_of(reference_pack("52"))
    assert device.provinces() == reference().provinces()
    for one in islice(places().communes("52"), 5):
        assert device.commune_name(one.code) == one.full
    assert device.commune_name("00004") is None
    assert device.find_communes("01", "Ba Đình", True).like == ()
