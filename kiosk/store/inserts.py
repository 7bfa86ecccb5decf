"""INSERT … ON CONFLICT, which each database has under a name of its own in SQLAlchemy."""

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.store.tables import Base


def insert_into(db: Connection, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """To go on with `on_conflict_do_nothing` or `on_conflict_do_update`."""
    if db.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
