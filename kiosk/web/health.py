"""Is it up, and can it work? For whoever keeps the machine running."""

import shutil
from pathlib import Path

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy import Connection, text

from kiosk.settings import Settings
from kiosk.store import Store

# A form with photographs, the database's log while it is folded in, and some air.
LEAST_FREE_BYTES = 64 * 1024 * 1024


@get("/healthz", sync_to_thread=False)
def healthz() -> Response[str]:
    """The process answers."""
    return _says("ok")


@get("/readyz")
async def readyz(
    store: NamedDependency[Store], settings: NamedDependency[Settings]
) -> Response[str]:
    """The store answers too, and there is room to write; 503 and why until it is so."""
    try:
        await store.read(_is_there)
    except Exception:  # noqa: BLE001 - whatever it is, the answer is "not ready"
        return _says("no store", 503)
    if _free_bytes(settings.data_dir) < LEAST_FREE_BYTES:
        return _says("no room on the disk", 503)
    return _says("ok")


def _says(what: str, status: int = 200) -> Response[str]:
    return Response(f"{what}\n", status_code=status, media_type="text/plain")


def _is_there(db: Connection) -> None:
    db.execute(text("SELECT 1"))


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free
