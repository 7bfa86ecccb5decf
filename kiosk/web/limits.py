"""How often an address, and everybody together, may knock at the doors worth guarding.

Token buckets in this process's memory: they make guessing and flooding slow. They are no census:
addresses are forgotten as soon as they have been quiet for a minute.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from math import ceil

MINUTE = 60.0
MOST_ADDRESSES = 10_000


@dataclass(frozen=True)
class Door:
    """Requests counted together: these methods on this path and, if `below`, on all below it.
    `cost` is what one takes."""

    methods: tuple[str, ...]
    path: str
    cost: float = 1
    below: bool = False

    def opens_for(self, method: str, path: str) -> bool:
        if method not in self.methods or not path.startswith(self.path):
            return False
        rest = path[len(self.path) :]
        return not rest or (self.below and rest[0] == "/")


@dataclass
class Bucket:
    """Holds a minute's worth and refills steadily."""

    size: float
    tokens: float
    at: float

    def take(self, cost: float, now: float) -> float:
        """0 when there was enough, else the seconds until there is."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.size / MINUTE)
        self.at = now
        if self.tokens >= cost:
            self.tokens -= cost
            return 0.0
        return (cost - self.tokens) * MINUTE / self.size


@dataclass
class Limits:
    """`address_rate` and `all_rate` are tokens a minute, for each door."""

    doors: Sequence[Door]
    address_rate: int
    all_rate: int
    now: Callable[[], float] = time.monotonic
    _buckets: dict[tuple[Door, str], Bucket] = field(default_factory=dict)

    def wait(self, method: str, path: str, address: str) -> int:
        """0 to come in, else the seconds to wait."""
        for door in self.doors:
            if door.opens_for(method, path):
                return self._knock(door, address)
        return 0

    def _knock(self, door: Door, address: str) -> int:
        now = self.now()
        own = self._bucket((door, _neighbourhood(address)), self.address_rate, now)
        if wait := own.take(door.cost, now):
            return ceil(wait)
        return ceil(self._bucket((door, ""), self.all_rate, now).take(door.cost, now))

    def _bucket(self, key: tuple[Door, str], rate: int, now: float) -> Bucket:
        if len(self._buckets) >= MOST_ADDRESSES:
            self._forget_the_quiet(now)
        return self._buckets.setdefault(key, Bucket(rate, rate, now))

    def _forget_the_quiet(self, now: float) -> None:
        """After a minute a bucket is full again, so that forgetting it changes nothing."""
        busy = {key: bucket for key, bucket in self._buckets.items() if now - bucket.at < MINUTE}
        # A flood from ever new addresses: let the common bucket hold it, and keep memory small.
        self._buckets = busy if len(busy) < MOST_ADDRESSES else _common_only(busy)


def _common_only(buckets: dict[tuple[Door, str], Bucket]) -> dict[tuple[Door, str], Bucket]:
    return {key: bucket for key, bucket in buckets.items() if not key[1]}


def _neighbourhood(address: str) -> str:
    """One customer of a provider has a whole IPv6 /64, so that is what counts as an address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None:
        return str(IPv6Address(int(ip) >> 64 << 64))
    return address
