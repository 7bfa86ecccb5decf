"""What the desk calls the states, the acts and the help a citizen had."""

from dataclasses import dataclass

from kiosk.web.words import N_


@dataclass(frozen=True)
class Tab:
    """A part of the queue. One that is not `usual` shows only when something is in it."""

    slug: str
    label: str
    states: tuple[str, ...]
    usual: bool = True


TABS = (
    Tab("cho-tiep-nhan", N_("Chờ tiếp nhận"), ("submitted",)),
    Tab("dang-xu-ly", N_("Đang xử lý"), ("accepted", "in_progress", "payment")),
    Tab("cho-bo-sung", N_("Chờ bổ sung"), ("supplement",), usual=False),
    Tab("da-xong", N_("Đã xong"), ("done", "returned")),
    Tab("tu-choi", N_("Từ chối"), ("refused",)),
    Tab("da-dung", N_("Đã rút, đã dừng"), ("withdrawn", "stopped"), usual=False),
)

STATES = {
    "submitted": N_("Chờ tiếp nhận"),
    "accepted": N_("Đã tiếp nhận"),
    "in_progress": N_("Đang xử lý"),
    "supplement": N_("Chờ bổ sung"),
    "payment": N_("Chờ nộp phí"),
    "refused": N_("Từ chối"),
    "done": N_("Đã xong"),
    "returned": N_("Đã trả kết quả"),
    "withdrawn": N_("Người dân đã rút"),
    "stopped": N_("Đã dừng"),
}

# What happened, in the list of events and on the page that says who was faster.
EVENTS = {
    "submitted": N_("Người dân nộp hồ sơ"),
    "accepted": N_("Tiếp nhận"),
    "refused": N_("Từ chối"),
    "handed_over": N_("Chuyển sang hệ thống của Nhà nước"),
    "done": N_("Xử lý xong"),
}

ASSIST = {
    "none": N_("Tự làm"),
    "helped": N_("Có người giúp"),
    "typed": N_("Người khác gõ giúp"),
}

PROBLEMS = {
    "dossier.reason_missing": N_("Bạn chưa ghi lý do. Người dân sẽ đọc lý do này."),
    "dossier.reason_too_long": N_("Lý do dài quá. Nhiều nhất 1.000 chữ cái."),
    "dossier.official_code_wrong": N_("Mã cần từ 8 đến 40 ký tự: chữ, số, dấu chấm, dấu gạch."),
}


def tab_named(slug: str) -> Tab:
    """The first tab for a name that is none."""
    return next((tab for tab in TABS if tab.slug == slug), TABS[0])
