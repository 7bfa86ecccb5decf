"""All flows of a node: read, checked, compiled; and the packs that older drafts still need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.content.checks import structure
from kiosk.content.compile import Names, Render, compile_pack
from kiosk.content.flows import FlowFile, read_flow
from kiosk.content.tables import KeptPack
from kiosk.content.translate import Translate
from kiosk.content.yaml import ContentError, Trouble
from kiosk.engine.holes import HoleError
from kiosk.engine.pack import Pack

UNDRAWABLE = "không dựng được trang: {why}"


@dataclass(frozen=True)
class Tongue:
    """A language as the compiler needs it."""

    locale: str
    translate: Translate
    render: Render
    names: Names


@dataclass(frozen=True)
class Edition:
    """One state of a flow in all languages. A draft belongs to an edition and may change its
    language at any page."""

    id: str
    packs: Mapping[str, Pack]

    def pack(self, locale: str) -> Pack:
        return self.packs.get(locale) or next(iter(self.packs.values()))


class Library:
    """`troubles` are why flows were left out: a broken flow never takes the node down."""

    def __init__(self, editions: Iterable[Edition], troubles: Iterable[Trouble] = ()) -> None:
        self.flows = {next(iter(one.packs.values())).flow.id: one for one in editions}
        self.troubles = tuple(troubles)
        self._known = {one.id: one for one in self.flows.values()}

    def edition(self, db: Connection, id: str) -> Edition | None:
        """Today's, else an older one that was kept for the drafts that began with it."""
        if id not in self._known:
            packs = [Pack(data) for data in db.scalars(kept(id))]
            if not packs:
                return None
            self._known[id] = Edition(id, {pack.locale: pack for pack in packs})
        return self._known[id]

    def pack(self, db: Connection, sha256: str) -> Pack | None:
        """A pack by its hash, as an envelope names it."""
        edition = db.scalar(select(KeptPack.edition).where(KeptPack.sha256 == sha256))
        found = self.edition(db, edition) if edition else None
        packs = found.packs.values() if found else ()
        return next((pack for pack in packs if pack.sha256 == sha256), None)

    def by_procedure(self, code: str) -> Edition | None:
        for edition in self.flows.values():
            if edition.pack("vi").flow.procedure.code == code:
                return edition
        return None


def kept(edition: str):  # type: ignore[no-untyped-def]
    return select(KeptPack.data).where(KeptPack.edition == edition)


def keep(db: Connection, edition: Edition) -> None:
    """Stores the packs of an edition; those that are there already stay."""
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    rows = [
        {"sha256": pack.sha256, "edition": edition.id, "flow": pack.flow.id, "locale": locale,
         "data": pack.data}
        for locale, pack in edition.packs.items()
    ]  # fmt: skip
    db.execute(dialect.insert(KeptPack).on_conflict_do_nothing(), rows)


def open_library(folder: Path, tongues: Iterable[Tongue]) -> Library:
    """Reads every flow below the folder."""
    editions: list[Edition] = []
    troubles: list[Trouble] = []
    tongues = tuple(tongues)
    for home in flow_folders(folder):
        try:
            file = read_flow(home)
            found = tuple(structure(file))
            if found:
                raise ContentError(*found)
            editions.append(make_edition(file, tongues))
        except ContentError as problem:
            troubles += problem.troubles
    return Library(editions, troubles)


def flow_folders(folder: Path) -> list[Path]:
    return sorted(file.parent for file in folder.glob("*/flow.yaml"))


def make_edition(file: FlowFile, tongues: Iterable[Tongue]) -> Edition:
    """Raises ContentError where a page cannot be drawn."""
    try:
        packs = {
            tongue.locale: compile_pack(
                file.flow, tongue.locale, tongue.translate, tongue.render, tongue.names
            )
            for tongue in tongues
        }
    except HoleError as problem:
        raise ContentError(file.trouble((), UNDRAWABLE, why=problem)) from problem
    name = sha256("".join(sorted(pack.sha256 for pack in packs.values())).encode()).hexdigest()
    return Edition(name, packs)
