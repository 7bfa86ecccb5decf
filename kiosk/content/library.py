"""All flows of a node: read, checked, compiled; and the packs that older drafts still need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from jinja2 import TemplateError
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.content.checks import structure
from kiosk.content.compile import Links, Names, Render, compile_pack
from kiosk.content.flows import SHARED, FlowFile, read_flow
from kiosk.content.tables import KeptPack
from kiosk.content.translate import Translate
from kiosk.content.words import N_
from kiosk.content.yaml import ContentError, Trouble, Words
from kiosk.engine.holes import HoleError
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Flow

NOT_HERE = N_("không có thủ tục nào ở đây")
UNDRAWABLE = N_("không dựng được trang: {why}")


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

    @property
    def flow(self) -> Flow:
        """Its rules, which are the same in every language."""
        return next(iter(self.packs.values())).flow

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of its packs, by language."""
        return {locale: pack.sha256 for locale, pack in self.packs.items()}

    def pack(self, locale: str) -> Pack:
        return self.packs.get(locale) or next(iter(self.packs.values()))


class Library:
    """`troubles` are why flows were left out: a broken flow never takes the node down."""

    def __init__(self, editions: Iterable[Edition], troubles: Iterable[Trouble] = ()) -> None:
        self.flows = {one.flow.id: one for one in editions}
        self.troubles = tuple(troubles)
        self._known = {one.id: one for one in self.flows.values()}
        self._by_pack = {
            pack.sha256: one for one in self.flows.values() for pack in one.packs.values()
        }

    def edition(self, db: Connection, id: str) -> Edition | None:
        """Today's, else an older one that was kept for the drafts that began with it."""
        if id not in self._known:
            rows = db.scalars(select(KeptPack.data).where(KeptPack.edition == id))
            packs = [Pack(data) for data in rows]
            if not packs:
                return None
            self._known[id] = Edition(id, {pack.locale: pack for pack in packs})
        return self._known[id]

    def pack(self, db: Connection, sha256: str) -> Pack | None:
        """A pack by its hash, as an envelope names it."""
        found = self.edition_with(db, sha256)
        packs = found.packs.values() if found else ()
        return next((pack for pack in packs if pack.sha256 == sha256), None)

    def edition_with(self, db: Connection, sha256: str) -> Edition | None:
        """The edition that a pack belongs to: the same questions in the other languages."""
        if sha256 in self._by_pack:
            return self._by_pack[sha256]
        edition = db.scalar(select(KeptPack.edition).where(KeptPack.sha256 == sha256))
        return self.edition(db, edition) if edition else None

    def in_folder(self, folder: Path) -> Edition:
        """Today's edition of the flow in a folder. Raises ContentError with why there is none."""
        if found := self.flows.get(folder.name):
            return found
        files = (folder / "flow.yaml", folder.parent / SHARED)
        why = [one for one in self.troubles if one.file in files]
        raise ContentError(*(why or [Trouble(files[0], 1, Words(NOT_HERE))]))


def keep(db: Connection, edition: Edition) -> None:
    """Stores the packs of an edition; those that are there already stay."""
    if db.scalar(select(KeptPack.sha256).where(KeptPack.edition == edition.id).limit(1)):
        return
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    rows = [
        {"sha256": pack.sha256, "edition": edition.id, "flow": pack.flow.id, "locale": locale,
         "data": pack.data}
        for locale, pack in edition.packs.items()
    ]  # fmt: skip
    db.execute(dialect.insert(KeptPack).on_conflict_do_nothing(), rows)


def open_library(folder: Path, tongues: Iterable[Tongue]) -> Library:
    """Reads every flow below the folder, then compiles them: each may link to all that are here."""
    files: list[FlowFile] = []
    troubles: list[Trouble] = []
    for home in flow_folders(folder):
        try:
            files.append(read_whole(home))
        except ContentError as problem:
            troubles += problem.troubles
    editions, undrawable = make_editions(files, tuple(tongues))
    return Library(editions, [*troubles, *undrawable])


def read_whole(home: Path) -> FlowFile:
    """Raises ContentError, also for a flow that can be read but does not hold together."""
    file = read_flow(home)
    if found := tuple(structure(file)):
        raise ContentError(*found)
    return file


def make_editions(
    files: Iterable[FlowFile], tongues: tuple[Tongue, ...]
) -> tuple[list[Edition], list[Trouble]]:
    files = tuple(files)
    links = {file.flow.procedure.code: f"/thu-tuc/{file.flow.id}" for file in files}
    editions: list[Edition] = []
    drawn: list[FlowFile] = []
    troubles: list[Trouble] = []
    for file in files:
        try:
            editions.append(make_edition(file, tongues, links))
            drawn.append(file)
        except ContentError as problem:
            troubles += problem.troubles
    if not troubles:
        return editions, []
    # Once more: nothing may link to a flow that is left out.
    return make_editions(drawn, tongues)[0], troubles


def flow_folders(folder: Path) -> list[Path]:
    return sorted(file.parent for file in folder.glob("*/flow.yaml"))


def folder_of(flow: str, flows_dir: Path) -> Path:
    """A flow's folder by the flow's id, or as a path that leads there."""
    given = Path(flow)
    return named(given) if "/" in flow or (given / "flow.yaml").exists() else flows_dir / flow


def named(folder: Path) -> Path:
    """The same folder with its name at the end: `.` has none, and no folder beside it."""
    return folder if folder.name not in ("", "..") else folder.resolve()


def make_edition(file: FlowFile, tongues: Iterable[Tongue], links: Links | None = None) -> Edition:
    """Raises ContentError where a page cannot be drawn."""
    try:
        packs = {
            tongue.locale: compile_pack(
                file.flow, tongue.locale, tongue.translate, tongue.render, tongue.names, links or {}
            )
            for tongue in tongues
        }
    except (HoleError, TemplateError) as problem:
        raise ContentError(file.trouble((), UNDRAWABLE, why=problem)) from problem
    return Edition(edition_id(packs), packs)


class Hashed(Protocol):
    @property
    def sha256(self) -> str: ...


def edition_id(packs: Mapping[str, Hashed]) -> str:
    return sha256("".join(sorted(pack.sha256 for pack in packs.values())).encode()).hexdigest()
