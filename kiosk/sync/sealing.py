"""HPKE (RFC 9180) in base mode with the protocol's one suite: sealed for the hub alone."""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.sync.problems import not_to_be_opened

ENC_LENGTH = 65
OVERHEAD = ENC_LENGTH + 16

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def seal(plaintext: bytes, header: bytes, hub: ec.EllipticCurvePublicKey) -> bytes:
    """`enc ‖ ct`, bound to the canonical header; no two calls give the same bytes."""
    return _SUITE.encrypt(plaintext, hub, info(header))


def open_sealed(sealed: bytes, header: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The plaintext; raises `sync.not_to_be_opened` for another key, header or text."""
    try:
        return _SUITE.decrypt(sealed, key, info(header))
    except (InvalidTag, ValueError) as error:
        raise not_to_be_opened() from error


def info(header: bytes) -> bytes:
    """The HPKE `info`: this is what makes the header authenticated though it stays readable."""
    return b"tramso/1|" + hashlib.sha256(header).digest()
