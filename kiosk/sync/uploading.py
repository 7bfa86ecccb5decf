"""A file on its way in, piece by piece; whole, it is checked and put where files are kept.

Pieces are written without a lock. Whoever sends a piece twice, or from two tabs, writes the same
bytes to the same place; only one of them moves the recorded offset. What was checked is put in
its place from memory, so that nothing written meanwhile can get in.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from time import monotonic
from typing import NamedTuple

from kiosk.problem import Problem
from kiosk.sync import receiving
from kiosk.sync.canonical import digest
from kiosk.sync.exchange import Arriving, Exchange
from kiosk.sync.problems import piece_too_long, wrong_hash, wrong_offset
from kiosk.sync.receiving import Upload

PIECE_BYTES = 256 * 1024
# A telephone whose signal went cannot say so: what it sent is saved as it comes, but not more
# often than a slow disk likes.
SAVED_EVERY_SECONDS = 0.5
NOTICED_WITHIN_SECONDS = 0.2


class BlobKey(NamedTuple):
    """A file is kept under the envelope that declares it, so that nobody can spoil another's."""

    envelope: str
    sha256: str


async def how_far(exchange: Exchange, key: BlobKey) -> Upload:
    """Counts what came just before the line broke as well. Raises `sync.no_such_blob`."""
    for one in tuple(exchange.arriving.get(key, ())):
        with suppress(Problem):
            await settled(one)
    return await exchange.store.read(receiving.upload, *key)


async def settled(one: Arriving) -> None:
    """Who asks how far it got has lost the line; we may not have noticed yet, or never will."""
    try:
        async with asyncio.timeout(NOTICED_WITHIN_SECONDS):
            await one.ended.wait()
    except TimeoutError:
        await one.save()


async def add(
    exchange: Exchange, key: BlobKey, offset: int, chunks: AsyncIterator[bytes]
) -> Upload:
    """Where the upload is once all that came is durable. A wrong offset is refused before the
    bytes have come. Raises what `put_piece` raises."""
    piece = Piece(exchange, key, offset)
    others = exchange.arriving.setdefault(key, set())
    others.add(piece)
    try:
        await piece.save()
        async for chunk in chunks:
            await piece.take(chunk)
        return await piece.save()
    finally:
        piece.ended.set()
        others.discard(piece)
        if not others and exchange.arriving.get(key) is others:
            del exchange.arriving[key]


class Piece:
    """What came of a piece so far: saved now and then, when it ends, and when somebody asks."""

    def __init__(self, exchange: Exchange, key: BlobKey, offset: int) -> None:
        self.ended = asyncio.Event()
        self._exchange = exchange
        self._key = key
        self._offset = offset
        self._held = bytearray()
        self._saved_at = monotonic()

    async def take(self, chunk: bytes) -> None:
        self._held += chunk
        if monotonic() - self._saved_at >= SAVED_EVERY_SECONDS:
            await self.save()

    async def save(self) -> Upload:
        async with self._exchange.turn(self._key):
            data = bytes(self._held)
            upload = await put_piece(self._exchange, self._key, self._offset, data)
            self._offset += len(data)
            del self._held[: len(data)]  # more may have come meanwhile
            self._saved_at = monotonic()
        return upload


async def put_piece(exchange: Exchange, key: BlobKey, offset: int, data: bytes) -> Upload:
    """Where the upload is, once that is durable.

    Raises `sync.no_such_blob`, `sync.wrong_offset` and `sync.wrong_hash` with the right `offset`,
    `sync.piece_too_long`, `files.no_room`.
    """
    before = await exchange.store.read(receiving.upload, *key)
    if before.is_whole or (not data and offset == before.got):
        return before
    if offset != before.got:
        raise wrong_offset(offset=before.got)
    after = Upload(before.size, offset + len(data))
    if after.got > after.size:
        raise piece_too_long(size=before.size)
    if not await exchange.pieces.write(*key, offset, data):
        await exchange.store.write(receiving.advance, *key, offset, 0)
        return await overtaken(exchange, key)
    if after.is_whole:
        return await complete(exchange, key, before)
    if not await exchange.store.write(receiving.advance, *key, offset, after.got):
        return await overtaken(exchange, key)
    return after


async def complete(exchange: Exchange, key: BlobKey, before: Upload) -> Upload:
    """The recorded offset still stands before the last piece: if the power goes, that comes
    again."""
    async with exchange.checking:
        data = await exchange.pieces.read(*key, before.size)
        if data is None:
            return await overtaken(exchange, key)
        if await asyncio.to_thread(digest, data) != key.sha256:
            await exchange.store.write(receiving.advance, *key, before.got, 0)
            await exchange.pieces.remove(*key)  # what comes next are other bytes
            raise wrong_hash(offset=0)
        await exchange.files.put(*key, data)
    now = exchange.clock.now()
    await exchange.store.write(receiving.arrived, exchange.inbox, *key, now)
    await exchange.pieces.remove(*key)
    return Upload(before.size, before.size)


async def overtaken(exchange: Exchange, key: BlobKey) -> Upload:
    """Another tab was faster, or what was here is gone. Raises `sync.wrong_offset` unless the
    file is whole."""
    now = await exchange.store.read(receiving.upload, *key)
    if not now.is_whole:
        raise wrong_offset(offset=now.got)
    await exchange.pieces.remove(*key)
    return now
