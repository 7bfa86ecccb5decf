"""What can go wrong with groups and their meetings."""

from kiosk.problem import kind
from kiosk.web.words import N_, say

no_such_group = kind("coach.no_such_group", 404)
no_such_meeting = kind("coach.no_such_meeting", 404)

say(
    no_such_group.code,
    N_("Ở xã này không có nhóm học đó"),
    N_("Có thể nhóm đã đóng. Bạn xem các nhóm đang học nhé."),
    N_("Về trang của tổ"),
    "/to-so",
)
say(
    no_such_meeting.code,
    N_("Ở xã này không có buổi học đó"),
    N_("Có thể nhóm đã đóng. Bạn xem các nhóm đang học nhé."),
    N_("Về trang của tổ"),
    "/to-so",
)
