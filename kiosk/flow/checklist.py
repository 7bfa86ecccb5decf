"""The end of a flow in which nothing is handed in: what to bring, how much, where; to print."""

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from kiosk.engine import view
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Field
from kiosk.engine.turn import CHECK
from kiosk.engine.view import CHECKLIST, Holes
from kiosk.engine.walk import Walk, walk
from kiosk.flow import actions
from kiosk.flow.cookies import key_of
from kiosk.flow.filed import UNSURE, time_limit
from kiosk.flow.node import node_of
from kiosk.flow.pages import answer
from kiosk.web import pdf
from kiosk.web.language import Language
from kiosk.web.redirects import go_to
from kiosk.web.screens import reader_language

Req = Request[Any, Any, Any]


@get("/to-khai/{id:str}/danh-sach")
async def checklist(request: Req, id: FromPath[str]) -> Response[Any]:
    """A draft that is not finished leads to the question that is due."""
    pack, result, values = await read_list(request, id)
    if values is None:
        return go_to(view.url(f"/to-khai/{id}", result.at or CHECK))
    return answer(request, pack, CHECKLIST.step, values)


@get("/to-khai/{id:str}/danh-sach.pdf")
async def checklist_pdf(request: Req, id: FromPath[str]) -> Response[Any]:
    """Shown in the browser, not saved: a shared machine keeps no copy of its own accord."""
    pack, result, values = await read_list(request, id)
    if values is None:
        return go_to(view.url(f"/to-khai/{id}", result.at or CHECK))
    page = contents(pack, result, values, reader_language(request))
    now = node_of(request).guide.clock.now()
    drawn = await asyncio.to_thread(pdf.draw, "kiosk.flow", "checklist.typ", page, now)
    headers = {"Content-Disposition": f'inline; filename="{pack.flow.id}.pdf"'}
    return Response(drawn, media_type="application/pdf", headers=headers)


HANDLERS = (checklist, checklist_pdf)


async def read_list(request: Req, id: str) -> tuple[Pack, Walk, Holes | None]:
    """The values of the page; null while a question is open, and in a flow that ends otherwise.

    Raises `flow.no_such_draft`."""
    node = node_of(request)
    opened = await node.store.read(actions.read_draft, node.guide, key_of(request.scope, id))
    pack = opened.pack(reader_language(request).code)
    context = opened.context(node.guide, pack.locale)
    result = walk(pack.flow, opened.draft.answers, context)
    if not result.done or CHECKLIST.step not in pack.body.pages:
        return pack, result, None
    base = f"/to-khai/{id}"
    return pack, result, view.checklist_values(pack, opened.draft, result, context, base)


def contents(pack: Pack, result: Walk, values: Holes, language: Language) -> pdf.Contents:
    """The words of the PDF in the reader's language."""
    _, flow = language.gettext, pack.flow
    rows = [
        (
            line["name"] or _("Lệ phí"),
            ". ".join(part for part in (line["total"], line["why"]) if part),
        )
        for line in values["fees"]
    ]
    return {
        "lang": language.locale.language,
        "name": _("Trạm Số"),
        "title": _("Giấy tờ cần mang"),
        "procedure": f"{flow.procedure.name} ({flow.procedure.code})",
        "papers": papers(pack, result, language, brought=True),
        "members": members(pack, values),
        "notes": notes(pack, values),
        "fee_title": _("Tiền phải trả"),
        "fees": [*rows, (_("Tất cả"), values["fee"])],
        "where_title": _("Đến đâu, bao lâu"),
        "where": [*places(pack, language), time_limit(language, flow.time_limit)],
        "spared": papers(pack, result, language, brought=False),
        "foot": _("Điểm hỗ trợ, không phải Cổng Dịch vụ công."),
    }


def papers(pack: Pack, result: Walk, language: Language, brought: bool) -> list[str]:
    """Those to bring, or those that nobody has to bring with the reason."""
    _, found = language.gettext, []
    for one in result.papers:
        if (one.show_or_attach != "none") is not brought:
            continue
        text = one.name if brought else _("Không cần mang: %(name)s.") % {"name": one.name}
        parts = [text, "" if brought else one.replaced_by or "", doubt(pack, one.source, language)]
        found.append(" ".join(part for part in parts if part))
    return found


def places(pack: Pack, language: Language) -> list[str]:
    channel = pack.flow.channel
    said = [f"{one.item} {doubt(pack, one.source, language)}".strip() for one in pack.flow.where]
    if channel.online == "none" and not channel.post:
        said.append(language.gettext("Bạn đến tận nơi. Việc này không nộp qua mạng."))
    return said


def doubt(pack: Pack, source: str, language: Language) -> str:
    """Remembered, not read anywhere: never told as certain."""
    unsure = pack.flow.sources[source].confidence == UNSURE
    return f"({language.gettext('hỏi lại cán bộ')})" if unsure else ""


def members(pack: Pack, values: Holes) -> list[tuple[str, str]]:
    """Of every group that was asked: `Giấy tờ 1`, and what was said of it."""
    return [
        (f"{step.group.each} {row['n']}", ". ".join(answers_of(step.fields, row)))
        for step in pack.flow.steps
        if step.group is not None
        for row in values.get(f"group:{step.id}", ())
    ]


def answers_of(fields: tuple[Field, ...], row: Holes) -> list[str]:
    """The first names the member; the others need their label."""
    first, *rest = fields
    return [row[f"show:{first.id}"], *(f"{one.label}: {row[f'show:{one.id}']}" for one in rest)]


def notes(pack: Pack, values: Holes) -> list[str]:
    """What the citizen was asked to look at again, once for each question."""
    asked = dict.fromkeys(one.on for one in pack.flow.checks if one.level == "warn")
    return [values[f"warning:{on}"] for on in asked if values.get(f"warning:{on}")]
