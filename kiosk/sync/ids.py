"""UUIDv7 (RFC 9562): ids that sort by the time they were made, without asking anybody."""

import os
import re
from uuid import UUID

_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def uuid7(now_ms: int, random: bytes | None = None) -> str:
    """A UUIDv7 in lower-case text. `now_ms` is Unix time; `random` is 10 bytes, 74 bits used."""
    noise = int.from_bytes(os.urandom(10) if random is None else random, "big")
    high, low = noise >> 62 & 0xFFF, noise & (1 << 62) - 1
    return str(UUID(int=(now_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))


def is_uuid7(text: str) -> bool:
    """Whether the text is a UUIDv7 in the one spelling the protocol allows."""
    return _TEXT.fullmatch(text) is not None
