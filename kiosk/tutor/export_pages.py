"""`/hoc/xuat.csv` and `/hoc/xuat.jsonl`: what a commune practised, for those who teach there."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from kiosk.flow.node import node_of
from kiosk.people import audit
from kiosk.people.access import area
from kiosk.people.rules import Staff
from kiosk.tutor import actions, export

Req = Request[Any, Any, Any]
CSV, LINES = "text/csv", "application/x-ndjson"


@get("/xuat.csv")
async def as_csv(request: Req, staff: NamedDependency[Staff]) -> Response[bytes]:
    return sent(export.as_csv(await taken(request, staff, "csv")), CSV, "luyen-tap.csv")


@get("/xuat.jsonl")
async def as_xapi(request: Req, staff: NamedDependency[Staff]) -> Response[bytes]:
    rows = await taken(request, staff, "xapi")
    home = node_of(request).settings.public_url
    return sent(export.as_xapi(rows, home), LINES, "luyen-tap.jsonl")


EXPORT_AREA = area("/hoc", (as_csv, as_xapi), "volunteer", "lead")


async def taken(request: Req, staff: Staff, kind: str) -> Sequence[Any]:
    """Put on record before the first byte goes out."""
    node = node_of(request)
    now = node.guide.clock.now()
    await node.store.write(audit.record, staff, "export_practice", None, now, detail=kind)
    return await node.store.read_long(actions.practised, staff.commune)


def sent(data: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=kind, headers=headers)
