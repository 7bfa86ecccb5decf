"""HPKE against a second implementation from primitives, which itself holds RFC 9180's vector."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.problem import Problem
from kiosk.sync.keys import CURVE, public_bytes
from kiosk.sync.sealing import ENC_LENGTH, info, open_sealed, seal

HEADER = b'{"id":"1"}'
KEM_SUITE = b"KEM\x00\x10"


def test_the_second_implementation_holds_the_vector_of_rfc_9180_a_3_1() -> None:
    ephemeral = _private("4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb")
    recipient = _private("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2")
    enc, shared = _encapsulate(ephemeral, recipient.public_key())
    key, nonce = _schedule(shared, b"Ode on a Grecian Urn", aead_id=1, key_length=16)
    ct = AESGCM(key).encrypt(nonce, b"Beauty is truth, truth beauty", b"Count-0")
    assert enc.hex().startswith(
        "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
    )
    assert ct.hex() == (
        "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
    )


def test_what_the_second_implementation_seals_we_open() -> None:
    recipient = ec.generate_private_key(CURVE)
    enc, shared = _encapsulate(ec.generate_private_key(CURVE), recipient.public_key())
    key, nonce = _schedule(shared, info(HEADER), aead_id=2, key_length=32)
    sealed = enc + AESGCM(key).encrypt(nonce, "Trạm Số".encode(), b"")
    assert open_sealed(sealed, HEADER, recipient) == "Trạm Số".encode()


def test_what_we_seal_the_second_implementation_opens() -> None:
    recipient = ec.generate_private_key(CURVE)
    sealed = seal(b"giay khai sinh", HEADER, recipient.public_key())
    enc, ct = sealed[:ENC_LENGTH], sealed[ENC_LENGTH:]
    ephemeral = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, enc)
    shared = _shared(recipient, ephemeral, enc, public_bytes(recipient.public_key()))
    key, nonce = _schedule(shared, info(HEADER), aead_id=2, key_length=32)
    assert AESGCM(key).decrypt(nonce, ct, b"") == b"giay khai sinh"


def test_the_info_binds_the_header() -> None:
    assert info(HEADER) == b"tramso/1|" + hashlib.sha256(HEADER).digest()


@pytest.mark.parametrize("sealed", [b"", b"\x00" * 81, b"\x04" * 200, b"\x02" + b"\x11" * 100])
def test_bytes_that_are_no_seal_are_a_named_problem(sealed: bytes) -> None:
    with pytest.raises(Problem, match=r"sync\.not_to_be_opened"):
        open_sealed(sealed, HEADER, ec.generate_private_key(CURVE))


def test_another_key_and_another_header_do_not_open() -> None:
    lans, tams = ec.generate_private_key(CURVE), ec.generate_private_key(CURVE)
    sealed = seal(b"x", HEADER, lans.public_key())
    for header, key in ((HEADER, tams), (b'{"id":"2"}', lans)):
        with pytest.raises(Problem, match=r"sync\.not_to_be_opened"):
            open_sealed(sealed, header, key)


def _private(scalar: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(scalar, 16), CURVE)


def _encapsulate(
    ephemeral: ec.EllipticCurvePrivateKey, recipient: ec.EllipticCurvePublicKey
) -> tuple[bytes, bytes]:
    enc = public_bytes(ephemeral.public_key())
    return enc, _shared(ephemeral, recipient, enc, public_bytes(recipient))


def _shared(
    private: ec.EllipticCurvePrivateKey,
    public: ec.EllipticCurvePublicKey,
    enc: bytes,
    recipient: bytes,
) -> bytes:
    prk = _extract(KEM_SUITE, b"", b"eae_prk", private.exchange(ec.ECDH(), public))
    return _expand(KEM_SUITE, prk, b"shared_secret", enc + recipient, 32)


def _schedule(shared: bytes, info: bytes, aead_id: int, key_length: int) -> tuple[bytes, bytes]:
    suite = b"HPKE\x00\x10\x00\x01" + aead_id.to_bytes(2, "big")
    psk_id_hash = _extract(suite, b"", b"psk_id_hash", b"")
    context = b"\x00" + psk_id_hash + _extract(suite, b"", b"info_hash", info)
    secret = _extract(suite, shared, b"secret", b"")
    key = _expand(suite, secret, b"key", context, key_length)
    return key, _expand(suite, secret, b"base_nonce", context, 12)


def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, context: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
    return hmac.digest(prk, labelled + b"\x01", "sha256")[:length]
