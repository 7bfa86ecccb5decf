"""A body that is compressed once, as small as it gets, and then sent again and again."""

import gzip
from collections.abc import Mapping
from typing import Any

import brotli  # type: ignore[import-untyped]
from litestar import Request
from litestar.response import Response

from kiosk.web import compress

Bodies = Mapping[bytes, bytes]
"""By encoding; b"" is the plain body."""


def pack(body: bytes) -> Bodies:
    packed = {b"br": brotli.compress(body), b"gzip": gzip.compress(body, 9, mtime=0)}
    return {b"": body} | {name: small for name, small in packed.items() if len(small) < len(body)}


def send(
    request: Request[Any, Any, Any], bodies: Bodies, media_type: str, headers: Mapping[str, str]
) -> Response[bytes]:
    """In the best encoding that the browser takes."""
    accepted = request.headers.get("accept-encoding", "").encode("latin-1")
    encoding = compress.best_encoding(accepted)
    if encoding not in bodies:
        encoding = b""
    said = {**headers, "Vary": "Accept-Encoding"}
    if encoding:
        said["Content-Encoding"] = encoding.decode()
    return Response(bodies[encoding], media_type=media_type, headers=said)


def checked(tag: str) -> dict[str, str]:
    """The headers of what is kept but asked for again each time. Weak, because the tag is that of
    the content, whatever it is compressed by."""
    return {"Cache-Control": "no-cache", "ETag": f'W/"{tag}"'}


def unchanged(request: Request[Any, Any, Any], tag: str) -> Response[None] | None:
    """304 if the browser has what the tag names."""
    headers = checked(tag)
    if headers["ETag"] not in request.headers.get("if-none-match", ""):
        return None
    return Response(None, status_code=304, headers=headers)
