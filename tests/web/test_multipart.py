"""A form with files: nothing is lost that can be kept, nothing is taken that no browser sends."""

import tracemalloc
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request, post

from kiosk.clock import FixedClock
from kiosk.problem import Problem
from kiosk.settings import Settings
from kiosk.web.edge import make_edge
from kiosk.web.guard import Room
from kiosk.web.multipart import FILE_BYTES, SentFile, Upload, parse_upload, read_upload
from tests.conftest import Running

BOUNDARY = "----WebKitFormBoundaryABC123"


def part(name: str, value: bytes, filename: str | None = None) -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"'
    if filename is not None:
        head += f'; filename="{filename}"\r\nContent-Type: image/jpeg'
    return f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + value + b"\r\n"


def body(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


async def in_pieces(data: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]
    yield b""


async def parsed(data: bytes, size: int = 65536) -> Upload:
    return await parse_upload(BOUNDARY, in_pieces(data, size))


@post("/gui")
async def take(request: Request[Any, Any, Any]) -> dict[str, Any]:
    upload = await read_upload(request)
    files = {name: [sent.name for sent in several] for name, several in upload.files.items()}
    return {"form": dict(upload.form), "files": files}


@pytest.fixture
async def lan(
    settings: Settings, clock: FixedClock, running: Running
) -> AsyncIterator[httpx.AsyncClient]:
    """Lan's browser, on a node that takes files."""
    app = make_edge(settings, clock, (take,), rooms=(Room("/gui", multipart=1024 * 1024),))
    async with running(app) as browser:
        yield browser


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 65536])
async def test_answers_and_files_come_in_whatever_pieces(size: int) -> None:
    sent = body(
        part("ten", "Nguyễn Thị Lan".encode()),
        part("giay", b"a"),
        part("giay", b"b"),
        part("anh", b"\r\n--\0\xff", "giấy.jpg"),
        part("anh", b"", "rỗng.jpg"),
        part("khac", b"", ""),
        part("khac", b"no name", ""),
    )
    upload = await parsed(sent, size)
    assert dict(upload.form) == {"ten": "Nguyễn Thị Lan", "giay": "a"}
    assert upload.form.all("giay") == ["a", "b"]
    assert upload.files == {
        "anh": [SentFile("giấy.jpg", b"\r\n--\0\xff"), SentFile("rỗng.jpg", b"")],
        "khac": [SentFile("", b"no name")],
    }


async def test_a_file_that_is_too_large_does_not_take_the_rest_along() -> None:
    sent = body(
        part("truoc", b"1"),
        part("anh", bytes(FILE_BYTES + 1), "to.jpg"),
        part("anh", bytes(FILE_BYTES), "vua.jpg"),
        part("sau", b"2"),
    )
    upload = await parsed(sent)
    assert dict(upload.form) == {"truoc": "1", "sau": "2"}
    large, fits = upload.files["anh"]
    assert large == SentFile("to.jpg", b"", too_large=True)
    assert (fits.name, len(fits.data), fits.too_large) == ("vua.jpg", FILE_BYTES, False)


async def test_a_file_is_held_once() -> None:
    sent = body(part("anh", bytes(8_000_000), "a.jpg"), part("anh", bytes(8_000_000), "b.jpg"))
    tracemalloc.start()
    upload = await parsed(sent)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(upload.files["anh"]) == 2
    assert peak < 19_500_000  # BytesIO grows by an eighth at a time


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("C:\\Users\\Lan\\anh.jpg", "anh.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a/", ""),
        ("gia\u0301y.jpg", "giáy.jpg"),
        ("an\u202egpj.exe", "angpj.exe"),
        ("a\tb\x7f\0.jpg", "ab.jpg"),
        ("x" * 300, "x" * 100),
    ],
)
async def test_a_name_is_for_reading_only(sent: str, read: str) -> None:
    upload = await parsed(body(part("anh", b"data", sent)))
    assert upload.files["anh"] == [SentFile(read, b"data")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"rubbish",
        body(part("a", b"1"))[:-20],
        body(part("a", b"\xff")),
        body(part("a", b"\0")),
        body(part("a\0", b"1")),
        body(part("anh\0", b"1", "a.jpg")),
        body(part("a", b"1")).replace(b"form-data", b"attachment"),
        body(part("a", b"1")).replace(b'"a"', b'"\xff"'),
        body(*[part("a", b"")] * 1001),
        body(part("a" * 5000, b"")),
    ],
)
async def test_what_no_browser_sends_is_refused(data: bytes) -> None:
    with pytest.raises(Problem, match="malformed_form"):
        await parsed(data)


async def test_too_much_text_and_too_many_files_are_refused() -> None:
    for data in (
        body(part("a", b"x" * 40_000), part("b", b"x" * 40_000)),
        body(*[part("anh", b"x", "a.jpg")] * 31),
    ):
        with pytest.raises(Problem, match="too_large"):
            await parsed(data)
    assert len((await parsed(body(*[part("anh", b"x", "a.jpg")] * 30))).files["anh"]) == 30


async def test_a_form_without_files_is_read_by_the_same_call(lan: httpx.AsyncClient) -> None:
    plain = await lan.post("/gui", data={"ten": "Lan"})
    assert plain.json() == {"form": {"ten": "Lan"}, "files": {}}
    files = {"anh": ("giấy.jpg", b"x" * 500_000, "image/jpeg")}
    mixed = await lan.post("/gui", data={"ten": "Lan"}, files=files)
    assert mixed.json() == {"form": {"ten": "Lan"}, "files": {"anh": ["giấy.jpg"]}}


async def test_a_request_has_no_more_room_than_its_guard_gives(lan: httpx.AsyncClient) -> None:
    large = await lan.post("/gui", files={"anh": ("a.jpg", bytes(1024 * 1024))})
    assert large.status_code == 413


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        (b"application/json", 415),
        (b"multipart/mixed; boundary=x", 415),
        (b"multipart/form-data", 400),
        (b"multipart/form-data; boundary=", 400),
        (b'multipart/form-data; boundary="\xff\xfe"; charset=utf-7', 400),
        (b"multipart/form-data; boundary=" + b"x" * 5000, 400),
    ],
)
async def test_something_else_than_a_form_is_refused(
    lan: httpx.AsyncClient, content_type: bytes, status: int
) -> None:
    answer = await lan.post("/gui", content=b"--x\r\n{}", headers=[(b"content-type", content_type)])
    assert answer.status_code == status


PIECES = (
    part("a", b"1")[:-2],
    part("f", b"1", "f"),
    b"\r\n",
    b"--",
    BOUNDARY.encode(),
    b"Content-Length: -1\r\n",
    b"Content-Type: x; charset=q\r\n",
    b"; filename*=utf-8''%ff",
)


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=10), max_size=12), st.integers(1, 50))
async def test_any_bytes_are_an_upload_or_a_problem(pieces: list[bytes], size: int) -> None:
    try:
        upload = await parsed(b"".join(pieces), size)
    except Problem:
        return
    assert isinstance(upload, Upload)
