"""The words of one paper: in Vietnamese, and once more in the citizen's own language."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.desk import findings
from kiosk.desk.case import ORIGINAL, Case, Reading, answer_of, reading
from kiosk.desk.notices.rules import Notice
from kiosk.dossier.actions import Event
from kiosk.engine.pack import Pack
from kiosk.flow.node import Node
from kiosk.sync import codes
from kiosk.web.formats import Formats
from kiosk.web.language import Language
from kiosk.web.pdf import Contents
from kiosk.web.qr import qr

REQUESTER = "nyc_ho_ten"
"""The requester's name, of the steps that all flows share."""
TO_WRITE_IN = "." * 40


@dataclass(frozen=True)
class Telling:
    """A paper about a dossier, in one language."""

    notice: Notice
    case: Case
    event: Event
    language: Language
    read: Reading | None
    commune: str

    @property
    def pack(self) -> Pack | None:
        return self.case.pack(self.language.code)

    @property
    def is_original(self) -> bool:
        return self.language.code == ORIGINAL


def contents(
    node: Node, notice: Notice, case: Case, event: Event, languages: Sequence[Language]
) -> Contents:
    """Vietnamese first: that one counts."""
    tellings = [told(node, notice, case, event, language) for language in languages]
    url = f"{node.settings.public_url}/ho-so/{case.record.code}"
    return {
        "lang": ORIGINAL,
        "title": f"{tellings[0].language.gettext(notice.title)}: {case.record.code}",
        "author": office_name(tellings[0]),
        "code": shown_code(case),
        "qr": qr(url),
        "parts": [part(one) for one in tellings],
    }


def told(node: Node, notice: Notice, case: Case, event: Event, language: Language) -> Telling:
    reference = node.guide.context(language.code).reference
    commune = reference.commune_name(case.record.commune) or case.record.commune
    return Telling(notice, case, event, language, reading(node, case, language.code), commune)


def part(one: Telling) -> Contents:
    """The whole paper in one language."""
    _, notice = one.language.gettext, one.notice
    return {
        "lang": one.language.locale.language,
        "office": office_name(one),
        "reach": reach(one),
        "mark": mark(one),
        "title": _(notice.title),
        "lead": _(notice.lead),
        "facts": facts(one),
        "reason_title": _("Lý do"),
        "reason": (one.event.reason or "").split("\n") if one.event.reason else [],
        "steps_title": _("Bạn làm lại các câu này"),
        "steps": steps(one),
        "papers_title": _("Giấy tờ mang theo"),
        "papers": papers(one),
        "advice": _(notice.advice),
        "code_label": _("Mã hồ sơ của điểm hỗ trợ"),
        "qr_label": _("Mã QR để xem hồ sơ"),
        "qr_help": _("Quét mã để xem hồ sơ tới đâu."),
        "signs": [
            [_("Người nhận phiếu"), _("(ký, ghi rõ họ tên)"), ""],
            [_("Người lập phiếu"), _("(ký)"), officer(one)],
        ],
        "foot": _("Phiếu của điểm hỗ trợ, không phải Cổng Dịch vụ công."),
    }


def office_name(one: Telling) -> str:
    return one.case.settings.office or one.commune


def reach(one: Telling) -> list[str]:
    """How to find the office and to call it; what the commune has not set is left out."""
    _, settings = one.language.gettext, one.case.settings
    named = (
        (_("Địa chỉ: %s"), settings.address),
        (_("Điện thoại: %s"), settings.phone),
        (_("Giờ làm việc: %s"), settings.hours),
    )
    place = [one.commune] if settings.office else []
    return place + [words % value for words, value in named if value]


def mark(one: Telling) -> list[str]:
    """Nobody may take this for the official paper."""
    _ = one.language.gettext
    said = _(
        "Phiếu của điểm hỗ trợ. Không thay thế %(form)s (%(where)s) hay mẫu riêng của ngành."
    ) % {
        "form": _(one.notice.form),
        "where": _("Phụ lục I, Thông tư 03/2025/TT-VPCP"),
    }
    translated = _("Bản dịch để tiện đọc. Bản tiếng Việt là bản gốc.")
    return [said] if one.is_original else [said, translated]


def facts(one: Telling) -> list[tuple[str, str]]:
    _, record = one.language.gettext, one.case.record
    formats = Formats(one.language.locale)
    rows = [
        (_("Thủ tục"), procedure(one)),
        (_("Người yêu cầu"), answer_of(one.case, REQUESTER) or TO_WRITE_IN),
        (_("Nộp lúc"), formats.moment(record.received_at)),
        (happened_label(one), formats.moment(one.event.at)),
    ]
    if one.notice.kind == "accepted":
        rows.append((_("Hẹn trả kết quả"), due(one)))
    if one.notice.kind == "extended" and one.event.detail:
        rows.append((_("Ngày hẹn mới"), formats.day(one.event.detail)))
    if record.official_code:
        rows.append((_("Mã trên hệ thống của Nhà nước"), record.official_code))
    return rows


def procedure(one: Telling) -> str:
    if one.pack is None:
        return one.case.record.flow
    found = one.pack.flow.procedure
    return f"{found.name} ({found.code})"


def happened_label(one: Telling) -> str:
    _ = one.language.gettext
    return _("Tiếp nhận lúc") if one.notice.kind == "accepted" else _("Thông báo lúc")


def due(one: Telling) -> str:
    """The day, where its rule was read in a source, or an officer has set it."""
    day = one.case.record.due_on
    flow = one.pack.flow if one.pack else None
    was_set = one.case.last("extended") is not None
    if day and (was_set or (flow and findings.basis(flow.sources[flow.time_limit.source]).is_sure)):
        return Formats(one.language.locale).day(day)
    return one.language.gettext("Cán bộ báo cho bạn.")


def steps(one: Telling) -> list[str]:
    """The questions to answer again, as they are asked."""
    if one.notice.kind != "supplement":
        return []
    named = [(id, one.pack.flow.step(id) if one.pack else None) for id in asked(one.event)]
    return [step.ask if step and step.ask else id for id, step in named]


def asked(event: Event) -> tuple[str, ...]:
    return tuple(json.loads(event.detail or "[]"))


def papers(one: Telling) -> list[str]:
    if one.read is None or one.notice.kind not in ("accepted", "supplement"):
        return []
    ask = one.language.gettext("hỏi lại cán bộ")
    return [
        line.name if line.basis.is_sure else f"{line.name} ({ask})"
        for line in findings.to_bring(one.read.pack.flow, one.read.result)
    ]


def officer(one: Telling) -> str:
    return one.case.names.get(one.event.by or "", "")


def shown_code(case: Case) -> str:
    return codes.shown(case.record.code).replace("-", " ")
