"""Is it up, and can it work? For whoever keeps the machine running."""

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy import Connection, text

from kiosk.store import Store


@get("/healthz", sync_to_thread=False)
def healthz() -> Response[str]:
    """The process answers."""
    return Response("ok\n", media_type="text/plain")


@get("/readyz")
async def readyz(store: NamedDependency[Store]) -> Response[str]:
    """The store answers too; 503 until it does."""
    try:
        await store.read(_is_there)
    except Exception:  # noqa: BLE001 - whatever it is, the answer is "not ready"
        return Response("no store\n", status_code=503, media_type="text/plain")
    return Response("ok\n", media_type="text/plain")


def _is_there(db: Connection) -> None:
    db.execute(text("SELECT 1"))
