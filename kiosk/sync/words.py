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

HUB, LIST = N_("Xem các trạm"), "/mot-cua/tram"
CLOCK = N_("Máy sẽ tự chỉnh giờ theo máy chủ rồi hỏi lại.")
ADMIN = N_("Bạn gọi người quản trị của tỉnh nhé.")

say(problems.unsigned.code, N_("Yêu cầu này không có chữ ký"), ADMIN)
say(problems.unknown_station.code, N_("Máy chủ không biết máy này"), ADMIN)
say(problems.stale_request.code, N_("Đồng hồ của máy này sai"), CLOCK)
say(problems.station_paused.code, N_("Máy chủ đang tạm ngừng máy này"), ADMIN)
say(problems.station_revoked.code, N_("Máy chủ không nhận máy này nữa"), ADMIN)
say(problems.station_copied.code, N_("Có hai máy đang dùng chung một tên"), ADMIN)
say(
    problems.no_such_invitation.code,
    N_("Mã này không dùng được"),
    N_("Mã có thể đã hết hạn. Bạn xin người quản trị một mã mới."),
)
say(
    problems.key_taken.code,
    N_("Khoá của máy này đã thuộc một trạm khác"),
    N_("Bạn tạo khoá ký mới cho máy này rồi nhập lại mã."),
)
say(
    problems.no_such_station.code,
    N_("Không có trạm này"),
    N_("Có thể lời mời đã được thay bằng mã mới. Bạn xem lại danh sách."),
    HUB,
    LIST,
)
say(
    problems.station_not_now.code,
    N_("Trạm này không còn ở trạng thái đó"),
    N_("Có thể người khác vừa đổi. Bạn xem lại danh sách rồi làm lại nếu vẫn cần."),
    HUB,
    LIST,
)
say(problems.other_epoch.code, N_("Máy chủ vừa được khôi phục"), N_("Máy sẽ tự hỏi lại từ đầu."))
say(
    problems.malformed_station.code,
    N_("Tên hoặc mã xã chưa dùng được"),
    N_("Bạn quay lại, ghi tên trong %(most)s chữ cái và mã xã gồm 5 chữ số."),
    HUB,
    LIST,
)
say(
    problems.closed_here.code,
    N_("Máy này không nhận hồ sơ nữa"),
    N_("Bạn đến bộ phận một cửa của xã, hoặc làm trên máy khác. Hồ sơ đã nộp vẫn được gửi đi."),
)
