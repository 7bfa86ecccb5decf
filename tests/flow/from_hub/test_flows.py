"""A change of law is a change of data at the hub: its stations offer it without copied files."""

import asyncio
import json
from hashlib import sha256
from typing import Any

import httpx
import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.content.library import Edition, edition_id
from kiosk.dossier import actions as dossiers
from kiosk.flow import statement
from kiosk.flow.procedures import fetch_content
from kiosk.settings import Settings
from kiosk.sync import keyfolder
from kiosk.sync.keys import new_key
from kiosk.sync.upstream import NoLine
from tests.flow.citizen import Citizen
from tests.flow.from_hub.conftest import (
    Changed,
    brought,
    machine_page,
    newer,
    said_of,
    says,
    twisted,
)
from tests.stations import Station, browser_at, started, station

OLD, NEW = "Bạn là ai?", "Bạn tên là gì?"


async def asked(browser: httpx.AsyncClient) -> str:
    """The page of the first question, of somebody who begins now."""
    citizen = Citizen(browser)
    await citizen.begin()
    return (await citizen.look()).text


def packs_of(app: Litestar) -> dict[str, dict[str, str]]:
    return {id: one.hashes for id, one in app.state.library.flows.items()}


async def test_a_change_at_the_hub_is_offered_without_a_restart(
    pair: Station, tablet: httpx.AsyncClient, changed: Changed
) -> None:
    assert OLD in await asked(tablet)
    async with changed(**{OLD: NEW, "Nhà tôi": "Nhà của tôi"}) as hub:
        await brought(pair)
        assert packs_of(pair.app) == packs_of(hub)
        assert NEW in await asked(tablet)
        assert "Nhà của tôi" in (await tablet.get("/thu-tuc")).text
        assert "Nhà của tôi" in (await tablet.get("/thu-tuc", params={"tim": "nha cua"})).text
        told = (await tablet.get("/sync/v1/packs")).json()["flows"]
        assert [one["packs"] for one in told] == list(packs_of(hub).values())
        for name in told[0]["packs"].values():
            body = (await tablet.get(f"/sync/v1/packs/{name}")).content
            assert sha256(body).hexdigest() == name


async def test_what_is_new_at_the_hub_is_new_here(
    pair: Station, tablet: httpx.AsyncClient, above: Settings, changed: Changed
) -> None:
    second_flow(above)
    async with changed():
        await brought(pair)
    assert list(packs_of(pair.app)) == ["nha-moi", "nha-toi"]
    assert (await tablet.get("/thu-tuc/nha-moi")).status_code == 200


async def test_a_draft_that_was_begun_before_goes_on_as_it_began_and_the_hub_can_read_it(
    pair: Station, tablet: httpx.AsyncClient, changed: Changed
) -> None:
    lan = Citizen(tablet)
    await lan.begin()
    async with changed(**{OLD: NEW}) as hub:
        await brought(pair)
        assert OLD in (await lan.look("nguoi")).text
        await lan.answer_all()
        await lan.hand_in()
        await pair.courier.once()
        found = await hub.state.store.read(dossiers.record_of, lan.id, "00070")
    assert found is not None
    assert found.flags == ()


async def test_a_flow_that_the_hub_has_no_more_is_no_longer_offered(
    pair: Station, tablet: httpx.AsyncClient, above: Settings, below: Settings, changed: Changed
) -> None:
    lan = Citizen(tablet)
    await lan.begin()
    async with changed():
        (above.flows_dir / "nha-toi" / "flow.yaml").rename(above.flows_dir / "flow.yaml")
        async with started(above, pair.app.state.clock) as hub:
            pair.line.app = hub  # type: ignore[assignment]
            await brought(pair)
    assert packs_of(pair.app) == {}
    assert (await tablet.get("/thu-tuc/nha-toi")).status_code == 404
    assert OLD in (await lan.look("nguoi")).text
    assert (below.flows_dir / "nha-toi" / "flow.yaml").exists()


async def test_an_authors_slip_at_the_hub_closes_no_procedure_here(
    pair: Station, tablet: httpx.AsyncClient, changed: Changed
) -> None:
    async with changed(**{'"steps"': '"stpes"'}) as hub:
        assert packs_of(hub) == {}
        await brought(pair)
    assert OLD in await asked(tablet)
    assert pair.app.state.library.troubles == ()


async def test_after_a_restart_it_is_there_without_a_line(
    pair: Station, below: Settings, clock: FixedClock, changed: Changed
) -> None:
    async with changed(**{OLD: NEW}) as hub:
        await pair.courier.once()
        async with started(below, clock) as again, browser_at(again) as tablet:
            assert packs_of(again) == packs_of(hub)
            assert NEW in await asked(tablet)
            assert [*again.state.library.flows["nha-toi"].packs] == ["vi", "en"]


async def test_what_is_here_is_not_fetched_again(pair: Station, changed: Changed) -> None:
    await brought(pair)
    assert pair.line.heard[-1] == "GET /sync/v1/content 200"
    await brought(pair)
    assert pair.line.heard[-1] == "GET /sync/v1/content 304"
    async with changed(**{OLD: NEW}):
        await brought(pair)
        assert [one.startswith("GET /sync/v1/packs/") for one in pair.line.heard[-2:]] == [True] * 2


async def test_a_pack_that_did_not_change_belongs_to_both_editions(
    pair: Station, below: Settings, clock: FixedClock, changed: Changed
) -> None:
    """Of a flow of which one translation changed."""
    was = pair.app.state.library.flows["nha-toi"].packs
    async with changed(**{OLD: NEW}) as hub:
        packs = {"vi": was["vi"], "en": hub.state.library.flows["nha-toi"].packs["en"]}
        hub.state.library.offer([Edition(edition_id(packs), packs)])
        await pair.courier.once()
    async with started(below, clock) as again:
        assert again.state.library.flows["nha-toi"].hashes == {
            lang: pack.sha256 for lang, pack in packs.items()
        }


async def test_a_statement_under_another_key_is_no_answer(
    pair: Station, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = packs_of(pair.app)
    async with changed(**{OLD: NEW}) as hub:
        forged = statement.sign(await said_of(hub), new_key("signing", 1))
        body = json.dumps({"content": forged}).encode()
        twisted(monkeypatch, pair, "/sync/v1/content", body)
        with pytest.raises(NoLine, match=r"sync\.unknown_signer"):
            await pair.courier.once()
        await pair.app.state.procedures.look()
    assert packs_of(pair.app) == was


async def test_what_a_portal_says_is_no_answer(
    pair: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body in (b"<html>Wi-Fi</html>", b"{}", b"[]", b'{"content": 1}', b'{"content": "a.b.c"}'):
        twisted(monkeypatch, pair, "/sync/v1/content", body)
        with pytest.raises(NoLine):
            await fetch_content(pair.courier.envoy)


async def test_a_statement_of_another_shape_is_no_answer(
    pair: Station, centre: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes: list[Any] = [{}, [], {"flows": {}}]
    flows = [
        ("../a", {"vi": "ab" * 32}),
        ("a", {}),
        ("a", {"vi": "../x"}),
        ("a", {"<b>": "ab" * 32}),
    ]
    named: list[Any] = [[{"id": id, "packs": packs}] for id, packs in flows]
    shapes += [{"flows": one} for one in named]
    shapes += [{"flows": [], "lessons": one} for one in named]
    shapes += [{"flows": [], "reference": hash} for hash in ("../x", "", 7, ["ab" * 32])]
    for said in shapes:
        says(monkeypatch, pair, centre, said)
        with pytest.raises(NoLine, match=r"sync\.malformed_token"):
            await fetch_content(pair.courier.envoy)


async def test_a_pack_of_another_hash_changes_nothing(
    pair: Station, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = packs_of(pair.app)
    async with changed(**{OLD: NEW}) as hub:
        with monkeypatch.context() as on_the_line:
            twisted(on_the_line, pair, "/sync/v1/packs/", b"{}")
            with pytest.raises(NoLine, match="not the pack"):
                await pair.courier.once()
        await pair.app.state.procedures.look()
        assert packs_of(pair.app) == was
        await brought(pair)
        assert packs_of(pair.app) == packs_of(hub)


async def test_what_a_citizen_hands_in_goes_before_what_is_still_to_be_fetched(
    pair: Station, tablet: httpx.AsyncClient, above: Settings, changed: Changed
) -> None:
    lan = Citizen(tablet)
    await lan.begin()
    await lan.answer_all()
    await lan.hand_in()
    second_flow(above)
    async with changed(**{OLD: NEW}):
        await fetch_content(pair.courier.envoy)
        await pair.app.state.procedures.look()
        assert list(packs_of(pair.app)) == ["nha-toi"]
        await brought(pair)
        assert list(packs_of(pair.app)) == ["nha-moi", "nha-toi"]


async def test_a_node_that_serves_notices_what_was_fetched_beside_it(
    centre: Litestar, below: Settings, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.app.LOOK_SECONDS", 0.01)
    async with station(centre, below, clock) as one, asyncio.timeout(20):
        centre.state.library.offer([])
        await one.courier.once()
        while packs_of(one.app):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def second_flow(settings: Settings) -> None:
    (settings.flows_dir / "nha-moi").mkdir()
    text = (settings.flows_dir / "nha-toi" / "flow.yaml").read_text("utf-8")
    other = text.replace('"nha-toi"', '"nha-moi"').replace("0.000000", "0.000001")
    other = other.replace("Nhà tôi", "Nhà mới")
    (settings.flows_dir / "nha-moi" / "flow.yaml").write_text(other, "utf-8")


async def test_a_line_that_breaks_half_way_changes_nothing_and_what_came_stays(
    pair: Station, above: Settings, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_flow(above)
    async with changed(**{OLD: NEW}) as hub:
        late = next(iter(packs_of(hub)["nha-toi"].values()))
        with monkeypatch.context() as on_the_line:
            twisted(on_the_line, pair, f"/sync/v1/packs/{late}", b"")
            with pytest.raises(NoLine):
                await pair.courier.once()
        await pair.app.state.procedures.look()
        assert list(packs_of(pair.app)) == ["nha-toi"]
        pair.line.heard.clear()
        await brought(pair)
        fetched = {one.split("/")[-1].split()[0] for one in pair.line.heard if "/packs/" in one}
        assert fetched == set(packs_of(hub)["nha-toi"].values())
        assert packs_of(pair.app) == packs_of(hub)


async def test_a_pack_that_this_program_cannot_read_leaves_the_flow_as_it_was_and_says_so(
    pair: Station, tablet: httpx.AsyncClient, below: Settings, clock: FixedClock,
    changed: Changed, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    async with changed(**{OLD: NEW}):
        await brought(pair)
    async with changed(**{"Bạn ở đâu?": "Nhà bạn ở đâu?"}) as hub:
        edition = hub.state.library.flows["nha-toi"]
        bodies = {lang: newer(pack.data) for lang, pack in edition.packs.items()}
        names = {lang: sha256(body).hexdigest() for lang, body in bodies.items()}
        said = {"flows": [{"id": "nha-toi", "packs": names}]}
        says(monkeypatch, pair, hub, said)
        for lang, name in names.items():
            twisted(monkeypatch, pair, f"/sync/v1/packs/{name}", bodies[lang])
        await brought(pair)
        assert NEW in await asked(tablet)
        assert "chưa đọc được" in await machine_page(pair.app, tablet)
        name = names["vi"]
        assert (await tablet.get(f"/sync/v1/packs/{name}")).status_code == 404
    async with started(below, clock) as again, browser_at(again) as other:
        assert NEW in await asked(other)
        assert len(again.state.library.troubles) == 1
    monkeypatch.setattr("kiosk.content.library.FORMAT", 2)
    async with started(below, clock) as upgraded:
        assert packs_of(upgraded) == {"nha-toi": names}
        assert upgraded.state.library.troubles == ()


async def test_a_hub_with_a_new_key_signs_anew(
    pair: Station, above: Settings, changed: Changed
) -> None:
    await brought(pair)
    keyfolder.rotate(above.keys_dir, "signing", 2_000_000_000_000)
    async with changed(**{OLD: NEW}) as hub:
        await brought(pair)
        assert packs_of(pair.app) == packs_of(hub)


async def test_a_statement_is_signed_once(pair: Station, centre: Litestar) -> None:
    above = pair.courier.envoy
    answers = [await above.ask("GET", "/sync/v1/content") for _ in range(2)]
    assert answers[0].body == answers[1].body
    assert answers[0].headers["etag"] == f'W/"{statement.tag_of(await said_of(centre))}"'


async def test_only_a_station_is_told(pair: Station, centre: Litestar) -> None:
    async with browser_at(centre) as anybody:
        assert (await anybody.get("/sync/v1/content")).status_code == 401
    async with browser_at(pair.app) as at_the_station:
        assert (await at_the_station.get("/sync/v1/content")).status_code == 404
