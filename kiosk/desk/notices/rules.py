"""The five papers: what each is called, after which act it is printed, and while which holds.

The names and numbers of the forms are those of Phụ lục I, Thông tư 03/2025/TT-VPCP. Their text and
layout were not read, so ours say of themselves that they stand in for none of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.dossier.actions import Event, Record
from kiosk.web.words import N_

WAITING = ("accepted", "in_progress", "payment")
"""The states in which the office works and the citizen waits for a result."""


@dataclass(frozen=True)
class Notice:
    """A paper. `kind` is the event that it tells of, `states` where it still holds; `form` is the
    official one that it does not replace."""

    slug: str
    kind: str
    states: tuple[str, ...]
    form: str
    label: str
    title: str
    lead: str
    advice: str


NOTICES = (
    Notice(
        "tiep-nhan",
        "accepted",
        WAITING,
        N_("Mẫu 01"),
        N_("Giấy tiếp nhận và hẹn trả kết quả"),
        N_("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        N_("Nơi giải quyết đã tiếp nhận hồ sơ của bạn."),
        N_("Bạn giữ phiếu này để hỏi về hồ sơ khi cần."),
    ),
    Notice(
        "bo-sung",
        "supplement",
        ("supplement",),
        N_("Mẫu 02"),
        N_("Phiếu yêu cầu bổ sung"),
        N_("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        N_("Hồ sơ của bạn cần bổ sung trước khi được giải quyết tiếp."),
        N_("Muốn trả lời lại, bạn quét mã trên biên nhận, hoặc mang phiếu này đến nơi tiếp nhận."),
    ),
    Notice(
        "tu-choi",
        "refused",
        ("refused",),
        N_("Mẫu 03"),
        N_("Phiếu từ chối"),
        N_("Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
        N_("Rất tiếc, chúng tôi không tiếp nhận giải quyết hồ sơ này. Lý do ghi ở dưới."),
        N_("Có điều gì chưa rõ, bạn hỏi nơi tiếp nhận để được hướng dẫn."),
    ),
    Notice(
        "xin-loi",
        "extended",
        WAITING,
        N_("Mẫu 04"),
        N_("Phiếu xin lỗi và hẹn lại"),
        N_("Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
        N_("Chúng tôi xin lỗi vì phải hẹn bạn sang ngày khác. Mong bạn thông cảm."),
        N_("Có điều gì chưa rõ, bạn hỏi nơi tiếp nhận để được hướng dẫn."),
    ),
    Notice(
        "dung",
        "stopped",
        ("stopped",),
        N_("Mẫu 05"),
        N_("Thông báo dừng giải quyết"),
        N_("Thông báo dừng giải quyết hồ sơ"),
        N_("Việc giải quyết hồ sơ này đã dừng. Lý do ghi ở dưới."),
        N_("Có điều gì chưa rõ, bạn hỏi nơi tiếp nhận để được hướng dẫn."),
    ),
)


def printable(record: Record, events: Sequence[Event]) -> tuple[Notice, ...]:
    """Those that fit the dossier as it stands."""
    return tuple(one for one in NOTICES if told_by(one, record, events))


def told_by(notice: Notice, record: Record, events: Sequence[Event]) -> Event | None:
    """What the paper tells of; None where it would not be true now."""
    if record.state not in notice.states:
        return None
    last = next((event for event in reversed(events) if event.kind == notice.kind), None)
    # A date that was promised and then changed again is no date to print.
    if last and notice.kind == "extended" and last.detail != record.due_on:
        return None
    return last


def notice_named(slug: str) -> Notice | None:
    return next((one for one in NOTICES if one.slug == slug), None)


def papers_to_print(
    base: str, record: Record, events: Sequence[Event]
) -> tuple[tuple[str, str], ...]:
    """Where each paper is and what it is called, to be translated: for the dossier's page."""
    return tuple((f"{base}/in/{one.slug}.pdf", one.label) for one in printable(record, events))
