"""JSON with one spelling (RFC 8785), so that two programs hash the same bytes."""

import hashlib
import json
from typing import Any

import rfc8785

Value = Any
"""A JSON value: null, bool, int, float, str, list or dict."""


class NotCanonical(ValueError):
    """The bytes are not JSON, or JSON in another spelling than the canonical one."""


def canonical(value: Value) -> bytes:
    """The RFC 8785 bytes of a JSON value.

    Raises `NotCanonical` for what RFC 8785 cannot write: NaN, infinities, integers beyond
    ±(2^53 − 1), lone surrogates, keys that are not text, nesting deeper than the stack.
    """
    try:
        return rfc8785.dumps(value)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from error


def parse(data: bytes) -> Value:
    """The value of canonical bytes; raises `NotCanonical` for any other spelling.

    Comparing with our own spelling also refuses repeated keys, which two parsers read differently.
    """
    value = loads(data)
    if canonical(value) != data:
        raise NotCanonical("another spelling than RFC 8785")
    return value


def loads(data: bytes) -> Value:
    """The value of JSON bytes in any spelling; raises `NotCanonical` where there is none.

    Text with lone surrogates is refused here, since no later step could store or print it.
    """
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from error
    return value


def digest(data: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _refuse_constant(name: str) -> None:
    raise NotCanonical(f"{name} is not JSON")
