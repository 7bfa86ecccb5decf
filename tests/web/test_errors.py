"""What goes wrong is said to people in pages, to machines in JSON, and never with a trace."""

import httpx
import pytest
from structlog.testing import capture_logs


async def test_an_unknown_address_is_a_page_with_a_way_on(lan: httpx.AsyncClient) -> None:
    page = await lan.get("/khong-ton-tai")
    assert page.status_code == 404
    assert '<h1 tabindex="-1">Không có trang này</h1>' in page.text
    assert 'href="/"' in page.text


async def test_a_problem_without_words_of_its_own_gets_general_ones(lan: httpx.AsyncClient) -> None:
    page = await lan.get("/khong-co")
    assert page.status_code == 404
    assert "Có trục trặc" in page.text


async def test_htmx_gets_the_problem_as_a_part(lan: httpx.AsyncClient) -> None:
    part = await lan.get("/khong-ton-tai", headers={"HX-Request": "true"})
    assert part.status_code == 404
    assert part.text.lstrip().startswith("<title>")


async def test_machines_get_problem_json(lan: httpx.AsyncClient) -> None:
    answer = await lan.get("/sync/v1/khong-co")
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == "urn:tramso:problem:tests.no_such_draft"
    assert (body["status"], body["id"]) == (404, "7")


async def test_whoever_asks_for_json_gets_json(lan: httpx.AsyncClient) -> None:
    answer = await lan.get("/khong-ton-tai", headers={"Accept": "application/json"})
    assert answer.json()["status"] == 404


async def test_a_wrong_method_says_which_are_right(lan: httpx.AsyncClient) -> None:
    answer = await lan.delete("/xin-chao/Lan")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("path", ["/so/mot", "/so/1e9", "/so/"])
async def test_a_path_that_does_not_fit_is_not_found(lan: httpx.AsyncClient, path: str) -> None:
    assert (await lan.get(path)).status_code == 404


async def test_the_unexpected_gets_a_number_and_no_trace(lan: httpx.AsyncClient) -> None:
    with capture_logs() as logged:
        page = await lan.get("/quen")
    incident = next(line for line in logged if line["event"] == "unexpected")["incident"]
    assert page.status_code == 500
    assert incident in page.text
    assert "Traceback" not in page.text
    assert "UndefinedError" not in page.text
