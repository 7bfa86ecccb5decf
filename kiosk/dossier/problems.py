"""What can go wrong with a dossier."""

from kiosk.problem import kind
from kiosk.web.words import N_, say

no_such_dossier = kind("dossier.no_such_dossier", 404)
changed_meanwhile = kind("dossier.changed_meanwhile", 409)
not_now = kind("dossier.not_now", 409)
reason_missing = kind("dossier.reason_missing", 422)
reason_too_long = kind("dossier.reason_too_long", 422)
official_code_wrong = kind("dossier.official_code_wrong", 422)

say(
    no_such_dossier.code,
    N_("Chưa tìm thấy hồ sơ này"),
    N_("Bạn xem lại từng chữ của mã trên biên nhận. Vẫn chưa được thì hỏi cán bộ nhé."),
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
    N_("Mã hồ sơ chưa đúng"),
    N_("Mã trên hệ thống của Nhà nước có 8 đến 40 chữ in hoa, chữ số, dấu chấm, dấu gạch."),
)
