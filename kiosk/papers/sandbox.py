"""A child process that reads the files of strangers, so that the node never does.

`python -m kiosk.papers.worker` over pipes: the same on every Python from 3.11 on, no fork of a
process that has threads, no pickles, and the decoders are never loaded into the node.
"""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Any, NamedTuple

from kiosk.papers import wire
from kiosk.papers.kinds import Format

_PIECE = 256 * 1024


class Answer(NamedTuple):
    """`head` has type and pages of `data`, or id and params of a refusal."""

    head: dict[str, Any]
    data: bytes


class Sandbox:
    """As many children as are asked at once; they stay warm for a while, then go.

    idle: seconds after which a child without work gives its memory back.
    """

    def __init__(self, idle: float = 180.0) -> None:
        self._seconds = idle
        self._children: set[Child] = set()
        self._idle: dict[Child, asyncio.TimerHandle] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    async def answer(self, format: Format, data: bytes, seconds: float) -> Answer | None:
        """None if the file was the end of the child, or took it longer than `seconds`."""
        child = await self._free_child()
        try:
            async with asyncio.timeout(seconds):
                answer = await child.ask(format, data)
        except (OSError, EOFError):  # a TimeoutError is an OSError
            await self._end(child)
            return None
        except BaseException:  # the person left: what it says next would be nobody's answer
            self._send_away(child)
            raise
        self._rest(child)
        return answer

    async def close(self) -> None:
        """Every child is gone on return; work under way is answered by None."""
        for child in tuple(self._children):
            await self._end(child)
        await asyncio.gather(*self._leaving)

    async def _free_child(self) -> "Child":
        while self._idle:
            child, timer = self._idle.popitem()
            timer.cancel()
            if child.is_alive:
                return child
        child = await Child.start()
        self._children = {child, *(one for one in self._children if one.is_alive)}
        return child

    def _rest(self, child: "Child") -> None:
        clock = asyncio.get_running_loop()
        self._idle[child] = clock.call_later(self._seconds, self._send_home, child)

    def _send_home(self, child: "Child") -> None:
        self._idle.pop(child)
        child.kill()

    def _send_away(self, child: "Child") -> None:
        """Kills it at once; that it is gone, nobody has to wait for."""
        child.kill()
        self._children.discard(child)
        leaving = asyncio.create_task(child.gone())
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)

    async def _end(self, child: "Child") -> None:
        if timer := self._idle.pop(child, None):
            timer.cancel()
        await child.gone()
        self._children.discard(child)


class Child:
    """One process. After an exception from `ask` it is of no more use."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> "Child":
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", "kiosk.papers.worker"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,  # a decoder's complaint may quote the paper
            cwd="/",
            # Nothing of ours: the node's environment holds its secret and the database's password.
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        return cls(process)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    async def ask(self, format: Format, data: bytes) -> Answer:
        """Raises OSError or EOFError if the child dies over it."""
        orders, answers = self._process.stdin, self._process.stdout
        assert orders is not None  # noqa: S101  it is a pipe
        assert answers is not None  # noqa: S101  so is this
        orders.write(wire.order(format, len(data)))
        view = memoryview(data)
        for at in range(0, len(data), _PIECE):  # in pieces: the pipe's buffer would copy it all
            orders.write(view[at : at + _PIECE])
            await orders.drain()
        head, body = wire.ANSWER.unpack(await answers.readexactly(wire.ANSWER.size))
        said = json.loads(await answers.readexactly(head))
        return Answer(said, await answers.readexactly(body))

    def kill(self) -> None:
        # Not Process.kill(): that reaps one that is dead already, and asyncio then misses it.
        if self.is_alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def gone(self) -> None:
        """Killed, and its pipes closed."""
        self.kill()
        await self._process.communicate()
        if self._process.stdin:
            # Or a Python older than 3.11.5 complains that nobody asked how the pipe broke.
            with suppress(OSError):
                await self._process.stdin.wait_closed()
