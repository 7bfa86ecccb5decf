"""What can go wrong with a paper to print, and how a page says it."""

from kiosk.problem import kind
from kiosk.web.words import N_, say

no_such_notice = kind("desk.no_such_notice", 404)

say(
    no_such_notice.code,
    N_("Chưa có phiếu này"),
    N_("Hồ sơ không ở bước cần phiếu này. Bạn mở lại hồ sơ để xem in được phiếu nào."),
    N_("Về danh sách hồ sơ"),
    "/mot-cua",
)
