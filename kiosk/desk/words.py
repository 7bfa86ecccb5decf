"""What the desk calls the states, the acts and the help a citizen had."""

from dataclasses import dataclass

from kiosk.dossier.rules import OPEN
from kiosk.web.words import N_


@dataclass(frozen=True)
class Tab:
    """A part of the queue. One that is not `usual` shows only when something is in it; `is_mine`
    holds what is with the officer who looks."""

    slug: str
    label: str
    states: tuple[str, ...]
    usual: bool = True
    is_mine: bool = False


TABS = (
    Tab("cho-tiep-nhan", N_("Chờ tiếp nhận"), ("submitted",)),
    Tab("cua-toi", N_("Của tôi"), (*OPEN, "done"), is_mine=True),
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
    "supplement": N_("Yêu cầu bổ sung"),
    "supplemented": N_("Người dân đã bổ sung"),
    "supplemented_late": N_("Người dân bổ sung muộn, chưa tính vào hồ sơ"),
    "extended": N_("Hẹn lại ngày trả"),
    "stopped": N_("Dừng giải quyết"),
    "done": N_("Xử lý xong"),
    "returned": N_("Trả kết quả"),
    "withdrawn": N_("Người dân rút hồ sơ"),
    "assigned": N_("Giao hồ sơ"),
    "erased": N_("Xoá nội dung"),
}

# Flags about what was sent, by flag or by its kind; those about answers are found by walking.
DELIVERIES = {
    "not_applied:supplement": N_("Có phần bổ sung gửi đến với mã sai. Phần đó không tính."),
    "not_applied:withdrawal": N_("Có yêu cầu rút hồ sơ gửi đến với mã sai. Hồ sơ không đổi."),
    "late:supplement": N_("Phần bổ sung đến muộn nên chưa tính. Bạn xem ở cuối trang."),
    "late:withdrawal": N_("Người dân xin rút khi hồ sơ đã kết thúc."),
    "blob_missing": N_("Chưa nhận được ảnh hoặc tệp. Bạn yêu cầu người dân gửi lại."),
    "not_asked": N_("Người dân làm lại cả câu này, dù không được yêu cầu. Phần đó không tính."),
    "not_redone": N_("Câu này đã yêu cầu làm lại, nhưng người dân chưa làm."),
}

ASSIST = {
    "none": N_("Tự làm"),
    "helped": N_("Có người giúp"),
    "typed": N_("Người khác gõ giúp"),
}

# What a form of the desk says beside the box that is wrong, by the problem's code.
PROBLEMS = {
    "dossier.reason_missing": N_("Bạn chưa ghi lý do. Người dân sẽ đọc lý do này."),
    "dossier.reason_too_long": N_("Lý do dài quá. Nhiều nhất 1.000 chữ cái."),
    "dossier.official_code_wrong": N_("Mã cần từ 8 đến 40 ký tự: chữ, số, dấu chấm, dấu gạch."),
    "dossier.steps_missing": N_("Bạn chưa chọn câu nào. Đánh dấu ít nhất một câu."),
    "dossier.date_wrong": N_("Ngày mới phải sau ngày hẹn cũ và sau hôm nay."),
    "dossier.extended_before": N_("Hồ sơ này đã hẹn lại một lần. Không hẹn lại lần nữa."),
    "desk.no_such_colleague": N_("Người này không làm ở xã bạn. Bạn chọn người khác."),
}


def tab_named(slug: str) -> Tab:
    """The first tab for a name that is none."""
    return next((tab for tab in TABS if tab.slug == slug), TABS[0])


def tab_of(state: str) -> Tab:
    """The tab in which a dossier stands for everybody."""
    return next(tab for tab in TABS if state in tab.states and not tab.is_mine)
