"""The store on PostgreSQL, through asyncpg."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from kiosk.store.problems import no_room
from kiosk.store.units import P, T, Unit

DISK_FULL = "53100"


class Postgres:
    def __init__(self, url: str) -> None:
        self._writes = create_async_engine(
            make_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=10,
            max_overflow=10,
            pool_pre_ping=True,
            hide_parameters=True,
        )
        # As on SQLite: a unit that reads sees one moment, and cannot write.
        self._reads = self._writes.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    async def read(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._reads.connect() as db:
            return await db.run_sync(unit, *args, **kwargs)

    async def read_long(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.read(unit, *args, **kwargs)

    async def write(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        with _full_disk_named():
            async with self._writes.begin() as db:
                return await db.run_sync(unit, *args, **kwargs)

    async def close(self) -> None:
        await self._writes.dispose()


@contextmanager
def _full_disk_named() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == DISK_FULL:
            raise no_room() from error
        raise
