"""AES-256-GCM under a random nonce: what is kept in a database and read by none who copies it."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def seal(key: bytes, data: bytes, bound: str) -> bytes:
    """`nonce ‖ ciphertext`; `bound` says whose it is, so that rows cannot be swapped."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, bound.encode("utf-8"))


def opened(key: bytes, sealed: bytes, bound: str) -> bytes | None:
    """None for another key, another owner, or other bytes."""
    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, bound.encode("utf-8"))
    except (InvalidTag, ValueError):
        return None
