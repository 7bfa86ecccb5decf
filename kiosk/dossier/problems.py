"""What can go wrong with a dossier."""

from kiosk.problem import kind
from kiosk.web.words import N_, say

no_such_dossier = kind("dossier.no_such_dossier", 404)
changed_meanwhile = kind("dossier.changed_meanwhile", 409)
not_now = kind("dossier.not_now", 409)
reason_missing = kind("dossier.reason_missing", 422)
reason_too_long = kind("dossier.reason_too_long", 422)
official_code_wrong = kind("dossier.official_code_wrong", 422)
steps_missing = kind("dossier.steps_missing", 422)
date_wrong = kind("dossier.date_wrong", 422)
extended_before = kind("dossier.extended_before", 409)
not_ended = kind("dossier.not_ended", 409)
ended_already = kind("dossier.ended_already", 409)
not_ended_yet = kind("dossier.not_ended_yet", 409)
no_line = kind("dossier.no_line", 503)

say(
    no_such_dossier.code,
    N_("Chưa tìm thấy hồ sơ này"),
    N_("Bạn xem lại từng chữ của mã trên biên nhận. Vẫn chưa được thì hỏi cán bộ nhé."),
    N_("Gõ lại mã hồ sơ"),
    "/ho-so",
)
say(
    no_line.code,
    N_("Máy này đang mất mạng"),
    N_("Hồ sơ vẫn còn nguyên. Bạn thử lại sau ít phút nhé."),
    N_("Gõ lại mã hồ sơ"),
    "/ho-so",
)
say(
    changed_meanwhile.code,
    N_("Người khác vừa đổi hồ sơ này"),
    N_("Việc của bạn chưa được ghi. Bạn mở lại hồ sơ, xem có gì mới, rồi làm lại nếu vẫn cần."),
)
say(
    not_now.code,
    N_("Hồ sơ đang ở bước khác"),
    N_("Việc này không làm được ở bước hiện tại. Bạn mở lại hồ sơ để xem đang ở bước nào."),
)
say(
    reason_missing.code,
    N_("Bạn chưa ghi lý do"),
    N_("Bạn quay lại, ghi lý do bằng lời dễ hiểu cho người dân, rồi gửi lại."),
)
say(
    reason_too_long.code,
    N_("Lý do dài quá"),
    N_("Bạn quay lại, viết gọn trong %(most)s chữ cái, rồi gửi lại."),
)
say(
    official_code_wrong.code,
    N_("Mã trên hệ thống của Nhà nước chưa đúng"),
    N_("Mã trên hệ thống của Nhà nước có 8 đến 40 chữ in hoa, chữ số, dấu chấm, dấu gạch."),
)
say(
    steps_missing.code,
    N_("Bạn chưa chọn phần cần bổ sung"),
    N_("Bạn quay lại, chọn ít nhất một câu mà người dân cần làm lại."),
)
say(
    date_wrong.code,
    N_("Ngày hẹn mới chưa đúng"),
    N_("Bạn quay lại, ghi một ngày sau ngày hẹn cũ và sau hôm nay."),
)
say(
    extended_before.code,
    N_("Hồ sơ đã được hẹn lại một lần"),
    N_("Mỗi hồ sơ chỉ hẹn lại được một lần."),
)
say(
    not_ended.code,
    N_("Hồ sơ này chưa kết thúc"),
    N_("Chỉ xoá được hồ sơ đã xong, đã rút, bị từ chối hoặc đã dừng."),
)
say(
    ended_already.code,
    N_("Hồ sơ đã kết thúc"),
    N_("Hồ sơ này không rút được nữa. Bạn mở lại hồ sơ để xem kết quả."),
    N_("Xem hồ sơ"),
    "/ho-so",
)
say(
    not_ended_yet.code,
    N_("Hồ sơ chưa kết thúc"),
    N_("Khi hồ sơ xong, bạn hãy đánh giá nhé."),
    N_("Xem hồ sơ"),
    "/ho-so",
)
