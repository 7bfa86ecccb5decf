"""What can go wrong with a lesson."""

from kiosk.problem import kind
from kiosk.web.words import N_, say

no_such_lesson = kind("tutor.no_such_lesson", 404)
malformed_practice = kind("tutor.malformed_practice", 400)
unknown_practice = kind("tutor.unknown_practice", 422)

say(
    no_such_lesson.code,
    N_("Ở đây chưa có bài học này"),
    N_("Bạn xem các bài học đang có nhé."),
    N_("Xem các bài học"),
    "/hoc",
)
for one in (malformed_practice, unknown_practice):
    say(
        one.code,
        N_("Kết quả luyện tập này bị hỏng"),
        N_("Kết quả luyện tập vẫn còn trên máy này. Bạn nhờ cán bộ xem giúp nhé."),
    )
