"""The first page and the list of procedures."""

from datetime import UTC, datetime

import httpx
import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.flow.actions import DraftKey
from kiosk.flow.node import Node
from tests.filing import begin, file, hold

GO_ON = "Làm tiếp: Đăng ký khai sinh"


@pytest.fixture
def node(app: Litestar, client: httpx.AsyncClient) -> Node:
    found: Node = app.state.node
    return found


@pytest.mark.parametrize("path", ["/", "/thu-tuc"])
async def test_every_procedure_is_a_tile(client: httpx.AsyncClient, path: str) -> None:
    page = (await client.get(path)).text
    assert 'href="/thu-tuc/khai-sinh"' in page
    assert "Đăng ký khai sinh" in page


async def test_the_first_page_leads_to_saved_drafts_and_to_dossiers(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/")).text
    assert 'href="/lam-tiep"' in page
    assert 'href="/ho-so"' in page
    assert GO_ON not in page


async def test_a_flow_whose_time_is_over_is_not_begun_any_more(
    client: httpx.AsyncClient, clock: FixedClock
) -> None:
    clock.at = datetime(2027, 2, 28, 17, tzinfo=UTC)  # 1 March in Viet Nam: a new law
    assert "/thu-tuc/khai-sinh" not in (await client.get("/")).text
    assert (await client.get("/thu-tuc/khai-sinh")).status_code == 404
    assert (await client.post("/to-khai", data={"flow": "khai-sinh"})).status_code == 404


async def test_a_draft_begun_in_time_goes_on_after_its_last_day(
    client: httpx.AsyncClient, node: Node, clock: FixedClock
) -> None:
    clock.at = datetime(2027, 2, 28, 10, tzinfo=UTC)
    key = await begin(node)
    hold(client, key)
    clock.forward(days=1)
    assert (await client.get(f"/to-khai/{key.id}/truong-hop")).status_code == 200


async def test_lan_is_offered_the_draft_that_her_browser_holds(
    client: httpx.AsyncClient, node: Node
) -> None:
    key = await begin(node)
    hold(client, key)
    page = (await client.get("/")).text
    assert GO_ON in page
    assert f'href="/to-khai/{key.id}/kiem-tra"' in page


async def test_a_draft_that_was_handed_in_leads_to_its_receipt(
    client: httpx.AsyncClient, node: Node
) -> None:
    handed = await file(node)
    hold(client, handed.key)
    page = (await client.get("/")).text
    assert GO_ON not in page
    assert f'href="/bien-nhan/{handed.code}"' in page


async def test_tam_with_another_key_is_offered_nothing(
    client: httpx.AsyncClient, node: Node
) -> None:
    key = await begin(node)
    hold(client, DraftKey(key.id, bytes(32)))
    client.cookies.set("d_", "x")
    page = await client.get("/")
    assert page.status_code == 200
    assert GO_ON not in page.text
