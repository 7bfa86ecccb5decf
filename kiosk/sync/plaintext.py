"""The part of an envelope that only the hub can read."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from kiosk.sync.canonical import NotCanonical, canonical, loads
from kiosk.sync.problems import malformed_plaintext
from kiosk.sync.wire import from_base64, to_base64

CONTENT_KEY_BYTES = 32


def new_content_key() -> bytes:
    """Of one envelope: fresh random bytes."""
    return secrets.token_bytes(CONTENT_KEY_BYTES)


class PlainBlob(Struct, frozen=True):
    """What a file is, which the header does not tell: its question, media type and name."""

    slot: Annotated[int, Meta(ge=0, le=65535)]
    field: str
    type: str
    name: str


@dataclass(frozen=True)
class Plaintext:
    """What is sealed. `secret` and `steps` belong to the kinds that act on a dossier."""

    k: bytes = field(repr=False)
    answers: Mapping[str, Any] = field(repr=False)
    contact: Mapping[str, Any] = field(repr=False)
    blobs: tuple[PlainBlob, ...] = ()
    secret: str | None = field(default=None, repr=False)
    steps: tuple[str, ...] = ()


def plaintext_bytes(plaintext: Plaintext) -> bytes:
    """Canonical bytes; `secret` and `steps` are written only where there are any."""
    value = {
        "k": to_base64(plaintext.k),
        "answers": dict(plaintext.answers),
        "contact": dict(plaintext.contact),
        "blobs": msgspec.to_builtins(plaintext.blobs),
    }
    if plaintext.secret is not None:
        value["secret"] = plaintext.secret
    if plaintext.steps:
        value["steps"] = list(plaintext.steps)
    return canonical(value)


def read_plaintext(data: bytes) -> Plaintext:
    """What was sealed; raises `sync.malformed_plaintext`.

    Lenient where the header is strict: spelling and unknown keys do not matter inside the seal,
    and what the answers say is for the hub's walk to judge, not for us to refuse.
    """
    try:
        read = msgspec.convert(loads(data), _Sealed)
        k = from_base64(read.k)
    except (NotCanonical, msgspec.ValidationError, ValueError) as error:
        raise malformed_plaintext(why=type(error).__name__) from error
    if len(k) != CONTENT_KEY_BYTES:
        raise malformed_plaintext(why="the content key is not 32 bytes")
    return Plaintext(k, read.answers, read.contact, read.blobs, read.secret, read.steps)


class _Sealed(Struct, frozen=True):
    k: str
    answers: dict[str, Any]
    contact: dict[str, Any]
    blobs: tuple[PlainBlob, ...]
    secret: str | None = None
    steps: tuple[str, ...] = ()
