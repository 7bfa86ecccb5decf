"""How a node becomes a station of a hub: a one-time code proves each to the other.

Whoever issued the code and whoever typed it share a key that never travels. Under it the node signs
its public key and the hub its greeting, so that nobody on the line can pass for either.
"""

import hmac
from dataclasses import dataclass, field
from typing import Self

from kiosk.sync import gcm
from kiosk.sync.canonical import digest
from kiosk.sync.derive import hkdf, purpose_key


@dataclass(frozen=True)
class Vault:
    """Under the hub's secret: whoever copies its database can use none of the codes that wait."""

    key: bytes = field(repr=False)

    @classmethod
    def under(cls, secret: bytes) -> Self:
        return cls(purpose_key(secret, "station"))

    def seal(self, proof: bytes, locator: str) -> bytes:
        return gcm.seal(self.key, proof, locator)

    def open(self, sealed: bytes, locator: str) -> bytes | None:
        """None where the hub has another secret now."""
        return gcm.opened(self.key, sealed, locator)


def locator_of(code: str) -> str:
    """By which the hub finds the invitation. `code` as `codes.normalise_resume` gives it."""
    return hkdf(code.encode("ascii"), b"station|locate").hex()


def proof_key(code: str) -> bytes:
    return hkdf(code.encode("ascii"), b"station|prove")


def node_proof(proof: bytes, public: str, nonce: str) -> str:
    """What the node sends: that the holder of the code has this key."""
    return _mac(proof, f"node|{public}|{nonce}")


def hub_proof(proof: bytes, station: str, hello: str) -> str:
    """What the hub answers: that the issuer of the code gave this greeting to this station."""
    return _mac(proof, f"hub|{station}|{digest(hello.encode())}")


def is_proof(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _mac(key: bytes, said: str) -> str:
    return hmac.digest(key, said.encode(), "sha256").hex()
