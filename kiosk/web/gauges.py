"""What a node can say of itself in figures when somebody asks: features add theirs to
`state.gauges`. See `kiosk.web.metrics`."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from kiosk.store import Store

NONE: Mapping[str, str] = MappingProxyType({})


class Reading(NamedTuple):
    """`name` ends in its unit (`_bytes`, `_seconds`) unless it counts things. Each label has few
    values that are known beforehand: never an id, a path or anything that somebody typed."""

    name: str
    help: str
    value: float
    labels: Mapping[str, str] = NONE


Gauge = Callable[[Store, datetime], Awaitable[Iterable[Reading]]]
