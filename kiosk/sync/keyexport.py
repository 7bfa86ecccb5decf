"""A node's keys, or its secret, as one file under a passphrase: scrypt (RFC 7914) and AES-256-GCM.

The file is JSON, so that it can be opened without this program by anybody who has the passphrase.
"""

import os
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from msgspec import Meta, Struct

from kiosk.problem import Problem
from kiosk.sync.canonical import NotCanonical, Value, canonical, loads
from kiosk.sync.keys import Key, Purpose, private_pem, read_private
from kiosk.sync.problems import malformed_export, weak_passphrase, wrong_passphrase
from kiosk.sync.wire import from_base64, to_base64

What = Literal["tramso-keys", "tramso-secret"]
SHORTEST_PASSPHRASE = 12
WORK = 2**17
"""scrypt's N: 128 MB and about half a second a guess, as OWASP asks."""


def export_keys(keys: Iterable[Key], passphrase: str, work: int = WORK) -> bytes:
    """The file's bytes; raises `sync.weak_passphrase` below 12 characters."""
    plain = canonical([_written(key) for key in keys])
    return lock_up("tramso-keys", plain, passphrase, work)


def import_keys(data: bytes, passphrase: str) -> tuple[Key, ...]:
    """The keys in an export; raises `sync.wrong_passphrase` or `sync.malformed_export`."""
    plain = unlock("tramso-keys", data, passphrase)
    try:
        return tuple(_read(key) for key in msgspec.convert(loads(plain), list[_Written]))
    except (NotCanonical, msgspec.ValidationError, Problem) as error:
        raise malformed_export() from error


def lock_up(what: What, plain: bytes, passphrase: str, work: int = WORK) -> bytes:
    """A file that opens with the passphrase only; raises `sync.weak_passphrase`."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise weak_passphrase(least=SHORTEST_PASSPHRASE)
    kdf = _Kdf(name="scrypt", n=work, r=8, p=1, salt=to_base64(os.urandom(16)))
    nonce = os.urandom(12)
    lock = _Lock(what=what, v=1, kdf=kdf, cipher="AES-256-GCM", nonce=to_base64(nonce))
    sealed = AESGCM(_stretched(passphrase, kdf)).encrypt(nonce, plain, _bound(lock))
    return canonical({**msgspec.to_builtins(lock), "sealed": to_base64(sealed)})


def unlock(what: What, data: bytes, passphrase: str) -> bytes:
    """What was locked up; raises `sync.wrong_passphrase` or `sync.malformed_export`."""
    lock, nonce, sealed = _opened_lock(data)
    if lock.what != what:
        raise malformed_export()
    try:
        return AESGCM(_stretched(passphrase, lock.kdf)).decrypt(nonce, sealed, _bound(lock))
    except InvalidTag as error:
        raise wrong_passphrase() from error


class _Kdf(Struct, frozen=True, forbid_unknown_fields=True):
    name: Literal["scrypt"]
    # Bounds, so that a file cannot ask for more memory than a machine has.
    n: Annotated[int, Meta(ge=2, le=2**20)]
    r: Annotated[int, Meta(ge=1, le=8)]
    p: Annotated[int, Meta(ge=1, le=4)]
    salt: str


class _Lock(Struct, frozen=True):
    what: What
    v: Literal[1]
    kdf: _Kdf
    cipher: Literal["AES-256-GCM"]
    nonce: str


class _Written(Struct, frozen=True):
    purpose: Purpose
    made_at: Annotated[int, Meta(ge=0, lt=10**13)]
    private: str


def _opened_lock(data: bytes) -> tuple[_Lock, bytes, bytes]:
    try:
        value = loads(data)
        lock = msgspec.convert(value, _Lock)
        nonce, sealed = from_base64(lock.nonce), from_base64(str(value.get("sealed", "")))
        from_base64(lock.kdf.salt)
    except (NotCanonical, msgspec.ValidationError, ValueError) as error:
        raise malformed_export() from error
    if len(nonce) != 12 or len(sealed) < 16 or lock.kdf.n & lock.kdf.n - 1:
        raise malformed_export()
    return lock, nonce, sealed


def _stretched(passphrase: str, kdf: _Kdf) -> bytes:
    # "ế" can be typed as one code point or three; both must open the file.
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    scrypt = Scrypt(salt=from_base64(kdf.salt), length=32, n=kdf.n, r=kdf.r, p=kdf.p)
    return scrypt.derive(secret)


def _bound(lock: _Lock) -> bytes:
    return canonical(msgspec.to_builtins(lock))


def _written(key: Key) -> Value:
    pem = private_pem(key).decode("ascii")
    return {"purpose": key.purpose, "made_at": key.made_at, "private": pem}


def _read(written: _Written) -> Key:
    return read_private(written.purpose, written.made_at, written.private.encode("utf-8"))
