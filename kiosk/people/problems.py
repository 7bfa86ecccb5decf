"""What can go wrong with people, and how a page says it."""

from kiosk.problem import kind
from kiosk.web.words import N_, say

not_for_this_role = kind("people.not_for_this_role", 403)

no_such_person = kind("people.no_such_person", 404)
login_taken = kind("people.login_taken", 409)
malformed_login = kind("people.malformed_login", 422)
malformed_name = kind("people.malformed_name", 422)
malformed_commune = kind("people.malformed_commune", 422)
weak_password = kind("people.weak_password", 422)
guessable_password = kind("people.guessable_password", 422)
same_password = kind("people.same_password", 422)
not_to_oneself = kind("people.not_to_oneself", 409)
last_admin = kind("people.last_admin", 409)

say(
    not_for_this_role.code,
    N_("Trang này không dành cho vai của bạn"),
    N_("Nếu bạn cần vào, hãy hỏi người quản trị."),
)
say(no_such_person.code, N_("Không có ai với tên đăng nhập này"), N_("Bạn xem lại tên nhé."))
say(login_taken.code, N_("Tên đăng nhập này đã có người dùng"), N_("Bạn chọn tên khác nhé."))
say(
    malformed_login.code,
    N_("Tên đăng nhập chưa đúng"),
    N_("Dùng 2 đến 32 chữ thường không dấu, chữ số, dấu chấm hoặc gạch."),
)
say(malformed_name.code, N_("Họ tên chưa đúng"), N_("Họ tên cần từ 1 đến 100 chữ."))
say(malformed_commune.code, N_("Mã xã chưa đúng"), N_("Mã xã có 5 chữ số. Ví dụ: 00070."))
say(
    weak_password.code,
    N_("Mật khẩu chưa đủ dài"),
    N_("Mật khẩu cần từ %(least)s đến %(most)s chữ."),
)
say(
    guessable_password.code,
    N_("Mật khẩu này dễ đoán"),
    N_("Đừng dùng tên bạn hay mật khẩu phổ biến. Ba bốn từ không liên quan là tốt."),
)
say(
    not_to_oneself.code,
    N_("Không làm việc này với chính mình được"),
    N_("Bạn nhờ trưởng bộ phận khác hoặc người quản trị."),
    N_("Về danh sách cán bộ"),
    "/mot-cua/can-bo",
)
say(
    last_admin.code,
    N_("Đây là người quản trị cuối cùng"),
    N_("Bạn thêm một người quản trị khác trước nhé."),
    N_("Về danh sách cán bộ"),
    "/mot-cua/can-bo",
)
say(
    same_password.code,
    N_("Mật khẩu mới giống mật khẩu cũ"),
    N_("Bạn chọn mật khẩu khác mật khẩu đang dùng."),
)
