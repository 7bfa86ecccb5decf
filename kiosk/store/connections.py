"""Connections to a SQLite file, set up for writing and for reading.

SQLAlchemy sees them in autocommit: who uses one begins and commits by plain SQL, at a fraction of
what SQLAlchemy's own transactions cost.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool, StaticPool

WRITING = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 0")
READING = ("query_only = ON", "busy_timeout = 5000")


def only_ours(file: Path) -> None:
    """Makes the file and its folder, where they are missing, for this account alone. SQLite gives
    the files that it puts beside it the same rights. What is there already stays as it is."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        file.touch(mode=0o600, exist_ok=False)


def writing_engine(raw: sqlite3.Connection) -> Engine:
    """An engine over this one connection, which must be in autocommit (isolation_level None)."""
    # Changing to WAL needs the file for a moment; the writer itself waits on the loop instead.
    raw.execute("PRAGMA busy_timeout = 5000")
    _set(raw, WRITING)
    return create_engine(
        "sqlite://",
        creator=lambda: raw,
        poolclass=StaticPool,
        isolation_level="AUTOCOMMIT",
        # Errors end up in the log; what citizens wrote must not.
        hide_parameters=True,
    )


def reading_engine(file: Path, connections: int) -> Engine:
    return create_engine(
        "sqlite://",
        creator=lambda: _open_for_reading(file),
        isolation_level="AUTOCOMMIT",
        poolclass=QueuePool,
        pool_size=connections,
        hide_parameters=True,
    )


def _open_for_reading(file: Path) -> sqlite3.Connection:
    # Used by one thread at a time, not always by the same one.
    uri = f"file:{quote(str(file))}?mode=ro"
    raw = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    _set(raw, READING)
    return raw


def _set(raw: sqlite3.Connection, pragmas: tuple[str, ...]) -> None:
    for pragma in pragmas:
        raw.execute(f"PRAGMA {pragma}")
