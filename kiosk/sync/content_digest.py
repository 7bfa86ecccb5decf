"""`Content-Digest` (RFC 9530): what the sender says the body hashes to."""

import hashlib
import re

from kiosk.sync.problems import wrong_content_digest
from kiosk.sync.wire import to_base64

# A dictionary of structured fields; of its members we know the one that everybody has.
_SHA256 = re.compile(r"(?:^|,)[ \t]*sha-256[ \t]*=[ \t]*:([A-Za-z0-9+/]{43}=):[ \t]*(?:,|$)")


def content_digest(body: bytes) -> str:
    """The header's value for a body."""
    return f"sha-256=:{to_base64(hashlib.sha256(body).digest())}:"


def check(header: str, body: bytes) -> None:
    """Raises `sync.wrong_content_digest`, also where there is none: a proxy that cut the body
    must be told from a device that made a bad one."""
    found = _SHA256.search(header)
    if found is None or f"sha-256=:{found[1]}:" != content_digest(body):
        raise wrong_content_digest()
