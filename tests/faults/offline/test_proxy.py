"""The proxy does what it was told, or the tests that lean on it prove nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic

import httpx
import pytest

from tests.faults.offline.proxy import Proxy, in_front_of

BIG = bytes(100_000)


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent, and remembers it."""

    got: list[bytes]

    def do_PUT(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        self.got.append(body)
        self.send_response(201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def got() -> list[bytes]:
    """The bodies that reached the node."""
    return []


@pytest.fixture
def proxy(got: list[bytes]) -> Iterator[Proxy]:
    class Own(Echo):
        pass

    Own.got = got
    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    with in_front_of(server.server_address[1]) as one:
        yield one
    server.shutdown()
    server.server_close()
    thread.join()


def put(proxy: Proxy, body: bytes = b"Lan", timeout: float = 5, path: str = "/a") -> httpx.Response:
    return httpx.put(proxy.url + path, content=body, timeout=timeout, trust_env=False)


def test_it_passes_everything_and_counts(proxy: Proxy, got: list[bytes]) -> None:
    assert put(proxy, BIG).content == BIG
    assert got == [BIG]
    proxy.until_answered("PUT")
    [seen] = proxy.seen("PUT /a")
    assert (seen.method, seen.path, seen.status) == ("PUT", "/a", 201)
    assert len(BIG) < seen.up < len(BIG) + 1000
    assert len(BIG) < seen.down < len(BIG) + 1000


def test_refused_until_healed_at_the_same_address(proxy: Proxy) -> None:
    proxy.refuse()
    for _ in range(2):
        with pytest.raises(httpx.ConnectError):
            put(proxy)
    proxy.heal()
    assert put(proxy).status_code == 201


def test_a_stalled_request_never_reaches_the_node(proxy: Proxy, got: list[bytes]) -> None:
    proxy.stall("PUT", times=1)
    with pytest.raises(httpx.ReadTimeout):
        put(proxy, timeout=0.2)
    proxy.until_answered("PUT")
    assert proxy.answered() == [None]
    assert put(proxy).status_code == 201
    assert len(got) == 1


def test_what_was_held_goes_on(proxy: Proxy, got: list[bytes]) -> None:
    proxy.hold("PUT")
    with ThreadPoolExecutor() as people:
        waiting = [people.submit(put, proxy) for _ in range(3)]
        proxy.until_seen("PUT", 3)
        assert got == []
        proxy.heal()
        assert [one.result().status_code for one in waiting] == [201] * 3
    assert proxy.most_at_once("PUT") == 3


def test_a_dropped_response_was_acted_on(proxy: Proxy, got: list[bytes]) -> None:
    proxy.drop_response("PUT /a", times=2)
    assert put(proxy, path="/b").status_code == 201
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            put(proxy)
    assert put(proxy).status_code == 201
    assert len(got) == 4
    assert [one.status for one in proxy.seen("/a")] == [201] * 3


def test_somebody_else_answers(proxy: Proxy, got: list[bytes]) -> None:
    proxy.answer(413, "too big", {"Content-Type": "text/plain"}, over=1000)
    proxy.answer(500, times=1)
    answers = [put(proxy), put(proxy, BIG), put(proxy)]
    assert [one.status_code for one in answers] == [500, 413, 201]
    assert len(got) == 1
    proxy.portal()
    assert "<h1>" in put(proxy).text


def test_half_an_answer(proxy: Proxy) -> None:
    proxy.truncate(10, times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        put(proxy, BIG)


def test_another_release(proxy: Proxy) -> None:
    proxy.rewrite(lambda body: body + b" Chi", times=1)
    assert [put(proxy).content, put(proxy).content] == [b"Lan Chi", b"Lan"]


def test_a_cut_upload_reaches_the_node_in_part(proxy: Proxy, got: list[bytes]) -> None:
    proxy.cut_after(30_000, times=1)
    with pytest.raises(httpx.TransportError):
        put(proxy, BIG)
    proxy.until_answered("PUT")
    assert put(proxy).status_code == 201
    assert sorted(map(len, got)) == [3, 30_000]
    [cut, _] = proxy.seen("PUT")
    assert cut.up < 31_000


def test_slow_and_late(proxy: Proxy) -> None:
    proxy.delay(0.1)
    began = monotonic()
    put(proxy)
    assert monotonic() - began > 0.1
    proxy.heal()
    proxy.throttle(50_000)
    began = monotonic()
    assert put(proxy, bytes(5000)).status_code == 201
    assert monotonic() - began > 0.2


def test_a_client_that_hangs_up_ends_its_request(proxy: Proxy) -> None:
    proxy.hold()
    with pytest.raises(httpx.ReadTimeout):
        put(proxy, timeout=0.1)
    proxy.until_answered("PUT")
    assert proxy.answered("PUT") == [None]
