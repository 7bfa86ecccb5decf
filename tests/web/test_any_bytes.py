"""Any bytes posted to any address, with any headers, are answered, and never with a 500."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
PATHS = ("/echo", "/xin-chao/", "/so/", "/ngon-ngu", "/static/", "/sync/v1/echo", "/healthz", "/")
TYPES = (
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=x",
    b"multipart/form-data",
    b"application/json",
    b"text/plain; charset=nonsense",
)
NAMES = (
    b"cookie",
    b"accept",
    b"accept-language",
    b"accept-encoding",
    b"content-length",
    b"referer",
)
headers = st.lists(st.tuples(st.sampled_from(NAMES), st.binary(max_size=20)), max_size=4)


@pytest.fixture
def ask(node: Callable[..., Litestar]) -> Callable[..., int]:
    """The status of the answer to one request, as an ASGI server would hand it over."""
    app = node()

    async def _ask(scope: dict[str, Any], body: bytes) -> int:
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await app(scope, receive, send)  # type: ignore[arg-type]
        return int(sent[0]["status"])

    return lambda scope, body: in_a_thread(_ask, scope, body)


def in_a_thread(ask: Callable[..., Any], *args: Any) -> int:
    """With a loop of its own: another test's fixture may keep one running in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return int(pool.submit(anyio.run, ask, *args).result())


@given(
    method=st.sampled_from(METHODS),
    prefix=st.sampled_from(PATHS),
    rest=st.text(max_size=10),
    query=st.binary(max_size=10),
    kind=st.sampled_from(TYPES),
    more=headers,
    body=st.binary(max_size=50),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_are_answered(ask: Callable[..., int], **asked: Any) -> None:
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": asked["method"],
        "scheme": "http",
        "path": asked["prefix"] + asked["rest"],
        "raw_path": b"/",
        "root_path": "",
        "query_string": asked["query"],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "headers": [
            (b"host", b"127.0.0.1:8000"),
            (b"origin", b"http://127.0.0.1:8000"),
            (b"content-type", asked["kind"]),
            *asked["more"],
        ],
    }
    assert 200 <= ask(scope, asked["body"]) < 500
