"""What a page says of an envelope or a file that was not taken, and what comes next."""

from kiosk.sync import problems
from kiosk.web.words import N_, say

BROKEN = N_("Hồ sơ này bị hỏng")
ASK = N_("Hồ sơ vẫn còn trên máy này. Bạn nhờ cán bộ xem giúp nhé.")
AGAIN = N_("Máy sẽ tự gửi lại. Bạn không phải làm gì.")

for one in (
    problems.malformed_envelope,
    problems.not_to_be_opened,
    problems.malformed_plaintext,
    problems.other_id,
):
    say(one.code, BROKEN, ASK)
say(problems.unknown_key.code, N_("Hồ sơ này gửi cho nơi khác"), ASK)
say(problems.unknown_kind.code, N_("Nơi này không nhận loại hồ sơ này"), ASK)
say(
    problems.envelope_too_large.code,
    N_("Hồ sơ này dài quá"),
    N_("Bạn bớt chữ trong câu trả lời rồi nộp hồ sơ mới nhé."),
)
say(
    problems.other_digest.code,
    N_("Hồ sơ này đã gửi với nội dung khác"),
    N_("Bản đã gửi vẫn còn nguyên. Muốn sửa, bạn nộp hồ sơ mới nhé."),
)
say(problems.wrong_content_digest.code, N_("Đường truyền làm hỏng hồ sơ"), AGAIN)
say(problems.wrong_offset.code, N_("Ảnh đang được gửi từ nơi khác"), AGAIN)
say(problems.wrong_hash.code, N_("Đường truyền làm hỏng ảnh"), AGAIN)
say(problems.piece_too_long.code, N_("Ảnh này dài hơn đã báo"), ASK)
say(
    problems.no_such_blob.code,
    N_("Nơi nhận không chờ ảnh này"),
    N_("Bạn mở lại hồ sơ, xem có cần chụp lại không."),
)
