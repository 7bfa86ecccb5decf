"""The receipt as a PDF for paper and archive: PDF/A-2a and PDF/UA, the same bytes each time."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from kiosk.flow.filed import Account, answers
from kiosk.sync import codes
from kiosk.web.formats import Formats
from kiosk.web.qr import qr

STANDARDS = ["a-2a", "ua-1"]

Contents = Mapping[str, Any]
"""Text and lists of text only; `slip.typ` lays it out and never reads it as markup."""


def contents(told: Account, follow_url: str) -> Contents:
    """The words of the slip in the reader's language."""
    _ = told.language.gettext
    one = told.filed
    return {
        "lang": told.language.locale.language,
        "name": _("Trạm Số"),
        "title": _("Đã gửi hồ sơ") if one.accepted else _("Phiếu chờ gửi"),
        "lead": _("Nơi giải quyết đã nhận được.")
        if one.accepted
        else _("Máy này đã giữ hồ sơ và sẽ gửi khi có mạng. Bạn không cần làm lại."),
        "procedure": told.pack.flow.procedure.name,
        "code_label": _("Mã hồ sơ"),
        "code": codes.shown(one.code).replace("-", " "),
        "facts": facts(told),
        "papers_title": _("Giấy tờ mang theo"),
        "papers": papers(told),
        "qr": qr(follow_url),
        "qr_label": _("Mã QR để xem hồ sơ"),
        "qr_help": _("Quét mã này thì xem được cả lý do và người phụ trách."),
        "secret_label": _("Không quét được thì gõ mã dài này:"),
        "secret": codes.shown(one.secret).replace("-", " "),
        "warning": _("Đừng đưa tờ này cho người lạ."),
        "answers_title": _("Những gì bạn đã khai"),
        "heads": [_("Câu hỏi"), _("Trả lời")],
        "answers": [list(answer) for answer in answers(told)],
        "foot": _("Điểm hỗ trợ, không phải Cổng Dịch vụ công."),
    }


def facts(told: Account) -> list[tuple[str, str]]:
    _ = told.language.gettext
    flow = told.pack.flow
    rows = [
        (_("Thủ tục"), f"{flow.procedure.name} ({flow.procedure.code})"),
        (_("Nơi nhận"), told.commune),
        (_("Lúc"), Formats(told.language.locale).moment(told.filed.at)),
    ]
    rows += [
        (fee.name or _("Lệ phí"), f"{fee.total}. {fee.why}" if fee.why else fee.total)
        for fee in told.fees
    ]
    if len(told.fees) > 1:
        rows.append((_("Tất cả"), told.fee))
    rows.append((_("Khi nào có kết quả"), result_words(told)))
    return rows


def result_words(told: Account) -> str:
    """The day if it is known; else the term, which runs from when the office has it."""
    _ = told.language.gettext
    if not told.time_limit:
        return _("Cán bộ báo cho bạn.")
    if told.due:
        return _("Đủ giấy tờ thì dự kiến ngày %(day)s.") % {"day": told.due}
    counted = _("Thời gian tính từ khi nơi giải quyết nhận.")
    return f"{told.time_limit} {counted}"


def papers(told: Account) -> list[str]:
    ask = told.language.gettext("hỏi lại cán bộ")
    return [
        f"{one.name} ({ask})" if told.is_unsure(one.source) else one.name for one in told.papers
    ]


def draw(page: Contents, at: datetime) -> bytes:
    """The PDF. Takes some milliseconds of work: call it in a thread."""
    try:
        return compiled(page, at, STANDARDS)
    except typst.TypstError:
        # A letter that the font lacks (a citizen may type any) is forbidden in PDF/A: better a
        # PDF with a gap than none.
        return compiled(page, at, [])


def compiled(page: Contents, at: datetime, standards: list[Any]) -> bytes:
    return typst.compile(
        template(),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(page, ensure_ascii=False)},
        format="pdf",
        pdf_standards=standards,
        timestamp=int(at.timestamp()),
    )


@cache
def template() -> bytes:
    return files("kiosk.flow").joinpath("slip.typ").read_bytes()


@cache
def fonts() -> typst.Fonts:
    """Only the family that comes with the program: the same page on every machine."""
    folder = files("fontpkg_be_vietnam_pro").joinpath("files")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
