"""Is it up, and can it work? For whoever keeps the machine running."""

import hmac
import shutil
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy import Connection, text

from kiosk.clock import Clock
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.web.gauges import Gauge, Reading
from kiosk.web.problems import not_found

if TYPE_CHECKING:
    from kiosk.web.metrics import Metrics

# A form with photographs, the database's log while it is folded in, and some air.
LEAST_FREE_BYTES = 64 * 1024 * 1024


@get("/healthz", sync_to_thread=False)
def healthz() -> Response[str]:
    """The process answers."""
    return _says("ok")


@get("/readyz")
async def readyz(
    state: State, store: NamedDependency[Store], settings: NamedDependency[Settings]
) -> Response[str]:
    """The store answers too, and there is room to write; 503 and why until it is so. Lines below
    the first are for people, and change nothing about being ready."""
    try:
        notes = [await store.read(note) for note in state.ready_notes]
        await store.read(_is_there)
    except Exception:  # noqa: BLE001 - whatever it is, the answer is "not ready"
        return _says("no store", 503)
    if _free_bytes(settings.data_dir) < LEAST_FREE_BYTES:
        return _says("no room on the disk", 503)
    return _says("\n".join(["ok", *notes]))


@get("/metrics")
async def metrics(
    request: Request[Any, Any, Any],
    store: NamedDependency[Store],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    """Figures for Prometheus; not there for whoever does not show the token."""
    given = request.headers.get("authorization", "").encode()
    token = settings.metrics_token
    if not (token and hmac.compare_digest(given, f"Bearer {token}".encode())):
        raise not_found()
    shown: Metrics = request.app.state.metrics
    clock: Clock = request.app.state.clock
    page = await shown.page(store, clock.now())
    return Response(page, media_type="text/plain; version=0.0.4; charset=utf-8")


def metrics_of(settings: Settings, gauges: Sequence[Gauge]) -> "Metrics | None":
    """Imported only where it is used: a node must be up in two seconds."""
    if settings.metrics_token is None:
        return None
    made: Metrics = import_module("kiosk.web.metrics").Metrics(gauges)
    return made


def disk_of(folder: Path) -> Gauge:
    async def disk(_: Store, __: datetime) -> list[Reading]:
        told = "Room left on the disk of the data folder"
        return [Reading("kiosk_disk_free_bytes", told, _free_bytes(folder))]

    return disk


def _says(what: str, status: int = 200) -> Response[str]:
    return Response(f"{what}\n", status_code=status, media_type="text/plain")


def _is_there(db: Connection) -> None:
    db.execute(text("SELECT 1"))


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free
