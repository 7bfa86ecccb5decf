"""What a hub says of its procedures, signed: which there are, and by which hashes to ask for
them."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta, Struct

from kiosk.content.library import Library
from kiosk.content.named import Named
from kiosk.sync import tokens
from kiosk.sync.canonical import Value, canonical, digest
from kiosk.sync.keys import Key
from kiosk.sync.problems import malformed_token, unknown_signer
from kiosk.sync.upstream import Upstream
from kiosk.sync.wire import Sha256, Slug

CONTENT = "/sync/v1/content"
TYP = "tramso-content"

Language = Annotated[str, Meta(pattern=r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")]


class Told(Struct, frozen=True):
    """A flow, with its packs by language."""

    id: Slug
    packs: Annotated[dict[Language, Sha256], Meta(min_length=1)]


class Statement(Struct, frozen=True):
    """What is signed; a reader ignores keys that it does not know. `broken` are flows that the hub
    has and cannot read: an author's slip there closes no procedure here."""

    flows: tuple[Told, ...]
    broken: tuple[Slug, ...] = ()


class Believed(NamedTuple):
    named: Sequence[Named]
    tag: str


def statement_of(library: Library) -> Value:
    """Of every flow that is here; those that begin later say so themselves."""
    flows = [{"id": one.flow.id, "packs": one.hashes} for one in library.flows.values()]
    return {"flows": flows, "broken": sorted(library.broken)}


def tag_of(said: Value) -> str:
    """Names a statement, whoever signed it."""
    return digest(canonical(said))[:16]


def sign(said: Value, key: Key) -> str:
    return tokens.sign(TYP, said, key)


def believe(token: str, above: Upstream) -> Believed:
    """What the hub says, under a key of its own that is pinned. Raises `sync.malformed_token`,
    `sync.wrong_signature`, `sync.unknown_signer`."""

    def key_of(id: str) -> ec.EllipticCurvePublicKey:
        if id not in above.pinned:
            raise unknown_signer(key=id)
        return above.pinned[id]

    said = tokens.verify(TYP, token, key_of)
    try:
        found = msgspec.convert(said, Statement)
    except msgspec.ValidationError as error:
        raise malformed_token(why=str(error)) from error
    packs = {one.id: one.packs for one in found.flows}
    left = (Named(id, packs={}) for id in found.broken if id not in packs)
    return Believed((*map(Named, packs, packs.values()), *left), tag_of(said))
