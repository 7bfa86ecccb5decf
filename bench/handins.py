"""Citizens who hand in at a steady rate, whether or not the ones before were answered."""

import asyncio
from collections.abc import Sequence
from functools import partial

from bench.citizens import FORM, Citizen
from bench.rates import Outcome, steadily

DECLARED = b"cam_doan=yes&dong_y_du_lieu=yes"
PATIENCE_SECONDS = 30


async def hand_in_steadily(port: int, people: Sequence[Citizen], rate: float) -> Outcome:
    return await steadily([partial(hand_in, port, one) for one in people], rate, PATIENCE_SECONDS)


async def hand_in(port: int, one: Citizen) -> bool:
    """Whether the answer led to a receipt."""
    head = await post(port, one)
    return head.startswith(b"HTTP/1.1 303") and b"/bien-nhan/" in head


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
