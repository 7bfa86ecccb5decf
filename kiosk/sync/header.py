"""The part of an envelope that everybody on the way can read."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from kiosk.sync.canonical import Value
from kiosk.sync.problems import malformed_envelope
from kiosk.sync.wire import Instant, KeyId, Name, Sha256, Slug, Uuid7, moment

MAX_BLOBS = 64
GCM_TAG = 16
MAX_BLOB_BYTES = 20 * 1024 * 1024 + GCM_TAG

ACTING = frozenset({"supplement", "withdrawal", "rating"})
"""Kinds that act on a dossier: they name it as `parent` and carry its follow secret sealed."""


class BlobRef(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that comes beside the envelope; `sha256` and `size` are of its ciphertext."""

    slot: Annotated[int, Meta(ge=0, le=65535)]
    sha256: Sha256
    size: Annotated[int, Meta(ge=GCM_TAG, le=MAX_BLOB_BYTES)]


class Header(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Readable on the way, authenticated by the seal. Every key is always written."""

    v: Literal[1] = msgspec.field(default=1)
    id: Uuid7
    kind: Slug
    flow: Slug
    flow_version: Name
    pack: Sha256
    locale: Annotated[str, Meta(pattern=r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z")]
    commune: Annotated[str, Meta(pattern=r"\A[0-9]{5}\Z")]
    made_at: Instant
    assist: Literal["none", "helped", "typed"]
    follow: Sha256 | None
    parent: Uuid7 | None
    key: KeyId
    blobs: Annotated[tuple[BlobRef, ...], Meta(max_length=MAX_BLOBS)]


def read_header(value: Value) -> Header:
    """A header from a JSON value; raises `sync.malformed_envelope` with the place, `at`."""
    try:
        header = msgspec.convert(value, Header)
        moment(header.made_at)
    except (msgspec.ValidationError, ValueError) as error:
        raise malformed_envelope(at="header", why=str(error)) from error
    if set(value) != set(Header.__struct_fields__):
        raise malformed_envelope(at="header", why="a key is missing")
    _check_relations(header)
    _check_slots(header)
    return header


def header_value(header: Header) -> Value:
    """The header as the JSON value that is hashed and sent."""
    return msgspec.to_builtins(header)


def _check_relations(header: Header) -> None:
    if header.kind in ACTING and header.parent is None:
        raise malformed_envelope(at="header.parent", why="this kind acts on a dossier")
    if header.kind == "submission" and (header.parent is not None or header.follow is None):
        raise malformed_envelope(at="header.follow", why="a submission starts a dossier")


def _check_slots(header: Header) -> None:
    slots = [blob.slot for blob in header.blobs]
    if slots != sorted(set(slots)):
        raise malformed_envelope(at="header.blobs", why="slots ascend and do not repeat")
