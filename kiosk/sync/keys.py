"""Key pairs: what they are called, how they are written, and a node's ring of them.

Every key is on P-256, since that is the curve every browser has.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.sync.problems import malformed_key, no_such_key
from kiosk.sync.wire import from_base64, to_base64

Purpose = Literal["sealing", "signing"]

CURVE = ec.SECP256R1()


@dataclass(frozen=True)
class Key:
    """A key pair of our own. `made_at` is Unix milliseconds; the newest of a purpose is used."""

    purpose: Purpose
    made_at: int
    private: ec.EllipticCurvePrivateKey = field(repr=False)

    @cached_property
    def public(self) -> ec.EllipticCurvePublicKey:
        return self.private.public_key()

    @cached_property
    def id(self) -> str:
        return key_id(self.public)


@dataclass(frozen=True)
class KeyRing:
    """A node's own keys, retired ones included. A node that is no hub has no sealing key."""

    keys: tuple[Key, ...]

    @property
    def sealing(self) -> Key:
        """The key that envelopes are sealed to now; raises `sync.no_such_key`."""
        return self._newest("sealing")

    @property
    def signing(self) -> Key:
        """The key that signs receipts now; raises `sync.no_such_key`."""
        return self._newest("signing")

    @property
    def openers(self) -> Mapping[str, ec.EllipticCurvePrivateKey]:
        """Every private key that an envelope may still be sealed to, by id."""
        return {key.id: key.private for key in self.of("sealing")}

    def of(self, purpose: Purpose) -> tuple[Key, ...]:
        """All keys of a purpose, the newest last."""
        return tuple(key for key in self.keys if key.purpose == purpose)

    def _newest(self, purpose: Purpose) -> Key:
        keys = self.of(purpose)
        if not keys:
            raise no_such_key(purpose=purpose)
        return keys[-1]


def key_ring(keys: Iterable[Key]) -> KeyRing:
    """A ring in order of age, each key once."""
    unique = {key.id: key for key in keys}
    return KeyRing(tuple(sorted(unique.values(), key=lambda key: (key.made_at, key.id))))


def new_key(purpose: Purpose, now_ms: int) -> Key:
    """A fresh key pair."""
    return Key(purpose, now_ms, ec.generate_private_key(CURVE))


def key_id(public: ec.EllipticCurvePublicKey) -> str:
    """The first 128 bits of SHA-256 over the uncompressed point, in hexadecimal."""
    return hashlib.sha256(public_bytes(public)).hexdigest()[:32]


def public_bytes(public: ec.EllipticCurvePublicKey) -> bytes:
    """The uncompressed point, 65 bytes: what WebCrypto imports and exports as `raw`."""
    return public.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def public_text(public: ec.EllipticCurvePublicKey) -> str:
    """A public key as JSON carries it: base64 of the uncompressed point."""
    return to_base64(public_bytes(public))


def read_public(text: str) -> ec.EllipticCurvePublicKey:
    """A public key from the wire; raises `sync.malformed_key`, also for a point off the curve."""
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, from_base64(text))
    except ValueError as error:
        raise malformed_key() from error
    if public_text(public) != text:
        raise malformed_key()
    return public


def private_pem(key: Key) -> bytes:
    """PKCS #8 in PEM, not encrypted: for a file of 0600, or under a passphrase."""
    return key.private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def read_private(purpose: Purpose, made_at: int, pem: bytes) -> Key:
    """A key of ours from PKCS #8 in PEM; raises `sync.malformed_key`."""
    try:
        private = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise malformed_key() from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name != CURVE.name:
        raise malformed_key()
    return Key(purpose, made_at, private)
