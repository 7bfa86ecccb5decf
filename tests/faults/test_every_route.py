"""Every route of the app, by every method, with every kind of body, as nobody, Lan and Minh: never
a fault, never a trace, always the headers, always words; and what was there before is unharmed."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import anyio
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar

from kiosk import settings as node_settings
from kiosk.app import create_app
from kiosk.web.openapi import document, operations, plain
from tests.conftest import HERE
from tests.faults.seeds import Seeds, sow
from tests.faults.station import environ
from tests.faults.test_random_posts import FORM, NAMES, WORDS, scope_of

METHODS = ("GET", "GET", "POST", "POST", "POST", "POST", "HEAD", "PUT", "PATCH", "DELETE", "BREW")
PATIENCE_SECONDS = 20
# What ends the draft or the session of the one who asks would end the test as well.
LEAVING = ("/xong", "/dang-xuat")
TOLD = (200, 201, 202, 204, 303, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 503, 507)
MULTIPART = b"multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n%s\r\n%s\r\n'
PARTS = (
    PART % (b"f", b"", b"", b"v"),
    PART % (b"chung_sinh", b'; filename="a.jpg"', b"Content-Type: image/jpeg\r\n", b"\xff\xd8\xff"),
    PART % (b"f", b'; filename="../../etc/passwd\x00.jpg"', b"", b"MZ"),
    PART % (b"f", b"; filename*=UTF-8''%ff%fe", b"", b"x"),
    PART % (b"f", b"", b"Content-Type: text/plain; charset=utf-16\r\n", b"\xff\xfe\x00\xd8"),
    PART % (b"f", b"", b"Content-Transfer-Encoding: base64\r\n", b"Zm9v"),
    PART % (b"f", b"", b"Content-Type: multipart/mixed; boundary=x\r\n", b"--x\r\n\r\n"),
    PART % (b"", b"", b"", b""), PART % (b"\x00", b"", b"", b"\x00"), b"--x\r\n\r\n\r\n",
    PART % (b"f", b"", b"X: " + b"h" * 9000 + b"\r\n", b""), b"\r\n", b"--y\r\n", b"--x",
)  # fmt: skip
RAW = (
    b"", b"\x00", b"\xff\xfe\x00", b"null", b'{"flow": "nha-toi"}', b"[" * 5000, b"%", b"=&=&;",
    b"a=%ED%A0%80", b"a=%FF", b"a=%00", b"a=1&" * 1200, "họ=tên".encode("utf-16"), b"a" * 70_000,
)  # fmt: skip
TYPES = (FORM, FORM + b"; charset=utf-16", MULTIPART, b"multipart/form-data", b"multipart/mixed",
         b"application/json", b"text/xml", b"\xff\x00", b"")  # fmt: skip
HEADERS = (
    (b"hx-request", b"true"), (b"accept", b"application/json"), (b"accept-language", b"\xff;q=x"),
    (b"content-length", b"9" * 30), (b"content-length", b"-1"), (b"accept-encoding", b"\xff"),
    (b"referer", b"http://[::1"), (b"user-agent", b"\x80" * 900), (b"cookie", b";=;\xff==\x00"),
    (b"sec-fetch-site", b"cross-site"), (b"x-forwarded-for", b"127.0.0.1"), (b"te", b"trailers"),
)  # fmt: skip


class Sent(NamedTuple):
    who: str
    method: str
    path: str
    query: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Node(NamedTuple):
    app: Litestar
    seeds: Seeds
    portal: BlockingPortal
    declared: dict[str, Any]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    data = tmp_path_factory.mktemp("node") / "var"
    seeds = sow(data)
    made = node_settings.read(environ(data, node_settings.ROOT / "flows"))
    app = create_app(replace(made, public_url=HERE))
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(app.lifespan()):
        yield Node(app, seeds, portal, document(app, app.state.surface)["paths"])


ODD = ("x", "0", "-1", "9" * 400, "٣", "..", "%2e%2e", "\x00", "\ud800", "ế" * 200, "{id}", "",
       "cam-doan", "kiem-tra", "tiep-nhan.pdf")  # fmt: skip
values = st.sampled_from(ODD) | st.text(max_size=5)


def paths(route: str, seeds: Seeds) -> st.SearchStrategy[str]:
    """The route with a value for each of its parameters: often one that is there."""
    known = {"id": seeds.dossier if route.startswith("/mot-cua/ho-so") else seeds.draft}
    known |= {"slot": "0", "n": "1", "step": "nguoi-yeu-cau", "flow_id": "khai-sinh"}
    pieces: list[st.SearchStrategy[str]] = []
    for piece in re.split(r"({\w+:\w+})", route):
        name = piece[1:].partition(":")[0]
        if not piece.startswith("{"):
            pieces.append(st.just(piece))
        elif name in known:
            pieces.append(st.one_of(st.just(known[name]), st.just(known[name]), values))
        else:
            pieces.append(values)
    return st.tuples(*pieces).map("".join)


bodies = st.one_of(
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(WORDS) | st.text(), max_size=6).map(
        lambda form: urlencode(form, errors="surrogatepass").encode()
    ),
    st.lists(st.sampled_from(PARTS), max_size=5).map(lambda all: b"".join(all) + b"--x--\r\n"),
    st.lists(st.sampled_from(PARTS), max_size=3).map(b"".join),
    st.just(PARTS[0] * 1100 + b"--x--\r\n"),
    st.sampled_from(RAW),
    st.binary(max_size=80),
)


@st.composite
def requests(draw: st.DrawFn, node: Node) -> Sent:
    route = draw(st.sampled_from(sorted({path for path, _, _ in operations(node.app)})))
    path = draw(paths(route, node.seeds)) + draw(
        st.sampled_from(["", "", "", "/", "//", "/a" * 200])
    )
    who = draw(st.sampled_from(["nobody", "lan", "lan", "minh", "minh"]))
    method = draw(st.sampled_from(METHODS))
    if method == "POST" and path.rstrip("/").endswith(LEAVING):
        who = "nobody"
    query = draw(st.sampled_from([b"", b"", b"sua=1", b"%00", b"a=\xff&&=", b"ve=//evil.example"]))
    headers = [(b"content-type", draw(st.sampled_from(TYPES)))]
    headers += draw(st.lists(st.sampled_from(HEADERS), max_size=2))
    return Sent(who, method, path, query, headers, draw(bodies))


def ask(node: Node, sent: Sent) -> tuple[int, dict[bytes, bytes], str, str]:
    """Status, headers, text, and the route that answered."""
    cookie = getattr(node.seeds, sent.who, "").encode()
    headers = [(b"cookie", cookie), *sent.headers]
    scope = scope_of(sent.method, sent.path, sent.query, headers)
    answered: list[Any] = []

    async def asked() -> None:
        waiting = [{"type": "http.request", "body": sent.body, "more_body": False}]
        answered_whole = anyio.Event()

        async def receive() -> Any:
            if waiting:
                return waiting.pop()
            await answered_whole.wait()  # the browser stays for the answer
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            answered.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                answered_whole.set()

        with anyio.fail_after(PATIENCE_SECONDS):
            await node.app(scope, receive, send)  # type: ignore[arg-type]

    node.portal.call(asked)
    text = b"".join(one.get("body", b"") for one in answered[1:]).decode("utf-8", "replace")
    return answered[0]["status"], dict(answered[0]["headers"]), text, scope.get("path_template", "")


def check(node: Node, sent: Sent) -> None:
    status, headers, text, route = ask(node, sent)
    assert status in TOLD, status
    assert "Traceback" not in text
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"default-src 'none'" in headers[b"content-security-policy"]
    assert headers.get(b"location", b"/").startswith(b"/")
    assert not headers.get(b"location", b"/").startswith((b"//", b"/\\"))
    if status >= 400 and sent.method != "HEAD":
        is_page = headers[b"content-type"].startswith(b"text/html") and "<h1" in text
        assert is_page or headers[b"content-type"] == b"application/problem+json"
    declared = node.declared.get(plain(route), {}).get(sent.method.lower().replace("head", "get"))
    if declared:
        assert str(status) in declared["responses"], f"{sent.method} {route} says {status}"


@pytest.fixture(scope="module")
def precious(node: Node) -> Callable[[], list[Any]]:
    """The rows of what nobody but its owner may change: Lan's other dossier and draft."""
    file = Path(node.app.state.settings.data_dir) / "kiosk.db"

    def rows() -> list[Any]:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as db:
            kept = "SELECT id, sealed FROM draft WHERE id != ? AND code IS NOT NULL"
            drafts = db.execute(kept, [node.seeds.draft]).fetchall()
            return [*drafts, *db.execute("SELECT id, digest, body FROM envelope ORDER BY seq")]

    return rows


def test_whatever_is_sent_to_whatever_route_gets_an_answer(
    node: Node, precious: Callable[[], list[Any]]
) -> None:
    before = precious()
    assert before

    @settings(max_examples=700, deadline=None, suppress_health_check=list(HealthCheck))
    @given(sent=requests(node))
    def anything(sent: Sent) -> None:
        check(node, sent)

    anything()
    assert precious()[: len(before)] == before


@pytest.mark.parametrize("query", [b"a=\xff", b"ve=%00"])
def test_a_query_that_is_no_text_is_told(node: Node, query: bytes) -> None:
    for path in ("/", f"/to-khai/{node.seeds.draft}/luyen"):
        for method in ("GET", "POST"):
            sent = Sent("lan", method, path, query, [(b"content-type", FORM)], b"")
            check(node, sent)
            assert ask(node, sent)[0] == 400


def test_every_route_by_every_method_with_every_type(node: Node) -> None:
    known = {"{id:str}": node.seeds.draft, "{step:str}": "nguoi-yeu-cau", "{n:int}": "1"}
    for route in sorted({path for path, _, _ in operations(node.app)}):
        path = route.replace("{id:str}", node.seeds.dossier) if "mot-cua" in route else route
        for name, value in known.items():
            path = path.replace(name, value)
        path = re.sub(r"{\w+:\w+}", "0", path)
        for who in ("nobody", "minh" if "mot-cua" in route else "lan"):
            for method in sorted(set(METHODS)):
                if not (method == "POST" and path.endswith(LEAVING)):
                    for type in (FORM, MULTIPART, b"application/json"):
                        sent = Sent(who, method, path, b"", [(b"content-type", type)], b"x")
                        check(node, sent)


def test_lan_still_has_her_draft_and_minh_his_desk(node: Node) -> None:
    for who, path in (("lan", f"/to-khai/{node.seeds.draft}/kiem-tra"), ("minh", "/mot-cua")):
        status, headers, _, _ = ask(node, Sent(who, "GET", path, b"", [], b""))
        assert status == 200 or b"/to-khai/" in headers[b"location"]
