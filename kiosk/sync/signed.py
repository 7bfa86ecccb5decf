"""Short texts that a browser keeps for us: signed under the node's secret, each for one purpose."""

import hmac
from dataclasses import dataclass, field
from typing import ClassVar, Self

from kiosk.sync.derive import purpose_key


@dataclass(frozen=True)
class Signing:
    """`key` is of this purpose alone."""

    purpose: ClassVar[str]

    key: bytes = field(repr=False)

    @classmethod
    def under(cls, secret: bytes) -> Self:
        return cls(purpose_key(secret, cls.purpose))

    def signed(self, said: str) -> str:
        return f"{said}.{self._mac(said)}"

    def said(self, value: str) -> str | None:
        """What was signed; None for what is not ours."""
        said, _, mac = value.rpartition(".")
        return said if hmac.compare_digest(self._mac(said).encode(), mac.encode()) else None

    def _mac(self, said: str) -> str:
        return hmac.digest(self.key, said.encode(), "sha256").hex()
