"""Photographs and papers: encrypted once each, named by the hash of what is sent."""

from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.sync.canonical import digest
from kiosk.sync.derive import hkdf
from kiosk.sync.header import GCM_TAG, MAX_BLOB_BYTES
from kiosk.sync.problems import blob_not_to_be_opened, blob_too_large

# Safe only because a slot's key encrypts one message ever: a replaced photo takes a new slot.
_NONCE = bytes(12)


class Blob(NamedTuple):
    """Ciphertext and its name."""

    name: str
    ciphertext: bytes


def blob_key(k: bytes, slot: int) -> bytes:
    """The key of one slot under an envelope's content key."""
    return hkdf(k, b"blob" + str(slot).encode("ascii"))


def seal_blob(k: bytes, slot: int, data: bytes) -> Blob:
    """The blob to send. Never call it twice for one slot with different data.

    Raises `sync.blob_too_large`.
    """
    if len(data) + GCM_TAG > MAX_BLOB_BYTES:
        raise blob_too_large(limit=MAX_BLOB_BYTES)
    ciphertext = AESGCM(blob_key(k, slot)).encrypt(_NONCE, data, None)
    return Blob(digest(ciphertext), ciphertext)


def open_blob(k: bytes, slot: int, ciphertext: bytes) -> bytes:
    """The file as it was; raises `sync.blob_not_to_be_opened`."""
    try:
        return AESGCM(blob_key(k, slot)).decrypt(_NONCE, ciphertext, None)
    except (InvalidTag, ValueError) as error:
        raise blob_not_to_be_opened(slot=slot) from error
