"""/metrics: figures for whoever has the token, and no names in them."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from litestar import Litestar
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert

from kiosk.app import create_app
from kiosk.clock import FixedClock, to_millis
from kiosk.dossier.gauges import dossiers
from kiosk.dossier.tables import Dossier
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.sync import gauges, upstream
from kiosk.sync.tables import AwaitedBlob, GivenReceipt, Outgoing
from kiosk.web.gauges import Reading

TOKEN = "a-token-for-the-scraper"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
Runs = Callable[[Litestar], AbstractAsyncContextManager[httpx.AsyncClient]]
Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def measured(settings: Settings) -> Settings:
    return replace(settings, metrics_token=TOKEN)


@pytest.fixture
async def minh(
    node: Callable[..., Litestar], running: Runs, measured: Settings
) -> AsyncIterator[httpx.AsyncClient]:
    async with running(node(measured)) as browser:
        yield browser


async def figures(client: httpx.AsyncClient) -> Figures:
    answer = await client.get("/metrics", headers=SHOWN)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value
        for family in families
        for one in family.samples
    }


def requests(method: str, route: str, status: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    labels = (("method", method), ("route", route), ("status", status))
    return ("kiosk_request_seconds_count", labels)


@pytest.mark.parametrize("shown", ["", TOKEN, f"Bearer {TOKEN}x", "Bearer ", "Basic e30="])
async def test_without_the_token_there_is_no_such_page(minh: httpx.AsyncClient, shown: str) -> None:
    assert (await minh.get("/metrics", headers={"Authorization": shown})).status_code == 404


async def test_a_node_without_a_token_shows_nobody_anything(lan: httpx.AsyncClient) -> None:
    for shown in ("", "Bearer ", "Bearer None"):
        answer = await lan.get("/metrics", headers={"Authorization": shown})
        assert answer.status_code == 404


async def test_requests_are_counted_by_pattern_method_and_status(minh: httpx.AsyncClient) -> None:
    for name in ("Lan", "Hoa"):
        await minh.get(f"/xin-chao/{name}")
    await minh.get("/khong-co")
    await minh.get("/nowhere/at/all")
    await minh.request("BREW", "/healthz")
    found = await figures(minh)
    assert found[requests("GET", "/xin-chao/{name}", "200")] == 2
    assert found[requests("GET", "/khong-co", "404")] == 1
    assert found[requests("GET", "-", "404")] == 1
    assert found[requests("other", "-", "405")] == 1


async def test_no_path_and_no_answer_is_in_it(minh: httpx.AsyncClient) -> None:
    await minh.get("/xin-chao/Nguyen-Thi-Lan?ma=4K7P")
    text = (await minh.get("/metrics", headers=SHOWN)).text
    assert not re.search("Nguyen|4K7P", text)


async def test_each_app_counts_for_itself(
    node: Callable[..., Litestar], running: Runs, measured: Settings, minh: httpx.AsyncClient
) -> None:
    await minh.get("/healthz")
    async with running(create_app(measured)) as other:
        assert requests("GET", "/healthz", "200") not in await figures(other)


async def test_the_database_and_the_disk_are_told(minh: httpx.AsyncClient) -> None:
    found = await figures(minh)
    assert found["kiosk_database_up", ()] == 1
    assert found["kiosk_database_bytes", ()] > 0
    assert found["kiosk_disk_free_bytes", ()] > 0


async def test_a_database_that_is_away_and_a_gauge_that_fails_leave_the_rest(
    node: Callable[..., Litestar], running: Runs, measured: Settings
) -> None:
    async def broken(_: Store, __: datetime) -> list[Reading]:
        raise RuntimeError("no")

    app = node(measured)
    app.state.gauges.append(broken)
    async with running(app) as minh:
        await app.state.store.close()
        found = await figures(minh)
    assert found["kiosk_database_up", ()] == 0
    assert found["kiosk_disk_free_bytes", ()] > 0


def receipt(id: str, stage: str, seconds_ago: float) -> dict[str, object]:
    at = to_millis(NOW - timedelta(seconds=seconds_ago))
    return {"id": id, "stage": stage, "token": "x", "at": at}


def dossier(id: str, state: str, flags: str, ended_at: int | None = None) -> dict[str, object]:
    row = dict.fromkeys(("code", "follow", "flow", "pack", "commune", "assist"), "x")
    return {**row, "id": id, "state": state, "flags": flags, "ended_at": ended_at,
            "received_at": 1, "rev": 1}  # fmt: skip


@pytest.fixture
async def known(database_url: str) -> AsyncIterator[Store]:
    store = await Store.open(database_url)
    yield store
    await store.close()


async def readings(store: Store, *of: object) -> dict[tuple[str, str], float]:
    found = [one for gauge in of for one in await gauge(store, NOW)]  # type: ignore[operator]
    return {(one.name, next(iter(one.labels.values()), "")): one.value for one in found}


async def test_how_soon_what_came_was_accepted(known: Store) -> None:
    rows = [
        receipt("old", "received", 4000), receipt("old", "accepted", 3990),
        receipt("a", "received", 100), receipt("a", "accepted", 99.5),
        receipt("b", "received", 400), receipt("b", "accepted", 10),
        receipt("c", "received", 5),
    ]  # fmt: skip
    await known.write(lambda db: db.execute(insert(GivenReceipt), rows))
    found = await readings(known, gauges.receipts)
    assert (found["kiosk_hand_ins", ""], found["kiosk_accepted", ""]) == (2, 2)
    assert found["kiosk_receipt_seconds", "0.5"] == 0.5
    assert found["kiosk_receipt_seconds", "1.0"] == 390


async def test_open_dossiers_by_state_and_how_many_are_flagged(known: Store) -> None:
    rows = [
        dossier("a", "submitted", "[]"),
        dossier("b", "submitted", '["late:withdrawal"]'),
        dossier("c", "supplement", "[]"),
        dossier("d", "done", '["late:withdrawal"]', ended_at=1),
    ]
    await known.write(lambda db: db.execute(insert(Dossier), rows))
    found = await readings(known, dossiers)
    assert found["kiosk_dossiers_open", "submitted"] == 2
    assert found["kiosk_dossiers_open", "accepted"] == 0
    assert found["kiosk_dossiers_flagged", ""] == 1


async def test_what_waits_for_its_files_and_for_the_hub(known: Store) -> None:
    since = to_millis(NOW - timedelta(hours=2))
    blob = {
        "envelope": "a",
        "sha256": "x",
        "size": 9,
        "got": 0,
        "since": since,
        "given_up_at": None,
    }
    waits = {"id": "a", "seq": 1, "since": since, "tries": 0, "next_at": 0, "trouble": None}
    refused = waits | {"id": "b", "seq": 2, "since": 1, "trouble": "sync.unknown_kind"}

    def put(db: object) -> None:
        db.execute(
            insert(AwaitedBlob), [blob, blob | {"sha256": "y", "given_up_at": 1, "since": 1}]
        )  # type: ignore[attr-defined]
        db.execute(insert(Outgoing), [waits, refused])  # type: ignore[attr-defined]

    await known.write(put)
    found = await readings(known, gauges.files_awaited, gauges.backlog)
    assert found["kiosk_files_awaited", ""] == 1
    assert found["kiosk_files_awaited_seconds", ""] == 7200
    assert (found["kiosk_outgoing", ""], found["kiosk_outgoing_refused", ""]) == (1, 1)
    assert found["kiosk_outgoing_seconds", ""] == 7200


def test_a_node_shows_its_backlog_and_a_hub_does_not(measured: Settings, clock: FixedClock) -> None:
    """And when it met its hub last."""
    hub = create_app(measured, clock)
    node = create_app(replace(measured, upstream="https://hub.example.vn"), clock)
    assert gauges.backlog not in hub.state.gauges
    assert {gauges.backlog, gauges.hub_met} <= {*node.state.gauges}


async def test_before_it_ever_met_its_hub_a_node_says_nothing_of_it(known: Store) -> None:
    assert await readings(known, gauges.hub_met) == {}
    names = dict.fromkeys(("station", "name", "commune", "hub", "epoch", "sealing"), "x")
    at = to_millis(NOW - timedelta(minutes=3))
    facts = upstream.Facts(**names, piece=1, offset_ms=-61_000, met_at=at)  # type: ignore[arg-type]
    await known.write(upstream.keep, facts)
    found = await readings(known, gauges.hub_met)
    assert found["kiosk_hub_met_seconds", ""] == 180
    assert found["kiosk_clock_off_seconds", ""] == -61
