"""Signed statements: ES256 JWS (RFC 7515) over canonical JSON, each of one declared type."""

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec
from jwt import PyJWS
from jwt.exceptions import InvalidSignatureError, PyJWTError

from kiosk.sync.canonical import NotCanonical, Value, canonical, parse
from kiosk.sync.keys import Key
from kiosk.sync.problems import malformed_token, wrong_signature

MAX_TOKEN_LENGTH = 64 * 1024

_JWS = PyJWS()


def sign(typ: str, payload: Value, key: Key) -> str:
    """The compact JWS. ECDSA draws at random: sign once and store what comes out."""
    headers = {"typ": typ, "kid": key.id}
    return _JWS.encode(canonical(payload), key.private, algorithm="ES256", headers=headers)


def verify(typ: str, token: str, key_of: Callable[[str], ec.EllipticCurvePublicKey]) -> Value:
    """The payload, once the signature holds. `key_of` gives the key of an id, or raises.

    Raises `sync.malformed_token`, `sync.wrong_signature`, and what `key_of` raises. The type is
    signed too, so that a greeting is never taken for a receipt.
    """
    key = key_of(signer(typ, token))
    try:
        return parse(_JWS.decode(token, key, algorithms=["ES256"]))
    except InvalidSignatureError as error:
        raise wrong_signature() from error
    except (PyJWTError, NotCanonical) as error:
        raise malformed_token(why=str(error)) from error


def signer(typ: str, token: str) -> str:
    """The key id a token names, with nothing verified yet; raises `sync.malformed_token`."""
    if len(token) > MAX_TOKEN_LENGTH or not token.isascii():
        raise malformed_token(why="too long, or not ASCII")
    try:
        header = _JWS.get_unverified_header(token)
    except PyJWTError as error:
        raise malformed_token(why=str(error)) from error
    if set(header) != {"alg", "kid", "typ"} or (header["alg"], header["typ"]) != ("ES256", typ):
        raise malformed_token(why=f"not a {typ}")
    return str(header["kid"])


def claims(typ: str, token: str) -> Value:
    """What a token says, with nothing verified yet; raises `sync.malformed_token`."""
    signer(typ, token)
    try:
        return parse(_JWS.decode_complete(token, options={"verify_signature": False})["payload"])
    except (PyJWTError, NotCanonical) as error:
        raise malformed_token(why=str(error)) from error
