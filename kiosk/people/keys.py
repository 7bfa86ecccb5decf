"""What the node's secret gives to sign-in: a key for codes' secrets, and one for typed logins."""

import hashlib
import hmac
from dataclasses import dataclass, field

from kiosk.settings import Settings
from kiosk.sync import gcm
from kiosk.sync.derive import purpose_key


@dataclass(frozen=True)
class Keys:
    """Neither stands in the database: a copy of it makes no codes and tells no typed login."""

    totp: bytes = field(repr=False)
    login: bytes = field(repr=False)

    def seal(self, secret: bytes, staff_id: str) -> bytes:
        """Bound to the person, so that nobody's row can be given to somebody else."""
        return gcm.seal(self.totp, secret, staff_id)

    def open(self, sealed: bytes, staff_id: str) -> bytes | None:
        """None when the node's secret is not the one of then: recovery codes still work."""
        return gcm.opened(self.totp, sealed, staff_id)

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
