"""The one writer of a SQLite file: whatever waits goes into one durable commit."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import aiosqlite
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kiosk.store.connections import writing_engine
from kiosk.store.problems import no_room
from kiosk.store.units import P, T, Unit, store_busy

# A group keeps the loop for as long as its statements take: 100 units of a few are some 10 ms.
GROUP = 100
# How long another process (a command, a backup) may hold the write lock before we say "busy".
PATIENCE_SECONDS = 5.0
# What SQLite says of a full disk, of its own files and of the index of its log.
FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)


class Writer:
    """Open it with `open`. Units run one after the other, in the order in which they were given.

    Statements run on the loop's thread, where they cost less than a hop to another one; only the
    commit, which waits for the disk, runs on aiosqlite's thread. What arrives during a commit is
    the next group.
    """

    def __init__(self, raw: sqlite3.Connection, committer: aiosqlite.Connection) -> None:
        self._raw = raw
        self._committer = committer
        self._db = writing_engine(raw).connect()
        self._waiting: deque[_Task] = deque()
        self._flushing: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, file: Path) -> Self:
        raw = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        return cls(raw, await aiosqlite.Connection(lambda: raw, 64))

    async def write(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._waiting.append(_Task(lambda db: unit(db, *args, **kwargs), answer))
        if self._flushing is None:
            self._flushing = loop.create_task(self._flush())
        return await answer

    async def close(self) -> None:
        if self._flushing is not None:
            await self._flushing
        self._db.close()
        await self._committer.execute("PRAGMA optimize")
        await self._committer.close()

    async def _flush(self) -> None:
        try:
            while self._waiting:
                await self._settle(self._next_group())
        finally:
            self._flushing = None

    def _next_group(self) -> "list[_Task]":
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), GROUP))]
        return [task for task in taken if not task.answer.done()]

    async def _settle(self, group: "list[_Task]") -> None:
        """Everybody is answered, after the commit; if that fails, nobody's unit has happened."""
        try:
            outcomes = await self._commit(group)
        except Exception as error:  # noqa: BLE001 - it is raised again, at each caller
            outcomes = [_Failed(_named(error))] * len(group)
        for task, outcome in zip(group, outcomes, strict=True):
            task.settle(outcome)

    async def _commit(self, group: "list[_Task]") -> "list[Any | _Failed]":
        await self._begin()
        try:
            run = self._run_in_savepoint if len(group) > 1 else self._run
            outcomes = [run(task) for task in group]
            await self._committer.commit()
        finally:
            if self._raw.in_transaction:
                self._raw.rollback()
        return outcomes

    async def _begin(self) -> None:
        give_up_at = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while True:
            try:
                self._raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
            if asyncio.get_running_loop().time() > give_up_at:
                raise store_busy(retry_after=5)
            # SQLite would wait for the lock itself, but it would keep the loop waiting too.
            await asyncio.sleep(0.005)

    def _run(self, task: "_Task") -> Any:
        return task.unit(self._db)

    def _run_in_savepoint(self, task: "_Task") -> "Any | _Failed":
        self._raw.execute("SAVEPOINT unit")
        try:
            outcome = task.unit(self._db)
        except Exception as error:
            if not self._raw.in_transaction:  # a full disk takes the whole transaction back
                raise
            self._raw.execute("ROLLBACK TO unit")
            outcome = _Failed(_named(error))
        self._raw.execute("RELEASE unit")
        return outcome


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    unit: Callable[[Connection], Any]
    answer: asyncio.Future[Any]

    def settle(self, outcome: object) -> None:
        if self.answer.done():  # the caller went away
            return
        if not isinstance(outcome, _Failed):
            self.answer.set_result(outcome)
        elif isinstance(outcome.error, StopIteration):  # which a future does not carry
            self.answer.set_exception(RuntimeError("a unit let StopIteration out"))
        else:
            self.answer.set_exception(outcome.error)


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


def _named(error: Exception) -> Exception:
    """`files.no_room` for a full disk; anything else as it is."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", 0) in FULL:
        named = no_room()
        named.__cause__ = error
        return named
    return error
