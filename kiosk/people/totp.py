"""One-time codes by the clock (RFC 6238): six digits from SHA-1, a new one every 30 seconds.

These are the values that every telephone app knows; many ignore any other.
"""

import base64
import hmac
import re
import secrets
import unicodedata
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30
# A telephone's clock may be half a minute off, and people need time to type.
DRIFT_STEPS = 1
ISSUER = "Trạm Số"


def new_secret() -> bytes:
    """160 bits, as RFC 4226 recommends."""
    return secrets.token_bytes(20)


def typable(secret: bytes) -> tuple[str, ...]:
    """The secret in groups of four, for a telephone whose camera does not work."""
    letters = base64.b32encode(secret).decode()
    return tuple(letters[start : start + 4] for start in range(0, len(letters), 4))


def uri(secret: bytes, login: str) -> str:
    """What the QR says to the app on the telephone."""
    issuer = quote(ISSUER)
    letters = "".join(typable(secret))
    return f"otpauth://totp/{issuer}:{quote(login)}?secret={letters}&issuer={issuer}"


def digits_in(typed: str) -> str | None:
    """The six digits in what somebody typed, or None where there are none."""
    plain = re.sub(r"[\s.-]", "", unicodedata.normalize("NFKC", typed))
    return plain if re.fullmatch(r"[0-9]{6}", plain) else None


def step_of(secret: bytes, code: str, at: datetime, after: int) -> int | None:
    """Which step the code belongs to, if it is one of now and newer than step `after`.

    Takes the same time for every wrong code.
    """
    now = int(at.timestamp()) // STEP_SECONDS
    found = None
    for step in range(max(now - DRIFT_STEPS, 0), now + DRIFT_STEPS + 1):
        if hmac.compare_digest(code_of(secret, step), code) and step > after:
            found = step
    return found


def code_of(secret: bytes, step: int) -> str:
    return TOTP(secret, 6, SHA1(), STEP_SECONDS).generate(step * STEP_SECONDS).decode()  # noqa: S303
