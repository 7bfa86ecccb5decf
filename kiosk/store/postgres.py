"""The store on PostgreSQL, through asyncpg."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from hashlib import sha256

from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import create_async_engine

from kiosk.problem import Problem
from kiosk.store.problems import no_room, store_away
from kiosk.store.units import P, T, Unit, store_busy

DISK_FULL = "53100"
# Two that waited for each other: one of them was sent away, and comes through when it asks again.
CLASHED = ("40P01", "40001")
# It goes down, it comes up, it has no place for another connection; all of class 08 is the line.
AWAY = ("57P01", "57P02", "57P03", "53300", "08")
CONNECT_SECONDS = 5
# How long the other end of a line that died without a word is waited for.
ANSWER_SECONDS = 60
POOL_SECONDS = 10
TRY_AGAIN_SECONDS = 5


class Postgres:
    def __init__(self, url: str) -> None:
        self._writes = create_async_engine(
            make_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=10,
            max_overflow=10,
            pool_timeout=POOL_SECONDS,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"timeout": CONNECT_SECONDS, "command_timeout": ANSWER_SECONDS},
        )
        # As on SQLite: a unit that reads sees one moment, and cannot write.
        self._reads = self._writes.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._locks = self._writes.execution_options(isolation_level="AUTOCOMMIT")

    async def read(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        with _trouble_named():
            async with self._reads.connect() as db:
                return await db.run_sync(unit, *args, **kwargs)

    async def read_long(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.read(unit, *args, **kwargs)

    async def write(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        with _trouble_named():
            async with self._writes.begin() as db:
                return await db.run_sync(unit, *args, **kwargs)

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncIterator[bool]:
        # Ours for as long as the connection lives: who is killed lets go of it.
        key = {"key": int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)}
        async with AsyncExitStack() as held:
            with _trouble_named():
                db = await held.enter_async_context(self._locks.connect())
                is_ours = await db.scalar(text("SELECT pg_try_advisory_lock(:key)"), key)
            try:
                yield bool(is_ours)
            finally:
                if is_ours:
                    with _trouble_named():
                        await db.execute(text("SELECT pg_advisory_unlock(:key)"), key)

    async def close(self) -> None:
        await self._writes.dispose()


@contextmanager
def _trouble_named() -> Iterator[None]:
    try:
        yield
    except Problem:
        raise
    except Exception as error:
        if problem := _problem_of(error):
            raise problem from error
        raise


def _problem_of(error: Exception) -> Problem | None:
    """None for what is nobody's but ours. A connection that was refused comes as the driver or the
    system raised it, all else under SQLAlchemy's name."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None) or ""
    if state == DISK_FULL:
        return no_room()
    if isinstance(error, PoolTimeout) or state in CLASHED:
        return store_busy(retry_after=TRY_AGAIN_SECONDS)
    is_cut = isinstance(error, DBAPIError) and error.connection_invalidated
    if is_cut or state.startswith(AWAY) or isinstance(error, OSError):
        return store_away(retry_after=TRY_AGAIN_SECONDS)
    return None
