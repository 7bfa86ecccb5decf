"""The shape of a unit of work, and what each database must offer to run one."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from kiosk.problem import kind

P = ParamSpec("P")
T = TypeVar("T")
Unit = Callable[Concatenate[Connection, P], T]

store_busy = kind("store.busy", 503)


class Database(Protocol):
    """The methods mean what they mean in `Store`."""

    async def read(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...

    async def read_long(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...

    async def write(self, unit: Unit[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...

    def alone(self, name: str) -> AbstractAsyncContextManager[bool]: ...

    async def close(self) -> None: ...
