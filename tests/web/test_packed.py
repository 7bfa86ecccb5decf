"""What is compressed once, and what a browser has already."""

import pytest
from litestar import Litestar, Request, get
from litestar.response import Response

from kiosk.web.packed import checked, pack, send, unchanged
from tests.conftest import Running

TEXT = b"self.addEventListener('fetch', () => {});" * 30


@get("/kich-ban")
async def script(request: Request) -> Response:  # type: ignore[type-arg]
    same = unchanged(request, "v1")
    return same or send(request, pack(TEXT), "text/javascript", checked("v1"))


@pytest.fixture
def app() -> Litestar:
    return Litestar([script])


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
async def test_each_browser_gets_it_as_it_can_read_it(
    app: Litestar, running: Running, accepted: str
) -> None:
    async with running(app) as lan:
        answer = await lan.get("/kich-ban", headers={"Accept-Encoding": accepted})
    assert answer.content == TEXT
    assert answer.headers.get("content-encoding", "identity") == accepted
    assert answer.headers["vary"] == "Accept-Encoding"


async def test_who_has_it_gets_it_no_second_time(app: Litestar, running: Running) -> None:
    async with running(app) as lan:
        tag = (await lan.get("/kich-ban")).headers["etag"]
        again = await lan.get("/kich-ban", headers={"If-None-Match": tag})
        other = await lan.get("/kich-ban", headers={"If-None-Match": 'W/"v0"'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert other.status_code == 200


def test_what_does_not_shrink_stays_plain() -> None:
    assert set(pack(b"x")) == {b""}
