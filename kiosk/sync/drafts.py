"""Drafts at rest: readable only with a key that leaves with the citizen."""

import os

from kiosk.sync import gcm
from kiosk.sync.derive import hkdf
from kiosk.sync.problems import draft_not_to_be_opened, wrong_resume_code

DRAFT_KEY_BYTES = 32


def new_draft_key() -> bytes:
    """32 random bytes, for the citizen's cookie alone."""
    return os.urandom(DRAFT_KEY_BYTES)


def seal_draft(key: bytes, draft_id: str, data: bytes) -> bytes:
    """`nonce ‖ ciphertext`; the id is bound in, so that rows cannot be swapped."""
    return gcm.seal(key, data, draft_id)


def open_draft(key: bytes, draft_id: str, sealed: bytes) -> bytes:
    """The draft; raises `sync.draft_not_to_be_opened` for another key, id or bytes."""
    data = gcm.opened(key, sealed, draft_id)
    if data is None:
        raise draft_not_to_be_opened(id=draft_id)
    return data


def wrap(draft_key: bytes, draft_id: str, resume_code: str) -> bytes:
    """The draft's key, locked under a resume code in its 16-letter form."""
    return gcm.seal(_wrapping_key(resume_code), draft_key, draft_id)


def unwrap(wrapped: bytes, draft_id: str, resume_code: str) -> bytes:
    """The draft's key again; raises `sync.wrong_resume_code`."""
    key = gcm.opened(_wrapping_key(resume_code), wrapped, draft_id)
    if key is None:
        raise wrong_resume_code()
    return key


def locator(resume_code: str) -> str:
    """What a draft is found by; tells nothing of the key that the same code wraps."""
    return hkdf(resume_code.encode("ascii"), b"locate").hex()


def _wrapping_key(resume_code: str) -> bytes:
    return hkdf(resume_code.encode("ascii"), b"wrap")
