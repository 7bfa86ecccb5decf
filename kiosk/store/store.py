"""The one way to data: a unit of work is a plain function whose first argument is a Connection."""

from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, Self

from sqlalchemy import make_url

from kiosk.store.postgres import Postgres
from kiosk.store.sqlite import Sqlite
from kiosk.store.units import Database, P, T, Unit


class Store:
    """Nobody calls commit: `write` answers once its unit is durable; then every read sees it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_closed = False

    @classmethod
    async def open(cls, url: str) -> Self:
        """SQLite (`sqlite:///file`) or PostgreSQL (`postgresql://…`). The schema must be there."""
        if make_url(url).get_backend_name() == "sqlite":
            return cls(await Sqlite.open(url))
        return cls(Postgres(url))

    def read(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T]:
        """Run a short unit that only reads; on SQLite at once, on the loop's thread."""
        return self._open.read(unit, *args, **kwargs)

    def read_long(
        self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, T]:
        """Run a unit that may read much (a list, a search, figures) off the loop's thread."""
        return self._open.read_long(unit, *args, **kwargs)

    def write(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T]:
        """Run a unit in a transaction of its own and answer once it is durable.

        Raises `store.busy`, `store.away` and `files.no_room`, as reading does.
        A unit that raises leaves nothing behind, and its exception comes out here. A caller that
        goes away while its unit waits takes the unit with it; once begun, the unit is finished.
        """
        return self._open.write(unit, *args, **kwargs)

    def alone(self, name: str) -> AbstractAsyncContextManager[bool]:
        """`async with store.alone("erase") as is_ours`: true for one process at a time, of all that
        use the database; the others are not kept waiting."""
        return self._open.alone(name)

    async def close(self) -> None:
        """Finish what was begun, then let go of the database. A second time does nothing."""
        if not self._is_closed:
            self._is_closed = True
            await self._database.close()

    @property
    def _open(self) -> Database:
        """PostgreSQL's pool would open a connection that nobody closes again."""
        if self._is_closed:
            raise RuntimeError("the store is closed")
        return self._database
