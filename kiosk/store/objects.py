"""Files and pieces in an S3 store, through obstore. Imported only where one is used.

What cannot be reached, or does not let us in, is `files.away`: a 503 that keeps and tries again,
never a fault and never taken for a file that is not there.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store

from kiosk.settings import Bucket
from kiosk.store.files import checked_name
from kiosk.store.problems import files_away

if TYPE_CHECKING:
    from obstore.store import S3Config

P = ParamSpec("P")
T = TypeVar("T")

# A request has a quarter of a minute, and what it asks for is tried three times at most: then the
# person is told, while they still wait.
CONNECT = timedelta(seconds=3)
REQUEST = timedelta(seconds=15)
RETRY = timedelta(seconds=20)
BACKOFF = (timedelta(milliseconds=100), timedelta(seconds=2))
TRY_AGAIN_SECONDS = 30
# A file that came over a thin line is in hundreds of pieces.
READ_AT_ONCE = 16

log = structlog.get_logger()


class Object(NamedTuple):
    path: str
    size: int
    changed_at: datetime


def named_if_away(call: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Raises `files.away` for whatever the store, or the way to it, has against the call."""

    @wraps(call)
    async def named(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await call(*args, **kwargs)
        except (BaseError, OSError) as error:
            log.warning("file store away", why=str(error)[:300])
            raise files_away(retry_after=TRY_AGAIN_SECONDS) from error

    return named


class Objects:
    """A prefix in a bucket. Every method raises `files.away`."""

    def __init__(self, bucket: Bucket) -> None:
        given: S3Config = {
            # Some stores cannot delete several at once.
            "disable_bulk_delete": True,
        }
        if bucket.endpoint:
            given["endpoint"] = bucket.endpoint
        if bucket.region:
            given["region"] = bucket.region
        if bucket.key and bucket.secret:
            given |= {"access_key_id": bucket.key, "secret_access_key": bucket.secret}
        self._store = S3Store(
            bucket.name,
            prefix=bucket.prefix or None,
            config=given,
            client_options={
                "timeout": REQUEST,
                "connect_timeout": CONNECT,
                "allow_http": (bucket.endpoint or "").startswith("http://"),
            },
            retry_config={
                "max_retries": 2,
                "retry_timeout": RETRY,
                "backoff": {"init_backoff": BACKOFF[0], "max_backoff": BACKOFF[1], "base": 2},
            },
        )

    @named_if_away
    async def put(self, path: str, data: bytes) -> None:
        await obstore.put_async(self._store, path, data, use_multipart=False)

    @named_if_away
    async def get(self, path: str) -> bytes | None:
        try:
            found = await obstore.get_async(self._store, path)
        except FileNotFoundError as error:
            if "NoSuchBucket" in str(error):
                raise
            return None
        return bytes(await found.bytes_async())

    @named_if_away
    async def below(self, folder: str) -> list[Object]:
        found = await obstore.list(self._store, folder).collect_async()
        return [Object(one["path"], one["size"], one["last_modified"]) for one in found]

    @named_if_away
    async def folders(self, folder: str) -> list[str]:
        """Their names."""
        found = await obstore.list_with_delimiter_async(self._store, folder)
        return sorted(path.rpartition("/")[2] for path in found["common_prefixes"])

    @named_if_away
    async def remove(self, paths: list[str]) -> None:
        """Gone already is fine."""
        if paths:
            await obstore.delete_async(self._store, paths)


class ObjectFiles:
    """`Files`, an object each: `files/<owner>/<name>`."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    async def put(self, owner: str, name: str, data: bytes) -> None:
        await self._objects.put(_file(owner, name), data)

    async def get(self, owner: str, name: str) -> bytes | None:
        return await self._objects.get(_file(owner, name))

    async def has(self, owner: str, name: str) -> bool:
        # Not by asking for the object itself: where there is no bucket, that says "not found" too.
        path = _file(owner, name)
        return any(one.path == path for one in await self._objects.below(_owner(owner)))

    async def remove(self, owner: str, name: str | None = None) -> None:
        if name is not None:
            await self._objects.remove([_file(owner, name)])
            return
        found = await self._objects.below(_owner(owner))
        await self._objects.remove([one.path for one in found])

    async def owners(self) -> list[str]:
        return await self._objects.folders("files")


class ObjectPieces:
    """`Pieces`, an object each: `partial/<owner>/<name>/<offset>-<end>`. Two that overlap hold the
    same bytes, and neither hides the other."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    async def write(self, owner: str, name: str, offset: int, data: bytes) -> bool:
        folder = _partial(owner, name)
        if offset and reach(pieces_in(await self._objects.below(folder))) < offset:
            return False
        await self._objects.put(f"{folder}/{offset}-{offset + len(data)}", data)
        return True

    async def read(self, owner: str, name: str, size: int) -> bytes | None:
        folder = _partial(owner, name)
        wanted = list(chain(pieces_in(await self._objects.below(folder))))
        if sum(one.adds for one in wanted) < size:
            return None
        places = asyncio.Semaphore(READ_AT_ONCE)

        async def got(one: Link) -> bytes | None:
            async with places:
                return await self._objects.get(f"{folder}/{one.piece.offset}-{one.piece.end}")

        came = await asyncio.gather(*map(got, wanted))
        data = b"".join(
            came[-one.adds :] for one, came in zip(wanted, came, strict=True) if came is not None
        )
        return data[:size] if len(data) >= size else None

    async def remove(self, owner: str, name: str) -> None:
        found = await self._objects.below(_partial(owner, name))
        await self._objects.remove([one.path for one in found])

    async def sweep(self, before: float) -> int:
        uploads: defaultdict[str, list[Object]] = defaultdict(list)
        for one in await self._objects.below("partial"):
            uploads[one.path.rpartition("/")[0]].append(one)
        old = [
            pieces
            for pieces in uploads.values()
            if max(one.changed_at.timestamp() for one in pieces) < before
        ]
        await self._objects.remove([one.path for pieces in old for one in pieces])
        return len(old)


class Piece(NamedTuple):
    offset: int
    end: int


class Link(NamedTuple):
    """A piece, and how many bytes at its end no piece before it has."""

    piece: Piece
    adds: int


def pieces_in(found: Iterable[Object]) -> list[Piece]:
    names = [one.path.rpartition("/")[2].partition("-") for one in found]
    return [Piece(int(offset), int(end)) for offset, _, end in names]


def chain(pieces: Iterable[Piece]) -> Iterator[Link]:
    """Those that hold all bytes from the first to the first that is missing, none needlessly."""
    end, best = 0, Piece(0, 0)
    for one in sorted(pieces):
        if one.offset > end:
            if best.end > end:
                yield Link(best, best.end - end)
                end = best.end
            if one.offset > end:
                return
        best = max(best, one, key=lambda piece: piece.end)
    if best.end > end:
        yield Link(best, best.end - end)


def reach(pieces: Iterable[Piece]) -> int:
    """How many bytes from the first are here without a gap."""
    return sum(one.adds for one in chain(pieces))


def _owner(owner: str) -> str:
    return f"files/{checked_name(owner)}"


def _file(owner: str, name: str) -> str:
    return f"{_owner(owner)}/{checked_name(name)}"


def _partial(owner: str, name: str) -> str:
    return f"partial/{checked_name(owner)}/{checked_name(name)}"
