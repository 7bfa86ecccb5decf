"""Drafts at rest: readable only with a key that leaves with the citizen."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.sync.derive import hkdf
from kiosk.sync.problems import draft_not_to_be_opened, wrong_resume_code

DRAFT_KEY_BYTES = 32
_NONCE_BYTES = 12


def new_draft_key() -> bytes:
    """32 random bytes, for the citizen's cookie alone."""
    return os.urandom(DRAFT_KEY_BYTES)


def seal_draft(key: bytes, draft_id: str, data: bytes) -> bytes:
    """`nonce ‖ ciphertext`; the id is bound in, so that rows cannot be swapped."""
    return _encrypt(key, data, draft_id)


def open_draft(key: bytes, draft_id: str, sealed: bytes) -> bytes:
    """The draft; raises `sync.draft_not_to_be_opened` for another key, id or bytes."""
    try:
        return _decrypt(key, sealed, draft_id)
    except (InvalidTag, ValueError) as error:
        raise draft_not_to_be_opened(id=draft_id) from error


def wrap(draft_key: bytes, draft_id: str, resume_code: str) -> bytes:
    """The draft's key, locked under a resume code in its 16-letter form."""
    return _encrypt(_wrapping_key(resume_code), draft_key, draft_id)


def unwrap(wrapped: bytes, draft_id: str, resume_code: str) -> bytes:
    """The draft's key again; raises `sync.wrong_resume_code`."""
    try:
        return _decrypt(_wrapping_key(resume_code), wrapped, draft_id)
    except (InvalidTag, ValueError) as error:
        raise wrong_resume_code() from error


def locator(resume_code: str) -> str:
    """What a draft is found by; tells nothing of the key that the same code wraps."""
    return hkdf(resume_code.encode("ascii"), b"locate").hex()


def _wrapping_key(resume_code: str) -> bytes:
    return hkdf(resume_code.encode("ascii"), b"wrap")


def _encrypt(key: bytes, data: bytes, bound: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, bound.encode("utf-8"))


def _decrypt(key: bytes, sealed: bytes, bound: str) -> bytes:
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    return AESGCM(key).decrypt(nonce, ciphertext, bound.encode("utf-8"))
