"""The flows that a hub named last, at its station: what is offered there, whatever its own files
say."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from kiosk.content.library import Edition, Library, lacking, named_by, read_edition
from kiosk.content.tables import KeptPack, NamedFlow
from kiosk.content.words import N_
from kiosk.content.yaml import Trouble, Words
from kiosk.store.inserts import insert_into

UNREADABLE = N_(
    "máy chủ đã có bản mới của thủ tục này, nhưng chương trình ở máy này chưa đọc được. "
    "Cần nâng cấp chương trình"
)


class Named(NamedTuple):
    """A flow and the hashes of its packs by language: none where the hub itself cannot read what
    its author wrote, which leaves the flow as it was."""

    flow: str
    packs: Mapping[str, str]

    @property
    def edition(self) -> str | None:
        return named_by(self.packs.values()) if self.packs else None


class Kept(NamedTuple):
    """A row of `NamedFlow`."""

    flow: str
    edition: str | None
    before: str | None


def kept(db: Connection) -> list[Kept]:
    """In the hub's order."""
    columns = NamedFlow.flow, NamedFlow.edition, NamedFlow.before
    return [Kept(*row) for row in db.execute(select(*columns).order_by(NamedFlow.place))]


def not_here(db: Connection, named: Sequence[Named]) -> list[Named]:
    """Those of which the packs have to be fetched."""
    missing = lacking(db, [one.edition for one in named if one.edition])
    return [one for one in named if one.edition in missing]


def take_over(db: Connection, named: Iterable[Named]) -> None:
    """From now on these are all flows, in this order."""
    known = {one.flow: one for one in kept(db)}
    rows = [
        {"flow": one.flow, "place": place, "edition": one.edition,
         "before": before(db, known.get(one.flow), one)}
        for place, one in enumerate(named)
    ]  # fmt: skip
    # In one order, or two that do this at once may wait for each other.
    rows.sort(key=itemgetter("flow"))
    db.execute(delete(NamedFlow).where(NamedFlow.flow.not_in([row["flow"] for row in rows])))
    if rows:
        new = insert_into(db, NamedFlow)
        changed = {name: new.excluded[name] for name in ("place", "edition", "before")}
        db.execute(new.on_conflict_do_update(index_elements=[NamedFlow.flow], set_=changed), rows)


def before(db: Connection, was: Kept | None, now: Named) -> str | None:
    """The edition to go on with, should the one that is named now be unreadable."""
    if was is None:
        return None
    is_over = was.edition != now.edition and is_readable(db, was.edition)
    return was.edition if is_over else was.before


def is_readable(db: Connection, edition: str | None) -> bool:
    packs = db.scalars(select(KeptPack.data).where(KeptPack.edition == edition)).all()
    return read_edition("", packs) is not None


def named_here(
    db: Connection, library: Library, own: Mapping[str, Edition]
) -> tuple[list[Edition], list[Trouble]]:
    """What this station offers, and why something of it is not what the hub has. `own` are its own
    flows, for what was never readable from there."""
    editions: list[Edition] = []
    troubles: list[Trouble] = []
    for one in kept(db):
        found = of_flow(db, library, one.flow, one.edition)
        if found is None and one.edition:
            troubles.append(Trouble(Path(one.flow), 0, Words(UNREADABLE)))
        found = found or of_flow(db, library, one.flow, one.before) or own.get(one.flow)
        if found:
            editions.append(found)
    return editions, troubles


def of_flow(db: Connection, library: Library, flow: str, edition: str | None) -> Edition | None:
    found = library.edition(db, edition) if edition else None
    return found if found and found.flow.id == flow else None
