"""Citizens who hand in at a steady rate, whether or not the ones before were answered."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.citizens import FORM, Citizen
from bench.report import quantile

DECLARED = b"cam_doan=yes&dong_y_du_lieu=yes"
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Outcome:
    """`ms` from the moment at which each was due, so that a queue is felt."""

    accepted: int
    ms: Sequence[float]
    seconds: float

    @property
    def rate(self) -> float:
        return len(self.ms) / self.seconds

    def quantile(self, share: float) -> float:
        return quantile(self.ms, share)


async def hand_in_steadily(port: int, people: Sequence[Citizen], rate: float) -> Outcome:
    began = time.monotonic()
    waiting = []
    for n, one in enumerate(people):
        due = began + n / rate
        await asyncio.sleep(max(0, due - time.monotonic()))
        waiting.append(asyncio.create_task(hand_in(port, one, due)))
    answers = await asyncio.gather(*waiting)
    ms = [1000 * took for _, took in answers]
    return Outcome(sum(good for good, _ in answers), ms, time.monotonic() - began)


async def hand_in(port: int, one: Citizen, due: float) -> tuple[bool, float]:
    """Whether the answer led to a receipt, and the seconds since it was due."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            head = await post(port, one)
    except (OSError, TimeoutError):
        head = b""
    good = head.startswith(b"HTTP/1.1 303") and b"/bien-nhan/" in head
    return good, time.monotonic() - due


async def post(port: int, one: Citizen) -> bytes:
    """A connection of its own, as every phone has. Answers the head of the reply."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(
            f"POST {one.base}/cam-doan HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {one.cookie}\r\n"
            f"Content-Type: {FORM}\r\nContent-Length: {len(DECLARED)}\r\n"
            "Sec-Fetch-Site: same-origin\r\nConnection: close\r\n\r\n".encode()
            + DECLARED
        )
        return (await reader.read()).split(b"\r\n\r\n")[0]
    finally:
        writer.close()
        await writer.wait_closed()
