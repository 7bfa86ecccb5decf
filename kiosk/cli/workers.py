"""Several worker processes on one socket: one that falls is raised again, and when told to stop all
finish what they have begun."""

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import structlog

# A worker that falls at once, because the database is away, must not be raised a thousand times.
RAISED_EVERY_SECONDS = 1.0
NOT_STARTED = (1, 3)  # 3 is uvicorn's
FELL = 70

log = structlog.get_logger()


class Worker(NamedTuple):
    """`lifeline` can be read from as soon as who raised it is gone; `told` is where it says that
    it serves."""

    number: int
    lifeline: int
    told: int

    def serves(self) -> None:
        with suppress(BlockingIOError):  # said often enough
            os.write(self.told, b".")


class Workers:
    """`work` is done in each child and gives its exit code: one of NOT_STARTED if it never served.

    Forked, not started anew: they share what the program has loaded.
    """

    def __init__(self, count: int, work: Callable[[Worker], int], listening: socket.socket) -> None:
        self._count = count
        self._work = work
        self._listening = listening
        self._pid = os.getpid()
        self._numbers: dict[int, int] = {}  # by process id
        self._is_ending = False
        self._failed = False
        self._lifeline = os.pipe()
        self._told = os.pipe()
        os.set_blocking(self._told[1], False)

    def run(self) -> int:
        """Until told to stop, or until none could start. The exit code."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        for number in range(self._count):
            self._raise(number)
        while self._numbers:
            pid, status = os.wait()
            if pid not in self._numbers:  # the first process of a container gets others' orphans
                continue
            number = self._numbers.pop(pid)
            if self._is_ending:
                continue
            code = os.waitstatus_to_exitcode(status)
            log.error("worker fell", worker=number, code=code)
            if code in NOT_STARTED and not self._has_served():
                # As with one process: whoever started us hears of it.
                self._failed = True
                self._end()
                continue
            time.sleep(RAISED_EVERY_SECONDS)
            self._raise(number)
        return 1 if self._failed else 0

    def _has_served(self) -> bool:
        """Whether any of them ever did: then another's trouble is no reason to leave people
        alone."""
        return bool(select.select([self._told[0]], [], [], 0)[0])

    def _raise(self, number: int) -> None:
        if self._is_ending:
            return
        if (pid := os.fork()) == 0:
            self._be(number)
        self._numbers[pid] = number
        if self._is_ending:  # told while we forked
            os.kill(pid, signal.SIGTERM)

    def _be(self, number: int) -> None:
        """In the child. Never returns: what the parent has begun is the parent's to end."""
        code = FELL
        try:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            signal.signal(signal.SIGINT, signal.default_int_handler)
            reading, writing = self._lifeline
            os.close(writing)
            code = self._work(Worker(number, reading, self._told[1]))
        except SystemExit as told:
            code = int(told.code or 0)
        except BaseException:
            log.exception("worker fell")
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _end(self, *_: Any) -> None:
        if os.getpid() != self._pid:  # a child that has not come to itself yet
            os._exit(0)
        self._is_ending = True
        # Children have it too. Once all have let go of it, who comes is refused, not kept waiting.
        self._listening.close()
        for pid in self._numbers:
            with suppress(ProcessLookupError):  # it fell a moment ago
                os.kill(pid, signal.SIGTERM)
