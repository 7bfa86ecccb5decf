"""Sends what waits at a node, with its files: believed to have arrived by signature only."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple, TypeAlias

import structlog

from kiosk.problem import Problem
from kiosk.store.files import Files
from kiosk.sync import outgoing, receipts
from kiosk.sync.canonical import digest
from kiosk.sync.content_digest import content_digest
from kiosk.sync.envoy import JSON, STANDING, Envoy
from kiosk.sync.link import Answer, pause
from kiosk.sync.outgoing import Backlog, Due, Parcel
from kiosk.sync.problems import wrong_content_digest
from kiosk.sync.upstream import NoLine
from kiosk.web.log import answering, given_or_new

AT_ONCE = 8
"""Parcels on the way together: enough to hide the way there and back, few enough for a thin
line."""
HELD_AT_ONCE = 2
"""Files in memory: 20 MB each, on a machine that may have 1 GB."""
BATCH = 200
LEAST_PIECE = 16 * 1024
MOST_AGAIN = 3
"""Pieces in a row that brought nothing forward; the next round sees how things stand."""
PRACTICE = "practice"
TAKEN = (200, 201, 202)
FINAL = (400, 409, 413, 422)
BUSY = (429, 503)
DAMAGED = wrong_content_digest.code
"""A line that spoilt the bytes: nothing is wrong with the envelope."""

Told: TypeAlias = Callable[[Backlog], None]
"""Is told what is left after each, for whoever watches."""

log = structlog.get_logger()


class Missing(NamedTuple):
    """A file that the hub waits for, and how much of it is there."""

    sha256: str
    offset: int


@dataclass
class Sender:
    """`pace` is the longest pause between two tries of one parcel, in seconds; `most` is how long
    a piece may be, as found out on the way."""

    envoy: Envoy
    files: Files
    pace: float
    most: int = 1 << 62
    held: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(HELD_AT_ONCE))

    async def send_all(self, told: Told) -> None:
        """Until nothing is due. What the hub will not take holds up nothing else. Raises NoLine."""
        store, clock = self.envoy.store, self.envoy.clock
        while found := await store.read(outgoing.due, clock.now(), BATCH):
            waiting = iter(found)
            ends = await asyncio.gather(*(self._lane(waiting, told) for _ in range(AT_ONCE)))
            for down in filter(None, ends):
                raise down

    async def _lane(self, waiting: Iterator[Due], told: Told) -> NoLine | None:
        """One after the other. Why it ended is its answer, so that no other lane is cancelled with
        half a picture on its way."""
        try:
            for due in waiting:
                await self._send(due)
                told(await self.envoy.backlog())
        except NoLine as error:
            return error
        return None

    async def _send(self, due: Due) -> None:
        # One name in both logs for all that is asked about it.
        answering.set(given_or_new(b""))
        parcel = await self.envoy.store.read(outgoing.parcel, due.id)
        if parcel is None:
            await self.envoy.store.write(outgoing.forget, due.id)
            return
        answer = await self._put(parcel, parcel.lost)
        # Also of what was accepted without a file: should it come after all, it is taken.
        if answer.status in TAKEN and (missing := missing_in(answer, parcel)):
            lost = [one.sha256 for one in missing if not await self._bring(parcel, one)]
            answer = await self._put(parcel, (*parcel.lost, *lost))
        await self._settle(due, parcel, answer)

    async def _put(self, parcel: Parcel, lost: Sequence[str]) -> Answer:
        headers = {
            **JSON,
            "Content-Digest": content_digest(parcel.body),
            "Sync-Received": parcel.received,
        }
        if lost:
            headers["Sync-Lost"] = ", ".join(lost)
        way = PRACTICE if parcel.kind == PRACTICE else "submissions"
        return await self.envoy.ask("PUT", f"/sync/v1/{way}/{parcel.id}", parcel.body, headers)

    async def _bring(self, parcel: Parcel, one: Missing) -> bool:
        """False for a file that this node has lost. Raises NoLine."""
        async with self.held:
            data = await self.files.get(parcel.id, one.sha256)
            if data is None or digest(data) != one.sha256:
                return False
            await self._pieces(
                f"/sync/v1/blobs/{one.sha256}?submission={parcel.id}", data, one.offset
            )
        return True

    async def _pieces(self, target: str, data: bytes, offset: int) -> None:
        ask, piece = self.envoy.link.ask, min(self.envoy.upstream.facts.piece, self.most)
        again = 0
        while offset < len(data) and again < MOST_AGAIN:
            sent = data[offset : offset + piece]
            answer = await ask("PATCH", target, sent, {"Upload-Offset": str(offset)})
            if answer.status == 413 and piece > LEAST_PIECE:
                piece = self.most = piece // 2  # somebody on the way takes no more
                continue
            was, offset = offset, offset_in(answer, len(data))
            again = again + 1 if offset <= was else 0

    async def _settle(self, due: Due, parcel: Parcel, answer: Answer) -> None:
        store, now = self.envoy.store, self.envoy.clock.now()
        if answer.status in TAKEN:
            standing = STANDING.get(str(answer.value().get("station", "")))
            if standing:
                await self.envoy.stand(standing)
            if accepted := self._believed(parcel, answer.value().get("receipts")):
                at = self.envoy.upstream.hub_time(now)
                await store.write(outgoing.settle, parcel.id, accepted, at)
                log.info("accepted by the hub", id=parcel.id)
                return
        elif answer.status in BUSY:
            raise NoLine(f"busy {answer.status}")
        elif answer.problem and answer.status in FINAL and answer.problem != DAMAGED:
            log.error("the hub refuses what was receipted here", id=parcel.id, why=answer.problem)
            await store.write(outgoing.refuse, parcel.id, answer.problem)
            return
        wait = timedelta(seconds=pause(due.tries, self.pace))
        await store.write(outgoing.postpone, parcel.id, now + wait)

    def _believed(self, parcel: Parcel, given: Any) -> str | None:
        """The hub's `accepted`; None while it has signed only that it has it. Raises NoLine for
        what none of its keys has signed."""
        tokens: Mapping[str, Any] = given if isinstance(given, dict) else {}
        stage: receipts.Stage = "accepted" if tokens.get("accepted") else "received"
        token, signers = str(tokens.get(stage, "")), self.envoy.upstream.signers
        try:
            receipts.verify(token, signers, stage=stage, id=parcel.id, digest=parcel.digest)
        except Problem as problem:
            raise NoLine(problem.code) from problem
        return token if stage == "accepted" else None


def missing_in(answer: Answer, parcel: Parcel) -> list[Missing]:
    """Without those that are still on their way to this node. Raises NoLine."""
    try:
        found = [
            Missing(str(one["sha256"]), int(one["offset"])) for one in answer.value()["missing"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise NoLine("not the hub's answer") from error
    return [one for one in found if one.sha256 not in parcel.awaited]


def offset_in(answer: Answer, size: int) -> int:
    """Where to go on. Raises NoLine."""
    said = answer.headers.get("upload-offset", "")
    if answer.status not in (204, 409, 422) or not (said.isascii() and said.isdigit()):
        raise NoLine(f"blob {answer.status}")
    return min(int(said), size)
