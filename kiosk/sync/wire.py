"""The shapes of single values on the wire, and how bytes and times are spelt in JSON."""

import base64
from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

# msgspec searches; `\A` and `\Z` pin both ends (`$` would let a final newline through).
Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
KeyId = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Uuid7 = Annotated[
    str, Meta(pattern=r"\A[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
]
Instant = Annotated[
    str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\Z")
]
Slug = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9_-]{0,63}\Z")]
Name = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")]


def to_base64(data: bytes) -> str:
    """Standard alphabet with padding, as `btoa` writes it."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """The bytes of base64 text; raises `ValueError` for any but the one right spelling.

    Python ignores stray bits in the last character, so that two texts would mean the same bytes
    and a changed envelope could still open.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError as error:
        raise ValueError("not base64") from error
    if to_base64(data) != text:
        raise ValueError("not the one base64 spelling of these bytes")
    return data


def instant(at: datetime) -> str:
    """A moment as JavaScript's `toISOString` writes it: UTC, milliseconds, `Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def moment(text: str) -> datetime:
    """The aware moment of an instant; raises `ValueError` for a day or hour that is none."""
    return datetime.fromisoformat(text)
