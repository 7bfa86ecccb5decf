"""A paper of the desk as PDF, and the trace that it was printed."""

import asyncio
from datetime import datetime
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy import Connection

from kiosk.desk.case import ORIGINAL, Case, open_case
from kiosk.desk.notices import problems
from kiosk.desk.notices.contents import contents
from kiosk.desk.notices.rules import Notice, notice_named, told_by
from kiosk.desk.pages import Req
from kiosk.dossier.actions import Event
from kiosk.flow.node import Node, node_of
from kiosk.people import audit
from kiosk.people.rules import Staff
from kiosk.web import pdf
from kiosk.web.language import Language, Languages
from kiosk.web.screens import reader_language

PDF = ".pdf"


@get("/ho-so/{id:str}/in/{name:str}")
async def notice(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str], name: FromPath[str]
) -> Response[Any]:
    """Shown in the browser, which prints it. Raises `desk.no_such_notice` while it would not be
    true."""
    node = node_of(request)
    found = notice_named(name.removesuffix(PDF)) if name.endswith(PDF) else None
    if found is None:
        raise problems.no_such_notice()
    case, event = await node.store.write(printed, node, staff, id, found, node.guide.clock.now())
    languages = languages_of(request.app.state.languages, case, reader_language(request))
    page = contents(node, found, case, event, languages)
    drawn = await asyncio.to_thread(pdf.draw, "kiosk.desk.notices", "notice.typ", page, event.at)
    return shown(drawn, f"{found.slug}-{case.record.code}")


def printed(
    db: Connection, node: Node, staff: Staff, id: str, one: Notice, now: datetime
) -> tuple[Case, Event]:
    """Raises `desk.no_such_dossier`, `desk.no_such_notice`."""
    case = open_case(db, node.guide.library, node.inbox.ring, staff, id)
    event = told_by(one, case.record, case.events)
    if event is None:
        raise problems.no_such_notice()
    audit.record(db, staff, "print", id, now, detail=one.slug)
    return case, event


def languages_of(known: Languages, case: Case, reader: Language) -> list[Language]:
    """Vietnamese, then the language in which the citizen answered, and the one on the screen."""
    codes = dict.fromkeys((ORIGINAL, case.locale, reader.code))
    return [known[code] for code in codes if code in known]


def shown(drawn: bytes, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'inline; filename="{name}{PDF}"'}
    return Response(drawn, media_type="application/pdf", headers=headers)
