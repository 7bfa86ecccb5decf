"""What the node's secret gives to sign-in: a key for codes' secrets, and one for typed logins."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.settings import Settings
from kiosk.sync.derive import purpose_key

NONCE = 12


@dataclass(frozen=True)
class Keys:
    """Neither stands in the database: a copy of it makes no codes and tells no typed login."""

    totp: bytes = field(repr=False)
    login: bytes = field(repr=False)

    def seal(self, secret: bytes, staff_id: str) -> bytes:
        """Bound to the person, so that nobody's row can be given to somebody else."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self.totp).encrypt(nonce, secret, staff_id.encode())

    def open(self, sealed: bytes, staff_id: str) -> bytes | None:
        """None when the node's secret is not the one of then: recovery codes still work."""
        try:
            return AESGCM(self.totp).decrypt(sealed[:NONCE], sealed[NONCE:], staff_id.encode())
        except InvalidTag:
            return None

    def login_hash(self, login: str) -> str:
        """Of whatever was typed: people type their password into the wrong box."""
        return hmac.digest(self.login, login.encode("utf-8", "replace"), "sha256").hex()


def keys_of(settings: Settings) -> Keys:
    secret = settings.secret()
    return Keys(purpose_key(secret, "totp"), purpose_key(secret, "login"))


def token_hash(token: str) -> str:
    """A copy of the database opens nothing: a token has 128 bits or more, so a plain hash will
    do."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
