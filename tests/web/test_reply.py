"""Compression: when it is worth it, when it is wanted."""

import brotli
import httpx
import pytest

from kiosk.web.compress import best_encoding


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (b"gzip, deflate, br, zstd", b"br"),
        (b"gzip;q=1.0", b"gzip"),
        (b"br;q=0, gzip", b"gzip"),
        (b"identity", b""),
        (b"", b""),
    ],
)
def test_the_best_encoding_that_is_accepted(accepted: bytes, encoding: bytes) -> None:
    assert best_encoding(accepted) == encoding


@pytest.mark.parametrize("encoding", ["br", "gzip"])
async def test_a_page_is_compressed(lan: httpx.AsyncClient, encoding: str) -> None:
    plain = await lan.get("/xin-chao/Lan", headers={"Accept-Encoding": "identity"})
    packed = await lan.get("/xin-chao/Lan", headers={"Accept-Encoding": encoding})
    assert packed.headers["content-encoding"] == encoding
    assert int(packed.headers["content-length"]) < len(plain.content) * 0.7
    assert packed.text == plain.text
    assert "Accept-Encoding" in plain.headers["vary"]
    assert "Accept-Encoding" in packed.headers["vary"]


async def test_what_is_small_stays_as_it_is(lan: httpx.AsyncClient) -> None:
    answer = await lan.get("/healthz", headers={"Accept-Encoding": "br"})
    assert "content-encoding" not in answer.headers


async def test_a_file_is_compressed_once_and_well(lan: httpx.AsyncClient) -> None:
    page = await lan.get("/xin-chao/Lan")
    url = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    async with lan.stream("GET", url, headers={"Accept-Encoding": "br"}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert b"@layer" in brotli.decompress(raw)
