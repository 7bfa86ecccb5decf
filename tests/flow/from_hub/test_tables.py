"""A commune that is renamed at the hub is renamed at its stations."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import httpx
import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.content.reference.country import country_of, own_country
from kiosk.settings import Settings
from kiosk.sync.upstream import NoLine
from tests.flow.citizen import LAN, Citizen
from tests.flow.from_hub.conftest import brought, machine_page, said_of, says, twisted
from tests.stations import Station, browser_at, started

HERE, BA_DINH = "00070", "00004"
NEW = "Ba Đình Mới"


def changed_tables(change: Callable[[Any], object]) -> bytes:
    body = json.loads(own_country().whole())
    change(body)
    return json.dumps(body, ensure_ascii=False).encode()


def rename(body: Any) -> None:
    capital = body["communes"][0]
    capital["names"] = capital["names"].replace("Ba Đình|", f"{NEW}|")


def has(app: Litestar, data: bytes) -> None:
    """This hub has other tables than came with the program."""
    app.state.references.become(country_of(data))


def name_at(app: Litestar, code: str = BA_DINH) -> str | None:
    """As pages and judgements say it."""
    return str(app.state.node.guide.context("vi").reference.commune_name(code))


async def test_what_came_with_the_program_is_not_fetched(pair: Station) -> None:
    await brought(pair)
    assert pair.line.heard[-1] == "GET /sync/v1/content 200"
    assert name_at(pair.app) == "Phường Ba Đình, Thành phố Hà Nội"


async def test_a_commune_of_another_name_has_it_on_pages_and_devices_without_a_restart(
    pair: Station, centre: Litestar, tablet: httpx.AsyncClient
) -> None:
    was = (await tablet.get("/sync/v1/packs")).json()["reference"]
    has(centre, changed_tables(rename))
    await brought(pair)
    assert name_at(pair.app) == f"Phường {NEW}, Thành phố Hà Nội"
    index = (await tablet.get("/sync/v1/packs")).json()
    assert index["reference"] != was
    assert (index["province"], index["commune"]) == ("01", HERE)
    body = (await tablet.get(f"/sync/v1/packs/{index['reference']}")).content
    assert sha256(body).hexdigest() == index["reference"]
    assert NEW in body.decode()
    assert NEW in (await tablet.get("/sync/v1/places/01")).text
    assert (await tablet.get(f"/sync/v1/packs/{was}")).status_code == 200
    lan = Citizen(tablet)
    await lan.begin()
    await lan.answer_all({**LAN, "noi": {"noi.province": "01", "noi.place": NEW}})
    assert f"Phường {NEW}" in (await lan.look()).text


@pytest.mark.long  # flows go the same way
async def test_after_a_restart_it_is_there_without_a_line(
    pair: Station, centre: Litestar, below: Settings, clock: FixedClock
) -> None:
    has(centre, changed_tables(rename))
    await pair.courier.once()
    async with started(below, clock) as again, browser_at(again) as tablet:
        assert name_at(again) == f"Phường {NEW}, Thành phố Hà Nội"
        assert NEW in (await tablet.get("/sync/v1/places/01")).text


async def test_a_slip_at_the_hub_takes_nothing_away_here(
    pair: Station, centre: Litestar, tablet: httpx.AsyncClient, below: Settings, clock: FixedClock
) -> None:
    has(centre, changed_tables(rename))
    await brought(pair)
    has(centre, changed_tables(lambda body: body["nationalities"].clear()))
    await brought(pair)
    assert name_at(pair.app) == f"Phường {NEW}, Thành phố Hà Nội"
    assert "bảng mới về tỉnh, xã" in await machine_page(pair.app, tablet)
    async with started(below, clock) as again:
        assert name_at(again) == f"Phường {NEW}, Thành phố Hà Nội"
        assert len(again.state.references.troubles) == 1
    has(centre, own_country().whole())
    await brought(pair)
    assert name_at(pair.app) == "Phường Ba Đình, Thành phố Hà Nội"
    assert pair.app.state.references.troubles == ()


async def test_without_this_commune_they_are_not_believed(pair: Station, centre: Litestar) -> None:
    """Hà Nội is left out: that may be a law of tomorrow, and is a slip as a rule."""

    def without(body: Any) -> None:
        del body["provinces"][0], body["communes"][0]

    has(centre, changed_tables(without))
    await brought(pair)
    assert name_at(pair.app, HERE) == "Phường Hoàn Kiếm, Thành phố Hà Nội"
    assert len(pair.app.state.references.troubles) == 1


@pytest.mark.parametrize("body", [b"{}", b"<html>Wi-Fi</html>", b"[]", b"\xff"])
async def test_what_is_no_table_leaves_all_as_it_was(
    pair: Station, centre: Litestar, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    hash = sha256(body).hexdigest()
    says(monkeypatch, pair, centre, {**await said_of(centre), "reference": hash})
    twisted(monkeypatch, pair, f"/sync/v1/packs/{hash}", body)
    await brought(pair)
    assert name_at(pair.app) == "Phường Ba Đình, Thành phố Hà Nội"
    assert len(pair.app.state.references.troubles) == 1


@pytest.mark.long  # flows go the same way
async def test_tables_of_another_hash_change_nothing(
    pair: Station, centre: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    has(centre, changed_tables(rename))
    with monkeypatch.context() as on_the_line:
        twisted(on_the_line, pair, "/sync/v1/packs/", own_country().whole())
        with pytest.raises(NoLine, match="not the pack"):
            await pair.courier.once()
    await pair.app.state.procedures.look()
    assert name_at(pair.app) == "Phường Ba Đình, Thành phố Hà Nội"
    await brought(pair)
    assert name_at(pair.app) == f"Phường {NEW}, Thành phố Hà Nội"
