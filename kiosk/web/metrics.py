"""What /metrics shows, as Prometheus reads it. Imported only where somebody may read it.

Requests are counted in the process; where there are several, `PROMETHEUS_MULTIPROC_DIR` names the
folder in which they count together. All else is read when it is asked for, and so is the same
whichever process of whichever machine answers.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from time import perf_counter

import structlog
from prometheus_client import CollectorRegistry, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import Connection, text

from kiosk.store import Store
from kiosk.web.gauges import Gauge, Reading

# A step takes some milliseconds, a form with photographs seconds.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
# Anybody can ask by a method of their own, and each would be a series for ever.
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))

log = structlog.get_logger()


class Metrics:
    """An app's own. `gauges` is read at each page, so that who comes later is shown too."""

    def __init__(self, gauges: Sequence[Gauge]) -> None:
        self._gauges = gauges
        own = CollectorRegistry()
        self._requests = Histogram(
            "kiosk_request_seconds",
            "Requests, by how long each took",
            ("method", "route", "status"),
            registry=own,
            buckets=BUCKETS,
        )
        self._counted = _together() or own
        if self._counted is own:
            ProcessCollector(registry=own)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """`status` is 0 where the reader went away before the answer began."""
        known = method if method in METHODS else "other"
        self._requests.labels(known, route, str(status)).observe(seconds)

    async def page(self, store: Store, now: datetime) -> bytes:
        readings = [
            one for gauge in (_database, *self._gauges) for one in await _read(gauge, store, now)
        ]
        return generate_latest(self._counted) + generate_latest(_Shown(readings))


def _together() -> CollectorRegistry | None:
    """What all worker processes counted, those that ended included; None where there is one."""
    if not (folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR")):
        return None
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    return registry


async def _read(gauge: Gauge, store: Store, now: datetime) -> list[Reading]:
    """Nothing of one that fails: the others are the more needed then."""
    try:
        return list(await gauge(store, now))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        log.warning("gauge failed", gauge=gauge.__name__, why=type(error).__name__)
        return []


async def _database(store: Store, _: datetime) -> list[Reading]:
    name, told = "kiosk_database_up", "1 while the database answers"
    began = perf_counter()
    try:
        size = await store.read_long(database_bytes)
    except Exception:  # noqa: BLE001 - that it does not answer is the answer
        return [Reading(name, told, 0)]
    took = perf_counter() - began
    return [
        Reading(name, told, 1),
        Reading("kiosk_database_seconds", "How long the database took to answer", took),
        Reading("kiosk_database_bytes", "How large the database is", size),
    ]


def database_bytes(db: Connection) -> int:
    """What the database takes on the disk."""
    if db.dialect.name == "postgresql":
        return int(db.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    return int(
        db.scalar(text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))
        or 0
    )


class _Shown(Collector):
    """Readings of one moment."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings

    def collect(self) -> Iterator[Metric]:
        families: dict[str, GaugeMetricFamily] = {}
        for one in self._readings:
            names = sorted(one.labels)
            family = families.setdefault(
                one.name, GaugeMetricFamily(one.name, one.help, labels=names)
            )
            family.add_metric([one.labels[name] for name in names], one.value)
        yield from families.values()
