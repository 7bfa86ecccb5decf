"""What a device can fetch to go on without a line."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import brotli
import httpx
import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.commune.actions import CommuneSettings, save_settings
from kiosk.content.library import Edition, keep
from kiosk.engine.pack import Pack
from kiosk.flow.node import Node
from kiosk.flow.offers import common_among
from kiosk.flow.supplies import Once
from kiosk.web import packed

PACKS = "/sync/v1/packs"


@pytest.fixture
def node(app: Litestar, client: httpx.AsyncClient) -> Node:
    found: Node = app.state.node
    return found


async def index(client: httpx.AsyncClient) -> Any:
    return (await client.get(PACKS)).json()


async def test_the_index_names_every_pack_and_each_is_there(client: httpx.AsyncClient) -> None:
    told = await index(client)
    named = [told["reference"], *told["shell"].values()]
    named += [name for flow in told["flows"] for name in flow["packs"].values()]
    assert len(named) == len(set(named)) == 1 + 2 + 2 * 3
    for name in named:
        answer = await client.get(f"{PACKS}/{name}")
        assert sha256(answer.content).hexdigest() == name
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_the_index_says_what_a_device_chooses_by(client: httpx.AsyncClient) -> None:
    told = await index(client)
    assert (told["province"], told["commune"]) == ("01", "00070")
    flows = {one["id"]: one for one in told["flows"]}
    assert list(flows) == ["ban-sao-trich-luc", "chung-thuc-ban-sao", "khai-sinh"]
    assert flows["khai-sinh"]["name"] == {"vi": "Đăng ký khai sinh", "en": "Birth registration"}
    assert [one["files"] for one in flows.values()] == [True, False, True]
    assert all(one["common"] for one in flows.values())


async def test_the_index_is_asked_for_each_time_and_sent_when_it_changed(
    client: httpx.AsyncClient, clock: FixedClock
) -> None:
    first = await client.get(PACKS)
    assert first.headers["cache-control"] == "no-cache"
    asked = {"If-None-Match": first.headers["etag"]}
    assert (await client.get(PACKS, headers=asked)).status_code == 304
    clock.at = datetime(2027, 2, 28, 17, tzinfo=UTC)  # 1 March in Viet Nam: a new law
    changed = await client.get(PACKS, headers=asked)
    assert changed.status_code == 200
    assert "khai-sinh" not in [one["id"] for one in changed.json()["flows"]]


async def test_the_commune_marks_what_is_common(client: httpx.AsyncClient, node: Node) -> None:
    marked = CommuneSettings(common="khai-sinh khong-con-nua")
    await node.store.write(save_settings, "00070", marked)
    told = await index(client)
    assert [one["id"] for one in told["flows"] if one["common"]] == ["khai-sinh"]


@pytest.mark.parametrize(
    ("marked", "common"), [("", "abcd"), ("e", "e"), ("ba", "ab"), ("x", "abcd")]
)
def test_without_a_mark_the_first_four_are_common(marked: str, common: str) -> None:
    assert "".join(common_among("abcde", marked)) == common


async def test_a_pack_goes_out_as_small_as_it_gets(client: httpx.AsyncClient) -> None:
    name = (await index(client))["flows"][2]["packs"]["vi"]
    async with client.stream("GET", f"{PACKS}/{name}", headers={"Accept-Encoding": "br"}) as one:
        raw = b"".join([part async for part in one.aiter_raw()])
    assert sha256(brotli.decompress(raw)).hexdigest() == name
    assert len(raw) < 25_000


async def test_a_pack_that_drafts_began_with_is_still_there(
    client: httpx.AsyncClient, node: Node
) -> None:
    today = node.guide.library.flows["khai-sinh"].pack("vi")
    body = json.loads(today.data)
    body["words"]["yes"] = "Dạ có"
    older = Pack(json.dumps(body).encode())
    await node.store.write(keep, Edition("older", {"vi": older}))
    answer = await client.get(f"{PACKS}/{older.sha256}")
    assert answer.content == older.data


@pytest.mark.parametrize("name", ["0" * 64, "0" * 63, "x", "..", "A" * 64])
async def test_what_is_no_pack_is_not_found(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.get(f"{PACKS}/{name}")
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_commune_that_nobody_knows_has_no_province(
    settings: Any, clock: FixedClock, running: Callable[..., Any]
) -> None:
    from dataclasses import replace

    from kiosk.app import create_app

    async with running(create_app(replace(settings, commune="99999"), clock)) as lan:
        told = await index(lan)
        assert told["province"] == ""
        assert (await lan.get(f"{PACKS}/{told['reference']}")).json()["communes"] == []


async def test_what_many_ask_for_at_once_is_made_once() -> None:
    import anyio

    made: list[str] = []
    once: Once[packed.Bodies] = Once(2)

    def make(name: str) -> Callable[[], packed.Bodies]:
        return lambda: made.append(name) or packed.pack(name.encode())  # type: ignore[func-returns-value]

    async with anyio.create_task_group() as tasks:
        for name in "aaabbb":
            tasks.start_soon(once.get, name, make(name))
    assert made == ["a", "b"]
    await once.get("c", make("c"))
    await once.get("b", make("b"))
    await once.get("a", make("a"))
    assert made == ["a", "b", "c", "a"]


async def test_places_of_any_province(client: httpx.AsyncClient) -> None:
    answer = await client.get("/sync/v1/places/04")
    [communes] = answer.json()["communes"]
    assert communes["province"][0] == "04"
    again = await client.get(
        "/sync/v1/places/04", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304
    assert (await client.get("/sync/v1/places/99")).status_code == 404
