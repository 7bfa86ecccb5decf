"""All flows of a node: read, checked, compiled; and the packs that older drafts still need."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Generic, Literal, Protocol, TypeVar

import msgspec
from jinja2 import TemplateError
from sqlalchemy import Connection, select

from kiosk.content.checks import Written, structure
from kiosk.content.compile import Links, Names, Render, compile_pack
from kiosk.content.flows import SHARED, FlowFile, read_flow
from kiosk.content.tables import KeptPack
from kiosk.content.translate import Translate
from kiosk.content.words import N_
from kiosk.content.yaml import ContentError, Trouble, Words
from kiosk.engine.holes import HoleError
from kiosk.engine.pack import FORMAT, Pack
from kiosk.engine.shapes import Flow
from kiosk.store.inserts import insert_into

Kind = Literal["flow", "lesson", "reference"]
"""Of what is kept in packs."""
SOURCE = "vi"
"""The language in which content is written: of an edition's packs its own comes first."""
NOT_HERE = N_("không có thủ tục nào ở đây")
UNDRAWABLE = N_("không dựng được trang: {why}")


@dataclass(frozen=True)
class Tongue:
    """A language as the compiler needs it."""

    locale: str
    translate: Translate
    render: Render
    names: Names


class AnyPack(Protocol):
    """A pack, of a flow or of a lesson."""

    @property
    def data(self) -> bytes: ...
    @property
    def sha256(self) -> str: ...
    @property
    def locale(self) -> str: ...
    def open_all(self) -> None: ...


P = TypeVar("P", bound=AnyPack)


@dataclass(frozen=True)
class Compiled(Generic[P]):
    """One state of a flow or of a lesson in all languages."""

    id: str
    packs: Mapping[str, P]

    @property
    def first(self) -> P:
        """In the first language, that of the sources."""
        return next(iter(self.packs.values()))

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of its packs, by language."""
        return {locale: pack.sha256 for locale, pack in self.packs.items()}

    def pack(self, locale: str) -> P:
        return self.packs.get(locale) or self.first


class Edition(Compiled[Pack]):
    """Of a flow. A draft belongs to an edition and may change its language at any page."""

    @property
    def flow(self) -> Flow:
        """Its rules, which are the same in every language."""
        return self.first.flow


class Library:
    """`troubles` are why flows were left out, `broken` which: a broken flow never takes the node
    down."""

    def __init__(
        self,
        editions: Iterable[Edition],
        troubles: Iterable[Trouble] = (),
        broken: Iterable[str] = (),
    ) -> None:
        self._known: dict[str, Edition] = {}
        self._by_pack: dict[str, Edition] = {}
        self.broken = frozenset(broken)
        self.offer(editions, troubles)

    def offer(self, editions: Iterable[Edition], troubles: Iterable[Trouble] = ()) -> None:
        """From now on these are today's, for everybody who holds the library. What was begun with
        others goes on with them."""
        flows = {one.flow.id: one for one in editions}
        self._known |= {one.id: one for one in flows.values()}
        self._by_pack |= {pack.sha256: one for one in flows.values() for pack in one.packs.values()}
        # Last: whoever reads it in another thread finds all that it names.
        self.flows, self.troubles = flows, tuple(troubles)

    def edition(self, db: Connection, id: str) -> Edition | None:
        """Today's, else an older one that was kept for the drafts that began with it. None also for
        one that this program cannot read."""
        if id not in self._known:
            found = read_edition(id, kept_packs(db, "flow", id))
            if found is None:
                return None
            self._known[id] = found
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
        its = KeptPack.sha256 == sha256, KeptPack.kind == "flow"
        edition = db.scalar(select(KeptPack.edition).where(*its))
        return self.edition(db, edition) if edition else None

    def in_folder(self, folder: Path) -> Edition:
        """Today's edition of the flow in a folder. Raises ContentError with why there is none."""
        if found := self.flows.get(folder.name):
            return found
        raise left_out(self.troubles, folder / "flow.yaml", folder.parent / SHARED)


def left_out(troubles: Iterable[Trouble], *files: Path) -> ContentError:
    """Why there is nothing of what stands in these files."""
    why = [one for one in troubles if one.file in files]
    return ContentError(*(why or [Trouble(files[0], 1, Words(NOT_HERE))]))


def read_edition(id: str, packs: Iterable[bytes]) -> Edition | None:
    """None where there are no packs, or where one is of another format."""
    try:
        opened = [Pack(data) for data in packs]
    except (msgspec.DecodeError, HoleError, ValueError, TypeError, LookupError):
        return None
    if any(pack.body.format != FORMAT for pack in opened):
        return None
    return Edition(id, by_language(opened)) if opened else None


def by_language(packs: Iterable[P]) -> dict[str, P]:
    """That of the sources first."""
    first = sorted(packs, key=lambda pack: pack.locale != SOURCE)
    return {pack.locale: pack for pack in first}


def keep(db: Connection, edition: Edition) -> None:
    """Stores the packs of an edition; those that are there already stay."""
    if edition.id in lacking(db, [edition.id]):
        packs = {locale: pack.data for locale, pack in edition.packs.items()}
        keep_packs(db, "flow", edition.flow.id, edition.id, packs)


def keep_packs(
    db: Connection, kind: Kind, name: str, edition: str, packs: Mapping[str, bytes]
) -> None:
    """Those of one edition, by language, all at once."""
    rows = [
        {"sha256": sha256(data).hexdigest(), "edition": edition, "kind": kind, "name": name,
         "locale": locale, "data": data}
        for locale, data in packs.items()
    ]  # fmt: skip
    db.execute(insert_into(db, KeptPack).on_conflict_do_nothing(), rows)


def kept_packs(db: Connection, kind: Kind, edition: str | None) -> Sequence[bytes]:
    its = KeptPack.edition == edition, KeptPack.kind == kind
    return db.scalars(select(KeptPack.data).where(*its)).all()


def lacking(db: Connection, editions: Collection[str]) -> set[str]:
    """Those of which no pack is kept."""
    kept = select(KeptPack.edition).where(KeptPack.edition.in_(editions)).distinct()
    return set(editions) - set(db.scalars(kept))


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
    sound = {one.flow.id for one in editions}
    broken = {home.name for home in flow_folders(folder)} - sound
    return Library(editions, [*troubles, *undrawable], broken)


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


def folder_of(id: str, below: Path, file: str = "flow.yaml") -> Path:
    """A flow's or a lesson's folder by its id, or as a path that leads there."""
    given = Path(id)
    return named(given) if "/" in id or (given / file).exists() else below / id


def named(folder: Path) -> Path:
    """The same folder with its name at the end: `.` has none, and no folder beside it."""
    return folder if folder.name not in ("", "..") else folder.resolve()


def make_edition(file: FlowFile, tongues: Iterable[Tongue], links: Links | None = None) -> Edition:
    """Raises ContentError where a page cannot be drawn."""

    def compiled(one: Tongue) -> Pack:
        return compile_pack(
            file.flow, one.locale, one.translate, one.render, one.names, links or {}
        )

    packs = packs_of(file, tongues, compiled)
    return Edition(edition_id(packs), packs)


def packs_of(
    file: Written, tongues: Iterable[Tongue], compiled: Callable[[Tongue], P]
) -> dict[str, P]:
    """By language. Raises ContentError where a page cannot be drawn."""
    try:
        packs = {tongue.locale: compiled(tongue) for tongue in tongues}
        for pack in packs.values():
            pack.open_all()
    except (HoleError, TemplateError) as problem:
        raise ContentError(file.trouble((), UNDRAWABLE, why=problem)) from problem
    return packs


def edition_id(packs: Mapping[str, AnyPack]) -> str:
    return named_by(pack.sha256 for pack in packs.values())


def named_by(hashes: Iterable[str]) -> str:
    """The id of the edition whose packs have these hashes."""
    return sha256("".join(sorted(hashes)).encode()).hexdigest()
