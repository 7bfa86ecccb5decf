"""Following a dossier by its code and by its secret."""

import httpx
import pytest
from litestar import Litestar
from structlog.testing import capture_logs

from kiosk.dossier import acts
from kiosk.dossier.acts import Act
from kiosk.flow.node import Node
from kiosk.people.actions import NewPerson, add_person
from kiosk.sync.codes import shown
from tests.filing import Handed, file

PASSWORD = "con trâu là đầu cơ nghiệp"
OFFICIAL = "H26.1-261122-0001"
REASON = "Giấy chứng sinh chụp bị mờ, không đọc được tên mẹ."


@pytest.fixture
def node(app: Litestar, client: httpx.AsyncClient) -> Node:
    found: Node = app.state.node
    return found


@pytest.fixture
async def handed(node: Node) -> Handed:
    return await file(node)


async def minh_acts(node: Node, handed: Handed, *kinds: str) -> None:
    """Minh, the officer, does these one after the other."""
    now = node.guide.clock.now()
    person = NewPerson("minh", "Trần Văn Minh", "officer", "00070", PASSWORD)
    minh = await node.store.write(add_person, person, now)
    for rev, kind in enumerate(kinds):
        reason = REASON if kind == "refused" else None
        act = Act(kind, rev, minh.id, reason, OFFICIAL if kind == "handed_over" else None)
        await node.store.write(acts.move, node.guide.library, handed.key.id, act, now)


async def test_the_code_shows_progress_and_times_to_anybody(
    client: httpx.AsyncClient, handed: Handed
) -> None:
    page = await client.get(f"/ho-so/{shown(handed.code).lower()}")
    assert page.status_code == 200
    for said in ("Đã nộp, chờ tiếp nhận", "09:00 22/11/2026", "24/11/2026"):
        assert said in page.text


async def test_the_code_shows_nothing_else(
    client: httpx.AsyncClient, node: Node, handed: Handed
) -> None:
    await minh_acts(node, handed, "accepted", "refused")
    page = (await client.get(f"/ho-so/{handed.code}")).text
    assert "Bị từ chối" in page
    for private in (REASON, "Trần Văn Minh", "khai sinh", "Lan"):
        assert private not in page


async def test_the_secret_shows_the_reason_and_who_handles_it(
    client: httpx.AsyncClient, node: Node, handed: Handed
) -> None:
    await minh_acts(node, handed, "accepted", "refused")
    page = await client.post("/ho-so", data={"code": shown(handed.secret).lower()})
    assert page.status_code == 200
    for known in (REASON, "Trần Văn Minh", "Đăng ký khai sinh"):
        assert known in page.text


async def test_the_official_code_is_shown_with_the_secret_only(
    client: httpx.AsyncClient, node: Node, handed: Handed
) -> None:
    await minh_acts(node, handed, "accepted", "handed_over")
    assert OFFICIAL not in (await client.get(f"/ho-so/{handed.code}")).text
    assert OFFICIAL in (await client.post("/ho-so", data={"code": handed.secret})).text


async def test_the_secret_stands_in_no_address_no_log_and_only_in_forms_of_the_page(
    client: httpx.AsyncClient, handed: Handed
) -> None:
    with capture_logs() as logs:
        page = await client.post("/ho-so", data={"code": handed.secret})
    assert "location" not in page.headers
    hidden = f'<input type="hidden" name="code" value="{handed.secret}">'
    assert handed.secret not in f"{logs}{page.headers}{page.text.replace(hidden, '')}"
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (("accepted",), "Hẹn có kết quả: 24/11/2026"),
        (("accepted", "handed_over"), "Đã chuyển vào hệ thống của Nhà nước"),
        (("accepted", "done"), "Đã xử lý xong"),
    ],
)
async def test_what_the_officer_did_shows_at_the_next_reload(
    client: httpx.AsyncClient, node: Node, handed: Handed, kinds: tuple[str, ...], said: str
) -> None:
    await minh_acts(node, handed, *kinds)
    assert said in (await client.get(f"/ho-so/{handed.code}")).text


async def test_a_typed_code_leads_to_its_own_page(
    client: httpx.AsyncClient, handed: Handed
) -> None:
    answer = await client.post("/ho-so", data={"code": f" {shown(handed.code).lower()} "})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ho-so/{handed.code}")


@pytest.mark.parametrize("typed", ["", "abc", '"><script>', "Ố" * 500])
async def test_what_is_no_code_is_kept_and_explained(client: httpx.AsyncClient, typed: str) -> None:
    answer = await client.post("/ho-so", data={"code": typed})
    assert answer.status_code == 422
    assert "data-wrong" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<script>" not in answer.text
    if typed == "abc":
        assert 'value="abc"' in answer.text


@pytest.mark.parametrize("code", ["ABCDEFGHJKMN", "6EGBHRY9MAM7", "x"])
async def test_an_unknown_code_is_said_in_plain_words_in_the_form(
    client: httpx.AsyncClient, code: str
) -> None:
    answer = await client.get(f"/ho-so/{code}")
    assert answer.status_code == 404
    assert 'action="/ho-so"' in answer.text
    assert f'value="{code}"' in answer.text


async def test_an_unknown_secret_is_not_found(client: httpx.AsyncClient, handed: Handed) -> None:
    other = Handed(handed.key._replace(secret=bytes(32)), handed.code)
    assert (await client.post("/ho-so", data={"code": other.secret})).status_code == 404


async def test_the_form_works_without_a_script(client: httpx.AsyncClient) -> None:
    page = (await client.get("/ho-so")).text
    assert '<form method="post" action="/ho-so"' in page
    assert 'name="code"' in page
