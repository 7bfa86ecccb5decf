"""The answers on paper, laid out like the official form, as the officer's page has them."""

from collections.abc import Iterable

from kiosk.desk.case import Case
from kiosk.desk.form import Entry, Row
from kiosk.desk.screens import Sheet
from kiosk.desk.words import ASSIST, STATES
from kiosk.sync import codes
from kiosk.web.formats import Formats
from kiosk.web.language import Language
from kiosk.web.pdf import Contents

Lines = list[tuple[str, str]]


def contents(case: Case, sheet: Sheet, vietnamese: Language, commune: str) -> Contents:
    """In Vietnamese: the official form knows no other language."""
    _, pack = vietnamese.gettext, case.pack()
    official = pack.flow.official_form if pack else None
    return {
        "lang": "vi",
        "title": official.name if official else _("Nội dung hồ sơ"),
        "author": case.settings.office or commune,
        "office": case.settings.office or commune,
        "mark": _("Bản in của điểm hỗ trợ để đối chiếu, không phải tờ khai chính thức."),
        "code": codes.shown(case.record.code).replace("-", " "),
        "facts": facts(case, vietnamese),
        "sections": sections(sheet, vietnamese),
        "notes": [] if case.file else [_("Không mở được nội dung hồ sơ.")],
        "lists": [
            (_("Giấy tờ người dân mang theo"), papers(sheet, vietnamese)),
            (_("Ảnh và tệp đã gửi kèm"), files(case)),
        ],
        "foot": _("Phiếu của điểm hỗ trợ, không phải Cổng Dịch vụ công."),
    }


def facts(case: Case, vietnamese: Language) -> Lines:
    _, record = vietnamese.gettext, case.record
    formats, pack = Formats(vietnamese.locale), case.pack()
    found = pack.flow.procedure if pack else None
    rows = [
        (_("Thủ tục"), f"{found.name} ({found.code})" if found else record.flow),
        (_("Mã hồ sơ của điểm hỗ trợ"), codes.shown(record.code).replace("-", " ")),
        (_("Mã trên hệ thống của Nhà nước"), record.official_code or ""),
        (_("Nộp lúc"), formats.moment(record.received_at)),
        (_("Trạng thái"), _(STATES[record.state])),
        (_("Ai điền"), _(ASSIST.get(record.assist, record.assist))),
    ]
    return [(name, value) for name, value in rows if value]


def sections(sheet: Sheet, vietnamese: Language) -> list[Contents]:
    """The parts of the form, then what it has no place for."""
    _ = vietnamese.gettext
    parts = [(one.title, [row_of(row, vietnamese) for row in one.rows]) for one in sheet.sections]
    parts += [
        (_("Câu trả lời khác, không có trên tờ khai"), lines_of(sheet.others)),
        (_("Có gửi kèm, nhưng không khớp câu hỏi nào"), lines_of(sheet.unplaced)),
        (_("Bổ sung đến muộn, chưa tính vào hồ sơ"), lines_of(sheet.late)),
    ]
    return [{"title": title, "rows": rows} for title, rows in parts if rows]


def row_of(row: Row, vietnamese: Language) -> tuple[str, str]:
    """What stands in the field, or why nothing does."""
    _ = vietnamese.gettext
    said = [with_source(one, row, vietnamese) for one in row.entries]
    if row.officer:
        said.append(_("Cán bộ ghi: %s") % row.officer)
    return row.label, "\n".join(said) or _("Không phải khai")


def with_source(one: Entry, row: Row, vietnamese: Language) -> str:
    """Several answers in one field are told apart by their questions."""
    _ = vietnamese.gettext
    hints = [one.label] if len(row.entries) > 1 else []
    hints += [_("suy ra")] if one.how == "derived" else []
    hints += [_("chưa rõ xã nào")] if one.is_typed else []
    return f"{one.text} ({'; '.join(hints)})" if hints else one.text


def lines_of(entries: Iterable[Entry]) -> Lines:
    return [(one.label, one.text) for one in entries]


def papers(sheet: Sheet, vietnamese: Language) -> list[str]:
    ask = vietnamese.gettext("hỏi lại cán bộ")
    return [line.name if line.basis.is_sure else f"{line.name} ({ask})" for line in sheet.to_bring]


def files(case: Case) -> list[str]:
    pack = case.pack()
    labels = {one.id: one.label for one in pack.flow.fields()} if pack else {}
    blobs = case.file.blobs if case.file else ()
    return [f"{labels.get(one.field, one.field)}: {one.name}" for one in blobs]
