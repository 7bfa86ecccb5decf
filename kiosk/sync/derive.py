"""Keys made from keys: HKDF-SHA256 (RFC 5869) with an empty salt."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def hkdf(key: bytes, info: bytes, length: int = 32) -> bytes:
    """`length` bytes bound to `info`; different infos give keys that tell nothing of each other."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(key)


def purpose_key(secret: bytes, purpose: str) -> bytes:
    """The 32-byte key that the node's secret gives to one purpose, such as `session`."""
    return hkdf(secret, b"tramso/1|purpose|" + purpose.encode("utf-8"))
