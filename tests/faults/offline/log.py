"""What went through the proxy, and waiting for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition

LONGEST_SECONDS = 10.0


@dataclass
class Exchange:
    """One request as the proxy saw it; `status` is what the node or the fault answered, None for
    nothing; `up` and `down` are bytes that passed, heads included."""

    method: str
    path: str
    began: float
    ended: float | None = None
    status: int | None = None
    up: int = 0
    down: int = 0

    @property
    def name(self) -> str:
        """`PUT /sync/v1/submissions/…`: what the patterns of faults are looked for in."""
        return f"{self.method} {self.path}"


class Log:
    """`log` has every exchange in the order in which they began."""

    def __init__(self) -> None:
        self.log: list[Exchange] = []
        self._changed = Condition()

    def seen(self, on: str = "") -> list[Exchange]:
        return [one for one in list(self.log) if re.search(on, one.name)]

    def answered(self, on: str = "") -> list[int | None]:
        return [one.status for one in self.seen(on) if one.ended is not None]

    def until(self, is_so: Callable[[], bool], seconds: float = LONGEST_SECONDS) -> None:
        """Waits for requests, not for time."""
        with self._changed:
            assert self._changed.wait_for(is_so, seconds), "\n".join(map(str, self.log[-12:]))

    def until_seen(self, on: str, count: int = 1, seconds: float = LONGEST_SECONDS) -> None:
        self.until(lambda: len(self.seen(on)) >= count, seconds)

    def until_answered(self, on: str, count: int = 1, seconds: float = LONGEST_SECONDS) -> None:
        """Answered, cut or given up by the client."""
        self.until(lambda: len(self.answered(on)) >= count, seconds)

    def most_at_once(self, on: str) -> int:
        """How many of them were on their way at the same moment."""
        steps = [(one.began, 1) for one in self.seen(on)]
        steps += [(one.ended, -1) for one in self.seen(on) if one.ended is not None]
        count, most = 0, 0
        for _, step in sorted(steps):
            count += step
            most = max(most, count)
        return most

    def note(self, change: Callable[[], None]) -> None:
        """Changes the log, and tells who waits for it."""
        with self._changed:
            change()
            self._changed.notify_all()
