"""Procedures that people ask for and that nobody is guided through here yet: `_known.yaml`.

So that a search can say who handles one, instead of finding nothing or the wrong thing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kiosk.content import plain
from kiosk.content.checks import SAME_ID
from kiosk.content.promises import BAD_URL, UNKNOWN_SOURCE
from kiosk.content.translate import words_of
from kiosk.content.wording import UNTRANSLATED, Lookup
from kiosk.content.words import N_
from kiosk.content.yaml import ContentError, Document, Key, Trouble, load
from kiosk.engine.shapes import Shape, Source

KNOWN = "_known.yaml"
NOT_KNOWN = N_("tệp này cần hai mục sources và procedures")


class KnownProcedure(Shape, frozen=True):
    """`office` is who handles it, where a source says so. `source` is a key of `sources`."""

    code: str
    name: str
    finds: tuple[str, ...]
    source: str
    office: str = ""


class Known(Shape, frozen=True):
    """The whole file."""

    sources: dict[str, Source] = msgspec.field(default_factory=dict)
    procedures: tuple[KnownProcedure, ...] = ()

    def is_sure(self, one: KnownProcedure) -> bool:
        """What was only remembered is never told as certain."""
        return self.sources[one.source].confidence != "M"

    def not_in(self, codes: Iterable[str]) -> tuple[KnownProcedure, ...]:
        """Once somebody is guided through a procedure, it is no longer one of these."""
        offered = frozenset(codes)
        return tuple(one for one in self.procedures if one.code not in offered)


@dataclass(frozen=True, slots=True)
class KnownFile:
    known: Known
    document: Document


def open_known(flows_dir: Path) -> tuple[Known, tuple[Trouble, ...]]:
    """What is known, or nothing and why; a folder without the file knows nothing."""
    file = flows_dir / KNOWN
    if not file.exists():
        return Known(), ()
    try:
        return read_known(file).known, ()
    except ContentError as problem:
        return Known(), problem.troubles


def prove_known(file: Path, lookups: Mapping[str, Lookup]) -> tuple[Trouble, ...]:
    """Every trouble of the file, for `kiosk check`; `lookups` are the catalogues to be in."""
    try:
        found = read_known(file)
    except ContentError as problem:
        return problem.troubles
    return tuple(untranslated(found.document, lookups))


def read_known(file: Path) -> KnownFile:
    """Raises ContentError with every trouble that keeps the file from being used."""
    document = load(file)
    if not isinstance(document.data, dict):
        raise ContentError(document.trouble((), NOT_KNOWN))
    if troubles := tuple(shapes(document)):
        raise ContentError(*troubles)
    known = msgspec.convert(document.data, Known)
    if troubles := tuple(structure(known, document)):
        raise ContentError(*troubles)
    return KnownFile(known, document)


def shapes(document: Document) -> Iterator[Trouble]:
    """Each part by itself, so that every mistake is told at once, by its own line."""
    rest = dict(document.data)
    if isinstance(sources := rest.get("sources"), dict):
        rest["sources"] = {}
        for name, row in sources.items():
            yield from misfit(document, row, Source, ("sources", name))
    if isinstance(procedures := rest.get("procedures"), list):
        rest["procedures"] = []
        for at, row in enumerate(procedures):
            yield from misfit(document, row, KnownProcedure, ("procedures", at))
    yield from misfit(document, rest, Known, ())


def misfit(document: Document, data: object, shape: type, place: Key) -> Iterator[Trouble]:
    try:
        msgspec.convert(data, shape)
    except msgspec.ValidationError as problem:
        key, why = plain.of_shape(problem, shape)
        yield document.trouble((*place, *key), "{why}", why=why)


def structure(known: Known, document: Document) -> Iterator[Trouble]:
    first: dict[str, int] = {}
    for at, one in enumerate(known.procedures):
        if one.source not in known.sources:
            key: Key = ("procedures", at, "source")
            yield document.trouble(key, UNKNOWN_SOURCE, id=one.source)
        if one.code in first:
            line = document.line(("procedures", first[one.code], "code"))
            place = f"{document.file.name}:{line}"
            yield document.trouble(("procedures", at, "code"), SAME_ID, id=one.code, place=place)
        first.setdefault(one.code, at)
    for name, source in known.sources.items():
        if source.url is not None and not source.url.startswith(("https://", "http://")):
            yield document.trouble(("sources", name, "url"), BAD_URL)


def untranslated(document: Document, lookups: Mapping[str, Lookup]) -> Iterator[Trouble]:
    """Texts for which a catalogue has no words, each once."""
    first: dict[str, Key] = {}
    for key, text in words_of(document.data):
        first.setdefault(text, key)
    for language, lookup in lookups.items():
        for text, key in first.items():
            if lookup(text) is None:
                yield document.trouble(key, UNTRANSLATED, language=language, text=text[:60])
