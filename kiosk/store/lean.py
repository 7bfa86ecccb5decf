"""Statements on the hot path, run at what the database costs.

SQLAlchemy Core takes 40–150 µs to run a statement, SQLite 5 to answer one by its key.
"""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.dialects import sqlite


class Lean:
    """A statement built once, with a bindparam for each value. On SQLite its text goes straight to
    the driver, so that its columns may only be such as need no conversion: text, integers, bytes.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._sql = str(statement.compile(dialect=sqlite.dialect(paramstyle="named")))  # type: ignore[attr-defined]

    def one(self, db: Connection, **values: Any) -> tuple[Any, ...] | None:
        """The first row, if there is any."""
        if db.dialect.name == "sqlite":
            row: tuple[Any, ...] | None = self._cursor(db, values).fetchone()
            return row
        found = db.execute(self._statement, values).first()
        return tuple(found) if found else None

    def run(self, db: Connection, **values: Any) -> None:
        if db.dialect.name == "sqlite":
            self._cursor(db, values)
        else:
            db.execute(self._statement, values)

    def _cursor(self, db: Connection, values: dict[str, Any]) -> sqlite3.Cursor:
        raw: sqlite3.Connection = db.connection.dbapi_connection  # type: ignore[assignment]
        return raw.execute(self._sql, values)
