"""Pages and JSON smaller on the wire."""

import gzip

import brotli  # type: ignore[import-untyped]

WORTH_IT_BYTES = 500
COMPRESSIBLE = (
    b"text/",
    b"application/json",
    b"application/problem+json",
    b"application/manifest+json",
    b"application/javascript",
    b"image/svg+xml",
)
# 5 is the last quality that is cheap; a window of 64 KB holds any page and is quicker to set up.
QUALITY = 5
WINDOW = 16


def best_encoding(accepted: bytes) -> bytes:
    """`br`, `gzip` or `""`, by an Accept-Encoding header."""
    for encoding in (b"br", b"gzip"):
        if encoding in accepted and not _is_refused(encoding, accepted):
            return encoding
    return b""


def encode(body: bytes, encoding: bytes) -> bytes:
    if encoding == b"br":
        packed: bytes = brotli.compress(body, brotli.MODE_TEXT, QUALITY, WINDOW)
        return packed
    return gzip.compress(body, 6, mtime=0)


def _is_refused(encoding: bytes, accepted: bytes) -> bool:
    for part in accepted.split(b","):
        name, _, weight = part.strip().partition(b";")
        if name.strip() == encoding:
            return weight.strip() in (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
    return True
