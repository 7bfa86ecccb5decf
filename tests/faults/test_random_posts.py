"""Whatever is sent to whatever address: an answer below 500, a page people can read, no trace."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar

from kiosk.app import create_app
from kiosk.clock import FixedClock
from tests.conftest import HERE
from tests.flow.conftest import settings_in

Answer = tuple[int, dict[bytes, bytes], str]
Ask = Callable[..., Answer]
Headers = list[tuple[bytes, bytes]]
METHODS = ("GET", "HEAD", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW")
FORM = b"application/x-www-form-urlencoded"
TYPES = (FORM, FORM, FORM, b"multipart/form-data; boundary=x", b"application/json", b"\xff", b"")
PLACES = (
    "nguoi", "so", "co-con", "con-em", "con-em/1", "con-em/0", "con-em/-1", "con-em/٣",
    "con-em/" + "9" * 500, "con-em/" + "9" * 5000, "noi", "dung", "kiem-tra", "cam-doan", "luu",
    "nguoi/1", "nguoi/1/1", "%00", "\x00", "\ufffd", "..", "a b", "ế", "e\u0302\u0301", "💧", ";",
    "=", "x" * 2000, "{{base}}", "",
)  # fmt: skip
NAMES = (
    "ho_ten", "ngay_sinh", "ngay_sinh.d", "ngay_sinh.m", "ngay_sinh.y", "so", "co_con", "ly_do",
    "con_ten", "noi.province", "noi.place", "noi.commune", "more", "remove", "seen", "step",
    "flow", "code", "lang", "back", "name", "password", "cam_doan", "",
)  # fmt: skip
WORDS = (
    "", " ", "yes", "no", "1", "-1", "٣", "9" * 5000, "29/2/2023", "1" * 60_000, "\x00", "\ud800",
    "01", "Ba Đình", "typed", "nha-toi", "//evil.example", "\r\nSet-Cookie: a=b", "{{base}}",
    "<script>", "con-em/99999999999999999999", "nguoi/x", "e\u0302" * 3000, "' or 1=1 --",
)  # fmt: skip
LOOSE = (
    "/", "/thu-tuc/", "/bien-nhan/", "/ho-so/", "/lam-tiep", "/ngon-ngu", "/mot-cua/", "/sync/v1/"
)  # fmt: skip


@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as one:
        yield one


@pytest.fixture(scope="module")
def station(
    portal: BlockingPortal, tmp_path_factory: pytest.TempPathFactory, migrated: Path
) -> Iterator[Litestar]:
    """One node, in a loop of its own, that hypothesis can call from outside."""
    made = settings_in(tmp_path_factory.mktemp("node"), migrated)
    app = create_app(made, FixedClock(datetime(2026, 11, 22, 2, tzinfo=UTC)))
    with portal.wrap_async_context_manager(app.lifespan()):
        yield app


@pytest.fixture(scope="module")
def ask(portal: BlockingPortal, station: Litestar) -> Ask:
    async def asked(method: str, path: str, query: bytes, headers: Headers, body: bytes) -> Answer:
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await station(scope_of(method, path, query, headers), receive, send)  # type: ignore[arg-type]
        content = b"".join(one.get("body", b"") for one in sent[1:])
        return sent[0]["status"], dict(sent[0]["headers"]), content.decode("utf-8", "replace")

    return lambda *request: portal.call(asked, *request)


def scope_of(method: str, path: str, query: bytes, headers: Headers) -> dict[str, Any]:
    return {
        "type": "http", "http_version": "1.1", "scheme": "http", "root_path": "", "method": method,
        "path": path, "raw_path": path.encode("utf-8", "surrogatepass"), "query_string": query,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
        "headers": [(b"host", b"127.0.0.1:8000"), (b"origin", HERE.encode()), *headers],
    }  # fmt: skip


@pytest.fixture(scope="module")
def draft(ask: Ask) -> tuple[str, bytes]:
    """The address of a draft with one answer, and the cookie that opens it."""
    form = [(b"content-type", FORM)]
    _, answer, _ = ask("POST", "/to-khai", b"", form, b"flow=nha-toi")
    base = answer[b"location"].decode().rsplit("/", 1)[0]
    cookie = answer[b"set-cookie"].split(b";")[0]
    sent = urlencode({"ho_ten": "Nguyễn Thị Lan", "ngay_sinh.d": "1/3/1990"}).encode()
    ask("POST", f"{base}/nguoi", b"", [*form, (b"cookie", cookie)], sent)
    return base, cookie


forms = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(WORDS) | st.text(), max_size=6).map(
    lambda form: urlencode(form, errors="surrogatepass").encode()
)
bodies = st.one_of(forms, forms, st.binary(max_size=60), st.just(b"ho_ten=" + b"a" * 70_000))
cookies = st.one_of(
    st.none(), st.binary(max_size=30), st.just(b"d_=; d_%00=; lang=xx; =;;;"), st.just(b"lang=en")
)
requests = st.fixed_dictionaries(
    {
        "method": st.sampled_from(METHODS),
        "place": st.sampled_from(PLACES) | st.text(max_size=6),
        "root": st.sampled_from(LOOSE) | st.none(),
        "query": st.sampled_from([b"", b"sua=1", b"sua=x", b"%00", b"a=\xff&&=", b"sua&sua=2"]),
        "kind": st.sampled_from(TYPES),
        "cookie": cookies,
        "more": st.sampled_from(
            [(b"hx-request", b"true"), (b"accept", b"*/*"), (b"accept-language", b"en")]
        ),
        "body": bodies,
    }
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(sent=requests)
def test_anything_sent_anywhere_gets_a_page(
    ask: Ask, draft: tuple[str, bytes], sent: dict[str, Any]
) -> None:
    base, cookie = draft
    path = (sent["root"] or f"{base}/") + sent["place"]
    headers = [(b"content-type", sent["kind"]), sent["more"], (b"cookie", sent["cookie"] or cookie)]
    status, answered, text = ask(sent["method"], path, sent["query"], headers, sent["body"])
    assert status < 500
    assert "Traceback" not in text
    assert not answered.get(b"set-cookie", b"").startswith(b"a=")
    assert answered.get(b"location", b"/")[:1] == b"/"
    assert answered.get(b"location", b"/")[:2] != b"//"
    if status >= 400 and sent["method"] != "HEAD" and not path.startswith("/sync/"):
        assert answered[b"content-type"].startswith(b"text/html")
        lang = "en" if b"lang=en" in headers[2][1] or sent["more"][1] == b"en" else "vi"
        assert re.search("<h1[^>]*>[^<]+</h1>", text)
        assert f'<html lang="{lang}"' in text or sent["more"][0] == b"hx-request"


def test_the_draft_is_there_afterwards(ask: Ask, draft: tuple[str, bytes]) -> None:
    base, cookie = draft
    status, _, text = ask("GET", f"{base}/nguoi", b"", [(b"cookie", cookie)], b"")
    assert status == 200
    assert 'name="ho_ten"' in text


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ascii(place[:12]))
def test_a_page_that_does_not_exist_is_said_to_be_missing(
    ask: Ask, draft: tuple[str, bytes], place: str
) -> None:
    base, cookie = draft
    for method in ("GET", "POST"):
        headers = [(b"cookie", cookie), (b"content-type", FORM)]
        status, _, _ = ask(method, f"{base}/{place}", b"", headers, b"")
        assert status in (200, 303, 404, 405, 422)


def test_every_route_survives_an_empty_and_a_huge_post(ask: Ask, station: Litestar) -> None:
    for route in station.routes:
        path = re.sub(r"{\w+:int}", "1", re.sub(r"{\w+:(str|path)}", "x", route.path))
        for body in (b"", b"a=" + b"x" * 70_000, b"\xff\x00", b"%ZZ&=&&"):
            for kind in set(TYPES):
                status, _, _ = ask("POST", path, b"", [(b"content-type", kind)], body)
                assert status < 500, (path, kind, body[:10])
