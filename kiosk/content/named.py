"""What a hub named last, at its station: the flows, lessons and tables that are offered there,
whatever its own files say."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, delete, or_, select

from kiosk.content.lessons import library as lessons
from kiosk.content.lessons.library import LessonEdition, Lessons
from kiosk.content.library import (
    SOURCE,
    Edition,
    Kind,
    Library,
    kept_packs,
    lacking,
    named_by,
    read_edition,
)
from kiosk.content.reference.country import Country
from kiosk.content.reference.sound import read_sound
from kiosk.content.tables import KeptPack, NamedEdition
from kiosk.content.words import N_
from kiosk.content.yaml import Trouble, Words
from kiosk.store.inserts import insert_into

KINDS: tuple[Kind, ...] = ("flow", "lesson", "reference")
"""In the order in which they are fetched: law first."""
TABLES = "reference"
"""The one name of that kind."""
UNREADABLE: Mapping[Kind, str] = {
    "flow": N_(
        "máy chủ đã có bản mới của thủ tục này, nhưng chương trình ở máy này chưa đọc được. "
        "Cần nâng cấp chương trình"
    ),
    "lesson": N_(
        "máy chủ đã có bản mới của bài học này, nhưng chương trình ở máy này chưa đọc được. "
        "Cần nâng cấp chương trình"
    ),
    "reference": N_(
        "máy chủ đã có bảng mới về tỉnh, xã, dân tộc, quốc tịch, nhưng máy này chưa dùng được: "
        "bảng thiếu hoặc sai, hoặc chương trình ở đây cần nâng cấp"
    ),
}
# Of flows also what was named before is kept: drafts and envelopes may refer to it.
PASSING: tuple[Kind, ...] = ("lesson", "reference")

T = TypeVar("T")


class Named(NamedTuple):
    """A flow or a lesson and the hashes of its packs by language: none where the hub itself cannot
    read what its author wrote, which leaves it as it was."""

    name: str
    packs: Mapping[str, str]

    @property
    def edition(self) -> str | None:
        return named_by(self.packs.values()) if self.packs else None


class Kept(NamedTuple):
    """A row of `NamedEdition`."""

    name: str
    edition: str | None
    before: str | None


@dataclass(frozen=True)
class Here(Generic[T]):
    """What a station offers of a kind, and why something of it is not what the hub has."""

    found: Sequence[T]
    troubles: Sequence[Trouble]


def tables_named(hash: str) -> Named:
    return Named(TABLES, {SOURCE: hash})


def kept(db: Connection, kind: Kind) -> list[Kept]:
    """In the hub's order."""
    columns = NamedEdition.name, NamedEdition.edition, NamedEdition.before
    found = select(*columns).where(NamedEdition.kind == kind).order_by(NamedEdition.place)
    return [Kept(*row) for row in db.execute(found)]


def not_here(db: Connection, named: Sequence[Named]) -> list[Named]:
    """Those of which the packs have to be fetched."""
    missing = lacking(db, [one.edition for one in named if one.edition])
    return [one for one in named if one.edition in missing]


def take_over(db: Connection, kind: Kind, named: Iterable[Named], commune: str) -> None:
    """From now on these are all of their kind, in this order. `commune` is the station's."""
    known = {one.name: one for one in kept(db, kind)}
    rows = [
        {"kind": kind, "name": one.name, "place": place, "edition": one.edition,
         "before": before(db, kind, known.get(one.name), one, commune)}
        for place, one in enumerate(named)
    ]  # fmt: skip
    # In one order, or two that do this at once may wait for each other.
    rows.sort(key=itemgetter("name"))
    gone = NamedEdition.name.not_in([row["name"] for row in rows])
    db.execute(delete(NamedEdition).where(NamedEdition.kind == kind, gone))
    if rows:
        new = insert_into(db, NamedEdition)
        changed = {name: new.excluded[name] for name in ("place", "edition", "before")}
        keys = [NamedEdition.kind, NamedEdition.name]
        db.execute(new.on_conflict_do_update(index_elements=keys, set_=changed), rows)
    if kind in PASSING:
        forget_others(db, kind)


def before(db: Connection, kind: Kind, was: Kept | None, now: Named, commune: str) -> str | None:
    """The edition to go on with, should the one that is named now be unreadable."""
    if was is None:
        return None
    is_over = was.edition != now.edition and is_readable(db, kind, was.edition, commune)
    return was.edition if is_over else was.before


def is_readable(db: Connection, kind: Kind, edition: str | None, commune: str) -> bool:
    packs = kept_packs(db, kind, edition)
    if kind == "reference":
        return read_tables(packs, commune) is not None
    read = read_edition if kind == "flow" else lessons.read_edition
    return read("", packs) is not None


def forget_others(db: Connection, kind: Kind) -> None:
    """Packs of this kind that no row names any more."""
    named = select(NamedEdition.kind).where(
        NamedEdition.kind == KeptPack.kind,
        or_(NamedEdition.edition == KeptPack.edition, NamedEdition.before == KeptPack.edition),
    )
    db.execute(delete(KeptPack).where(KeptPack.kind == kind, ~named.exists()))


def flows_here(db: Connection, library: Library, own: Mapping[str, Edition]) -> Here[Edition]:
    """`own` are the station's own, for what was never readable from the hub."""

    def of(name: str, id: str) -> Edition | None:
        found = library.edition(db, id)
        return found if found and found.flow.id == name else None

    return here(db, "flow", of, own)


def lessons_here(
    db: Connection, taught: Lessons, own: Mapping[str, LessonEdition]
) -> Here[LessonEdition]:
    def of(name: str, id: str) -> LessonEdition | None:
        found = taught.edition(db, id)
        return found if found and found.lesson.id == name else None

    return here(db, "lesson", of, own)


def tables_here(db: Connection, now: Country, own: Country, commune: str) -> Here[Country]:
    """`now` are those of today, which need not be opened again."""

    def of(_: str, id: str) -> Country | None:
        is_open = id == named_by([now.id])
        return now if is_open else read_tables(kept_packs(db, "reference", id), commune)

    return here(db, "reference", of, {TABLES: own})


def read_tables(packs: Sequence[bytes], commune: str) -> Country | None:
    return read_sound(packs[0], commune) if packs else None


def here(
    db: Connection, kind: Kind, of: Callable[[str, str], T | None], own: Mapping[str, T]
) -> Here[T]:
    """`of` opens the edition of a name, if it is one."""
    found: list[T] = []
    troubles: list[Trouble] = []
    for one in kept(db, kind):
        today = of(one.name, one.edition) if one.edition else None
        if today is None and one.edition:
            troubles.append(Trouble(Path(one.name), 0, Words(UNREADABLE[kind])))
        last = of(one.name, one.before) if one.before and not today else None
        if offered := today or last or own.get(one.name):
            found.append(offered)
    return Here(found, troubles)
