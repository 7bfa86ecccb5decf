"""What can go wrong with a draft."""

from kiosk.problem import kind
from kiosk.web.words import N_, say

no_such_flow = kind("flow.no_such_flow", 404)
# One problem for "not there" and "not yours": a stranger learns nothing from the difference.
no_such_draft = kind("flow.no_such_draft", 404)
no_such_resume_code = kind("flow.no_such_resume_code", 404)
not_finished = kind("flow.not_finished", 409)
no_such_receipt = kind("flow.no_such_receipt", 404)
no_such_file = kind("flow.no_such_file", 404)

say(
    no_such_flow.code,
    N_("Ở đây chưa có thủ tục này"),
    N_("Bạn xem các thủ tục đang có, hoặc hỏi cán bộ nhé."),
    N_("Xem các thủ tục"),
    "/thu-tuc",
)
say(
    no_such_draft.code,
    N_("Phần đang làm không mở được ở đây"),
    N_(
        "Có thể phần đang làm đã xoá, đã hết hạn, hoặc lưu ở máy khác. "
        "Nếu bạn có mã làm tiếp, gõ mã để mở lại nhé."
    ),
    N_("Gõ mã làm tiếp"),
    "/lam-tiep",
)
say(
    no_such_resume_code.code,
    N_("Chưa tìm thấy phần đang làm với mã này"),
    N_("Bạn xem lại từng chữ, và dùng đúng máy đã lưu."),
    N_("Gõ lại mã làm tiếp"),
    "/lam-tiep",
)
say(
    not_finished.code,
    N_("Bạn chưa trả lời hết các câu"),
    N_("Điều bạn đã điền vẫn còn. Về trang đầu, bấm “Làm tiếp” rồi trả lời nốt nhé."),
)
say(
    no_such_receipt.code,
    N_("Không có biên nhận với mã này"),
    N_("Bạn xem lại từng chữ của mã, rồi gõ lại để xem hồ sơ tới đâu."),
    N_("Gõ lại mã hồ sơ"),
    "/ho-so",
)
say(
    no_such_file.code,
    N_("Không có ảnh này"),
    N_("Có thể ảnh đã được thay hoặc xoá. Bạn quay lại câu hỏi và gửi lại ảnh nhé."),
)
