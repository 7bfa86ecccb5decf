"""The answers as PDF, and the whole dossier as one archive; each leaves a trace."""

import asyncio
from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream
from sqlalchemy import Connection

from kiosk.desk.case import ORIGINAL, Case, open_case, reading
from kiosk.desk.export import sheet
from kiosk.desk.export.bundle import Bundle, sent
from kiosk.desk.looking import sheet_of
from kiosk.desk.pages import Req
from kiosk.flow.node import Node, node_of
from kiosk.people import audit
from kiosk.people.audit import Action
from kiosk.people.rules import Staff
from kiosk.sync import inbox
from kiosk.sync.inbox import Receipts
from kiosk.web import pdf


@get("/ho-so/{id:str}/to-khai.pdf")
async def declaration(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str]
) -> Response[bytes]:
    """Shown in the browser, which prints it."""
    node = node_of(request)
    case, _ = await taken(node, staff, id, "print")
    drawn = await drawn_sheet(request, case)
    headers = {"Content-Disposition": f'inline; filename="to-khai-{case.record.code}.pdf"'}
    return Response(drawn, media_type="application/pdf", headers=headers)


@get("/ho-so/{id:str}/xuat.zip")
async def export(request: Req, staff: NamedDependency[Staff], id: FromPath[str]) -> Stream:
    """Put on record before the first byte goes out, also when nobody waits for the last."""
    node = node_of(request)
    case, receipts = await taken(node, staff, id, "export")
    drawn = await drawn_sheet(request, case)
    bundle = Bundle(case, reading(node, case), receipts, drawn)
    headers = {"Content-Disposition": f'attachment; filename="{case.record.code}.zip"'}
    return Stream(sent(bundle, node.files), media_type="application/zip", headers=headers)


async def taken(node: Node, staff: Staff, id: str, deed: Action) -> tuple[Case, Receipts]:
    """Raises `desk.no_such_dossier`."""
    return await node.store.write(on_record, node, staff, id, deed, node.guide.clock.now())


def on_record(
    db: Connection, node: Node, staff: Staff, id: str, deed: Action, now: datetime
) -> tuple[Case, Receipts]:
    case = open_case(db, node.guide.library, node.inbox.ring, staff, id)
    audit.record(db, staff, deed, id, now, detail="to-khai" if deed == "print" else None)
    return case, inbox.receipts_of(db, id)


async def drawn_sheet(request: Req, case: Case) -> bytes:
    node, vietnamese = node_of(request), request.app.state.languages[ORIGINAL]
    reference = node.guide.context(ORIGINAL).reference
    commune = reference.commune_name(case.record.commune) or case.record.commune
    laid_out = sheet_of(node, case, ORIGINAL)
    page = sheet.contents(case, laid_out, vietnamese, commune)
    return await asyncio.to_thread(
        pdf.draw, "kiosk.desk.export", "sheet.typ", page, case.events[-1].at
    )
