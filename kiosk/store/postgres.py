"""The store on PostgreSQL, through asyncpg."""

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from kiosk.store.units import P, T, Unit


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
        async with self._writes.begin() as db:
            return await db.run_sync(unit, *args, **kwargs)

    async def close(self) -> None:
        await self._writes.dispose()
