"""The receipt of a hand-in, as a page and as a PDF, for the browser that holds the draft's key."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from litestar import Request, Response, get
from litestar.params import FromPath
from markupsafe import Markup

from kiosk.engine.shapes import Flow, Paper
from kiosk.flow import problems, slip
from kiosk.flow.actions import Redo
from kiosk.flow.cookies import keys_of
from kiosk.flow.filed import Account, FeeRow, Filed, account, filed
from kiosk.flow.node import node_of
from kiosk.settings import Settings
from kiosk.sync import codes
from kiosk.web.qr import qr_on_page
from kiosk.web.redirects import go_to
from kiosk.web.screens import Screen, reader_language, show, wants_fragment

Req = Request[Any, Any, Any]
PDF = ".pdf"


@dataclass(frozen=True)
class ReceiptScreen(Screen):
    template: ClassVar[str] = "dossier/receipt.html"

    accepted: bool
    groups: tuple[str, ...]
    flow: Flow
    commune: str
    at: datetime
    papers: tuple[Paper, ...]
    fees: tuple[FeeRow, ...]
    fee: str
    time_limit: str
    due: str
    qr: Markup
    secret: tuple[str, ...]
    status_href: str
    pdf_href: str
    forget_href: str


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
    return show(request, screen(told, node.settings))


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
    response = show(request, screen(told, node.settings))
    response.headers["HX-Push-Url"] = where
    return response


async def pdf(told: Account, settings: Settings) -> Response[bytes]:
    """Shown in the browser, not saved: a shared machine keeps no copy of its own accord."""
    page = slip.contents(told, follow_url(settings, told.filed))
    drawn = await asyncio.to_thread(slip.draw, page, told.filed.at)
    headers = {"Content-Disposition": f'inline; filename="bien-nhan-{told.filed.code}.pdf"'}
    return Response(drawn, media_type="application/pdf", headers=headers)


def screen(told: Account, settings: Settings) -> Screen:
    redo = told.filed.redo
    return supplement_screen(told, redo) if redo else receipt_screen(told, settings)


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


def receipt_screen(told: Account, settings: Settings) -> ReceiptScreen:
    one = told.filed
    label = told.language.gettext("Mã QR để xem hồ sơ")
    return ReceiptScreen(
        accepted=one.accepted,
        groups=grouped(one.code),
        flow=told.pack.flow,
        commune=told.commune,
        at=one.at,
        papers=told.papers,
        fees=told.fees,
        fee=told.fee,
        time_limit=told.time_limit,
        due=told.due,
        qr=qr_on_page(follow_url(settings, one), label),
        secret=grouped(one.secret),
        status_href=f"/ho-so/{one.code}",
        pdf_href=f"/bien-nhan/{one.code}{PDF}",
        forget_href=f"/to-khai/{one.key.id}/xong",
    )


def follow_url(settings: Settings, one: Filed) -> str:
    """The secret stands behind `#`: browsers do not send that part to anybody."""
    return f"{settings.public_url}/ho-so#{one.secret}"


def grouped(code: str) -> tuple[str, ...]:
    return tuple(codes.shown(code).split("-"))
