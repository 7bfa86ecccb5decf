"""What a hub says of its procedures, lessons and reference tables, signed: which there are, and by
which hashes to ask for them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta, Struct

from kiosk.content.lessons.library import Lessons
from kiosk.content.library import Compiled, Kind, Library
from kiosk.content.named import KINDS, Named, tables_named
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
    """A flow or a lesson, with its packs by language."""

    id: Slug
    packs: Annotated[dict[Language, Sha256], Meta(min_length=1)]


class Statement(Struct, frozen=True):
    """What is signed; a reader ignores keys that it does not know. `broken` are flows and lessons
    that the hub has and cannot read: an author's slip there closes nothing here. An older hub names
    neither lessons nor `reference`, its tables."""

    flows: tuple[Told, ...]
    broken: tuple[Slug, ...] = ()
    lessons: tuple[Told, ...] | None = None
    broken_lessons: tuple[Slug, ...] = ()
    reference: Sha256 | None = None


class Part(NamedTuple):
    """All of one kind; null where the hub does not name them."""

    kind: Kind
    named: Sequence[Named] | None


class Believed(NamedTuple):
    parts: Sequence[Part]
    tag: str

    def mark(self, part: Part) -> str:
        """Names how far the statement was followed: the statement itself once it was to the end."""
        return self.tag if part.kind == KINDS[-1] else f"{self.tag} {part.kind}"

    def left(self, mark: str) -> Sequence[Part]:
        """What comes after that mark."""
        marks = [self.mark(part) for part in self.parts]
        return self.parts[marks.index(mark) + 1 :] if mark in marks else self.parts


def statement_of(library: Library, lessons: Lessons, reference: str) -> Value:
    """Of every flow that is here; those that begin later say so themselves."""
    return {
        "flows": told(library.flows),
        "broken": sorted(library.broken),
        "lessons": told(lessons.lessons),
        "broken_lessons": sorted(lessons.broken),
        "reference": reference,
    }


def told(editions: Mapping[str, Compiled[Any]]) -> Value:
    return [{"id": id, "packs": one.hashes} for id, one in editions.items()]


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
    flows = named(found.flows, found.broken)
    lessons = None if found.lessons is None else named(found.lessons, found.broken_lessons)
    tables = None if found.reference is None else [tables_named(found.reference)]
    parts = tuple(map(Part, KINDS, (flows, lessons, tables)))
    return Believed(parts, tag_of(said))


def named(whole: Iterable[Told], broken: Iterable[str]) -> list[Named]:
    packs = {one.id: one.packs for one in whole}
    left = (Named(id, packs={}) for id in broken if id not in packs)
    return [*map(Named, packs, packs.values()), *left]
