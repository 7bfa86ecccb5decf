"""The receipt as a PDF, laid out by `slip.typ`."""

from datetime import datetime

from kiosk.flow.filed import Account, answers
from kiosk.sync import codes
from kiosk.web import pdf
from kiosk.web.formats import Formats
from kiosk.web.pdf import Contents
from kiosk.web.qr import qr


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
    return pdf.draw("kiosk.flow", "slip.typ", page, at)
