"""One screen as a page, as htmx's part of a page, and in other languages."""

import httpx

HTMX = {"HX-Request": "true"}


async def test_a_navigation_gets_the_whole_page(lan: httpx.AsyncClient) -> None:
    page = await lan.get("/xin-chao/Lan")
    assert page.text.startswith("<!doctype html>")
    assert "<h1>Xin chào Lan</h1>" in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["vary"].startswith("HX-Request")


async def test_htmx_gets_the_title_and_the_main_part(lan: httpx.AsyncClient) -> None:
    part = await lan.get("/xin-chao/Lan", headers=HTMX)
    assert part.text.lstrip().startswith("<title>")
    assert part.text.rstrip().endswith("</main>")
    assert "<h1>Xin chào Lan</h1>" in part.text
    assert "<header" not in part.text


async def test_htmx_gets_the_whole_page_when_it_restores_history(lan: httpx.AsyncClient) -> None:
    page = await lan.get("/xin-chao/Lan", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert page.text.startswith("<!doctype html>")


async def test_what_people_write_is_escaped(lan: httpx.AsyncClient) -> None:
    page = await lan.get("/xin-chao/<b>Lan")
    assert "Xin chào &lt;b&gt;Lan" in page.text


async def test_dates_and_money_are_written_as_people_write_them(lan: httpx.AsyncClient) -> None:
    page = await lan.get("/xin-chao/Lan")
    assert "<p>27/03/1958, 8.000 đồng, /xin-chao/Lan</p>" in page.text


async def test_a_value_that_is_no_field_of_the_screen_is_an_error(lan: httpx.AsyncClient) -> None:
    assert (await lan.get("/quen")).status_code == 500
