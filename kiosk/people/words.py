"""How pages name roles and deeds: Vietnamese source sentences, marked for the catalogue."""

from collections.abc import Mapping

from kiosk.people.rules import Role
from kiosk.web.words import N_

ROLE_NAMES: Mapping[Role, str] = {
    "officer": N_("Cán bộ một cửa"),
    "volunteer": N_("Tổ công nghệ số"),
    "lead": N_("Trưởng bộ phận một cửa"),
    "admin": N_("Quản trị"),
}

DEED_NAMES: Mapping[str, str] = {
    "sign_in": N_("Đăng nhập"),
    "sign_out": N_("Đăng xuất"),
    "look": N_("Xem hồ sơ"),
    "see_file": N_("Xem giấy tờ"),
    "print": N_("In"),
    "export": N_("Xuất hồ sơ"),
    "accept": N_("Tiếp nhận"),
    "ask_for_supplement": N_("Yêu cầu bổ sung"),
    "refuse": N_("Từ chối"),
    "complete": N_("Xử lý xong"),
    "hand_over": N_("Chuyển sang hệ thống của Nhà nước"),
    "return": N_("Trả kết quả"),
    "stop": N_("Dừng giải quyết"),
    "extend": N_("Hẹn lại ngày trả"),
    "assign": N_("Giao hồ sơ"),
    "search": N_("Tìm hồ sơ"),
    "find_data": N_("Tìm dữ liệu của một người"),
    "erase": N_("Xoá dữ liệu"),
    "export_practice": N_("Xuất kết quả luyện tập"),
    "begin_visit": N_("Giúp một người làm giấy tờ"),
    "make_group": N_("Lập nhóm học"),
    "close_group": N_("Đóng nhóm học"),
    "add_learner": N_("Thêm người vào nhóm học"),
    "remove_learner": N_("Cho một người rời nhóm học"),
    "hold_session": N_("Mở buổi học"),
    "change_settings": N_("Sửa cài đặt của xã"),
    "change_reasons": N_("Sửa lý do thường dùng"),
    "change_days_off": N_("Sửa ngày nghỉ"),
    "invite_station": N_("Mời một trạm"),
    "pause_station": N_("Tạm ngừng một trạm"),
    "resume_station": N_("Cho một trạm chạy lại"),
    "revoke_station": N_("Thu hồi một trạm"),
    "lock": N_("Bị tạm khoá vì thử sai nhiều lần"),
    "change_password": N_("Đổi mật khẩu"),
    "start_totp": N_("Bật đăng nhập hai bước"),
    "stop_totp": N_("Tắt đăng nhập hai bước"),
    "renew_recovery": N_("Tạo mã dự phòng mới"),
    "use_recovery": N_("Dùng một mã dự phòng"),
    "end_session": N_("Đăng xuất ở nơi khác"),
    "add_person": N_("Thêm cán bộ"),
    "change_person": N_("Sửa tên hoặc vai"),
    "give_password": N_("Cấp mật khẩu mới"),
    "disable_person": N_("Ngừng tài khoản"),
    "enable_person": N_("Mở lại tài khoản"),
    "reset_totp": N_("Gỡ đăng nhập hai bước"),
    "unlock": N_("Mở khoá đăng nhập"),
}
