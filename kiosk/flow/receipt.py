"""The receipt of a hand-in, as a page and as a PDF, for the browser that holds the draft's key."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from litestar import Request, Response, get
from litestar.params import FromPath

from kiosk.engine.holes import Values
from kiosk.flow import problems, slip
from kiosk.flow.actions import Redo
from kiosk.flow.cookies import keys_of
from kiosk.flow.filed import Account, Filed, account, filed
from kiosk.flow.node import node_of
from kiosk.settings import Settings
from kiosk.sync import codes
from kiosk.web.formats import Formats
from kiosk.web.qr import qr_image
from kiosk.web.redirects import go_to
from kiosk.web.screens import Screen, reader_language, show, wants_fragment
from kiosk.web.shell import show_page

Req = Request[Any, Any, Any]
PDF = ".pdf"


@dataclass(frozen=True)
class SupplementReceiptScreen(Screen):
    template: ClassVar[str] = "dossier/supplement_receipt.html"

    in_time: bool
    accepted: bool
    groups: tuple[str, ...]
    procedure: str
    commune: str
    at: datetime
    redone: tuple[str, ...]
    secret: str
    forget_href: str


@get("/bien-nhan/{name:str}")
async def receipt(request: Req, name: FromPath[str]) -> Response[Any]:
    """`name` is a receipt code, or one with `.pdf`. Who holds no key sees the progress only."""
    node = node_of(request)
    code = codes.normalise(name.removesuffix(PDF))
    if code is None:
        raise problems.no_such_receipt()
    found = await node.store.read(filed, node.guide, code, keys_of(request.scope))
    if found is None:
        return go_to(f"/ho-so/{code}")
    told = account(node.guide, found, reader_language(request))
    if name.endswith(PDF) and found.redo is None:
        return await pdf(told, node.settings)
    return show_receipt(request, told, node.settings)


HANDLERS = (receipt,)


async def after_hand_in(request: Req, code: str) -> Response[Any]:
    """htmx gets the receipt at once; a form without it is sent on, so that it can be reloaded."""
    node, where = node_of(request), f"/bien-nhan/{code}"
    if not wants_fragment(request.scope):
        return go_to(where)
    found = await node.store.read(filed, node.guide, code, keys_of(request.scope))
    if found is None:
        return go_to(where)
    told = account(node.guide, found, reader_language(request))
    response = show_receipt(request, told, node.settings)
    response.headers["HX-Push-Url"] = where
    return response


async def pdf(told: Account, settings: Settings) -> Response[bytes]:
    """Shown in the browser, not saved: a shared machine keeps no copy of its own accord."""
    page = slip.contents(told, follow_url(settings, told.filed))
    drawn = await asyncio.to_thread(slip.draw, page, told.filed.at)
    headers = {"Content-Disposition": f'inline; filename="bien-nhan-{told.filed.code}.pdf"'}
    return Response(drawn, media_type="application/pdf", headers=headers)


def show_receipt(request: Req, told: Account, settings: Settings) -> Response[str]:
    if redo := told.filed.redo:
        return show(request, supplement_screen(told, redo))
    link = qr_image(follow_url(settings, told.filed))
    return show_page(request, "receipt", receipt_values(told, link))


def supplement_screen(told: Account, redo: Redo) -> SupplementReceiptScreen:
    """Its code is the dossier's: nobody has to keep a second one."""
    one = told.filed
    return SupplementReceiptScreen(
        in_time=one.in_time,
        accepted=one.accepted,
        groups=grouped(codes.receipt_code(redo.parent)),
        procedure=told.pack.flow.procedure.name,
        commune=told.commune,
        at=one.at,
        redone=tuple(step.ask for step in told.pack.flow.steps),
        secret=one.secret,
        forget_href=f"/to-khai/{one.key.id}/xong",
    )


def receipt_values(told: Account, qr: str) -> Values:
    """The holes of a receipt. `static/worker/views/receipt.js` mirrors it."""
    one = told.filed
    papers = [{"name": paper.name, "unsure": told.is_unsure(paper.source)} for paper in told.papers]
    return {
        "accepted": one.accepted,
        "groups": texts(one.code),
        "procedure": told.pack.flow.procedure.name,
        "commune": told.commune,
        "at": Formats(told.language.locale).moment(one.at),
        "fees": [row._asdict() for row in told.fees],
        "several": len(told.fees) > 1,
        "fee": told.fee,
        "due": told.due,
        "time_limit": told.time_limit,
        "papers": papers,
        "bring": bool(papers),
        "qr": qr,
        "secret": texts(one.secret),
        "status_href": f"/ho-so/{one.code}",
        "pdf_href": f"/bien-nhan/{one.code}{PDF}",
        "forget_href": f"/to-khai/{one.key.id}/xong",
    }


def follow_url(settings: Settings, one: Filed) -> str:
    """The secret stands behind `#`: browsers do not send that part to anybody."""
    return f"{settings.public_url}/ho-so#{one.secret}"


def grouped(code: str) -> tuple[str, ...]:
    return tuple(codes.shown(code).split("-"))


def texts(code: str) -> list[Values]:
    """A code in groups, as the items of a section."""
    return [{"text": group} for group in grouped(code)]
