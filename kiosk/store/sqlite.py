"""The store on SQLite: reads on the loop's thread, writes through the one writer."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, make_url

from kiosk.store.connections import only_ours, reading_engine
from kiosk.store.units import P, T, Unit
from kiosk.store.writer import Writer

LONG_READS_AT_ONCE = 2


class Sqlite:
    """Open it with `open`; a process opens a file once."""

    def __init__(self, file: Path, writer: Writer) -> None:
        self._writer = writer
        self._reads = reading_engine(file, 1 + LONG_READS_AT_ONCE)
        self._reader = self._reads.connect()
        self._threads = ThreadPoolExecutor(LONG_READS_AT_ONCE, "long-read")

    @classmethod
    async def open(cls, url: str) -> Self:
        file = Path(make_url(url).database or "")
        only_ours(file)
        return cls(file, await Writer.open(file))

    async def read(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return _at_one_moment(self._reader, unit, *args, **kwargs)

    async def read_long(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def on_a_thread() -> T:
            with self._reads.connect() as db:
                return _at_one_moment(db, unit, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._threads, on_a_thread)

    async def write(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._writer.write(unit, *args, **kwargs)

    @asynccontextmanager
    async def alone(self, _: str) -> AsyncIterator[bool]:
        yield True  # one process serves a file

    async def close(self) -> None:
        self._threads.shutdown()
        self._reader.close()
        self._reads.dispose()
        # Last: closing the last connection folds the log into the file, and readers may not write.
        await self._writer.close()


def _at_one_moment(db: Connection, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """All the statements of a unit see the same data, whatever is committed between them."""
    raw: sqlite3.Connection = db.connection.dbapi_connection  # type: ignore[assignment]
    raw.execute("BEGIN")
    try:
        return unit(db, *args, **kwargs)
    finally:
        raw.execute("COMMIT")
