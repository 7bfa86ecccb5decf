"""Counters of a database: whoever counts on comes one at a time, so that order of numbers is order
of commit."""

from sqlalchemy import Connection, select, update

from kiosk.store.inserts import insert_into
from kiosk.sync.tables import NodeFact


def count(db: Connection, name: str) -> int:
    """0 before anybody counted."""
    return int(db.scalar(select(NodeFact.value).where(NodeFact.name == name)) or 0)


def hold(db: Connection, name: str) -> int:
    """The same, held until the transaction ends: nobody else counts on meanwhile."""
    first = insert_into(db, NodeFact).values(name=name, value="0")
    db.execute(first.on_conflict_do_nothing(index_elements=[NodeFact.name]))
    held = select(NodeFact.value).where(NodeFact.name == name).with_for_update()
    return int(db.execute(held).scalar_one())


def count_on(db: Connection, name: str, to: int) -> None:
    """For who holds it."""
    db.execute(update(NodeFact).where(NodeFact.name == name).values(value=str(to)))
