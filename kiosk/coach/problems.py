"""What can go wrong with groups and their meetings."""

from kiosk.problem import kind
from kiosk.web.words import N_, say

no_such_group = kind("coach.no_such_group", 404)
no_such_meeting = kind("coach.no_such_meeting", 404)
nobody_here = kind("coach.nobody_here", 401)
malformed_deeds = kind("coach.malformed_deeds", 400)
unknown_deeds = kind("coach.unknown_deeds", 422)

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
say(
    nobody_here.code,
    N_("Bạn cần đăng nhập lại"),
    N_("Đăng nhập xong, bạn làm lại việc đó nhé."),
    N_("Đăng nhập"),
    "/mot-cua/dang-nhap",
)
for one in (malformed_deeds, unknown_deeds):
    say(
        one.code,
        N_("Việc ghi lúc mất mạng bị hỏng"),
        N_("Việc đó vẫn còn trên máy này. Bạn nhờ cán bộ xem giúp nhé."),
    )
