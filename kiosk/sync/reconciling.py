"""What a hub lacks of what it once took: after a restore its stations ask, and send it again."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from kiosk.sync.tables import TakenEnvelope

Known = tuple[str, str]
"""Id and digest."""


def lacking(db: Connection, items: Sequence[Known]) -> list[str]:
    """Ids of those that are not here, or with other bytes. What was erased is not lacking."""
    asked = select(TakenEnvelope.id, TakenEnvelope.digest)
    rows = db.execute(asked.where(TakenEnvelope.id.in_([id for id, _ in items])))
    here = {(row.id, row.digest) for row in rows}
    return [id for id, digest in items if (id, digest) not in here]
