"""Which communes of the hub have a desk: where else than here one may hand in."""

from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.people.actions import communes_with_a_desk
from kiosk.store import Store
from kiosk.sync import upstream


@dataclass
class Receiving:
    """Of one process: `look` at its start and then again and again. `codes` are communes; a
    station that has not heard from its hub knows of none."""

    is_hub: bool = True
    codes: frozenset[str] = frozenset()

    async def look(self, store: Store) -> None:
        self.codes = await store.read(communes_with_a_desk if self.is_hub else communes_told)


def communes_told(db: Connection) -> frozenset[str]:
    """What the hub said last. Any process of the station may have heard it."""
    facts = upstream.facts_of(db)
    return frozenset(facts.receiving if facts else ())
