"""The words that the engine's ids stand for, in the source language.

`N_` marks a sentence for the catalogue without translating it: a pack is made once per language.
"""


def N_(text: str) -> str:
    return text


MESSAGES = {
    "required": N_("Bạn chưa điền chỗ này."),
    "required.choice": N_("Bạn chưa chọn. Chọn một câu trả lời nhé."),
    "required.choices": N_("Bạn chưa chọn. Chọn ít nhất một ô nhé."),
    "consent.missing": N_("Bạn chưa đánh dấu ô này."),
    "text.not_text": N_("Chỗ này cần chữ."),
    "text.too_long": N_("Dài quá. Nhiều nhất {max} chữ cái."),
    "full_name.digits": N_("Họ tên không có chữ số. Bạn xem lại nhé."),
    "full_name.marks": N_("Họ tên chỉ có chữ cái. Bạn bỏ dấu lạ đi nhé."),
    "full_name.one_word": N_("Họ tên mới có một chữ. Bạn ghi đủ họ, chữ đệm và tên nhé."),
    "number.not_a_number": N_("Chỗ này cần một số. Ví dụ: 2"),
    "number.min": N_("Số nhỏ nhất là {min}."),
    "number.max": N_("Số lớn nhất là {max}."),
    "money.not_money": N_("Chỗ này cần số tiền. Ví dụ: 50.000"),
    "date.no_year": N_("Còn thiếu năm."),
    "date.no_month": N_("Còn thiếu tháng."),
    "date.incomplete": N_("Ngày cần đủ ngày, tháng và năm. Ví dụ: 5 3 2024"),
    "date.year": N_("Năm cần đủ bốn chữ số. Ví dụ: 2024"),
    "date.not_a_date": N_("Không có ngày này trong lịch. Bạn xem lại nhé."),
    "date.future": N_("Ngày này chưa tới. Bạn xem lại nhé."),
    "date.min": N_("Ngày sớm nhất là {min}."),
    "date.max": N_("Ngày muộn nhất là {max}."),
    "choice.unknown": N_("Câu trả lời này không có trong danh sách. Bạn chọn lại nhé."),
    "person_id.digits": N_("Số định danh chỉ gồm chữ số."),
    "person_id.length": N_("Số định danh có 12 chữ số. Bạn mới gõ {count} số."),
    "person_id.future": N_("Số này ghi năm sinh chưa tới. Bạn xem lại từng số nhé."),
    "person_id.birth_year": N_("Số này không khớp năm sinh {year}. Bạn xem lại cả hai nhé."),
    "person_id.sex": N_("Số này không khớp giới tính đã chọn. Bạn xem lại cả hai nhé."),
    "phone.not_a_phone": N_("Số điện thoại chưa đúng. Ví dụ: 0912 345 678"),
    "commune.no_name": N_("Bạn chưa ghi tên xã, phường."),
    "commune.no_province": N_("Bạn chưa chọn tỉnh, thành phố."),
    "commune.several": N_("Có vài nơi giống tên này. Bạn chọn một nơi nhé."),
    "commune.unknown": N_("Chưa tìm thấy xã, phường này. Bạn xem lại chữ, hoặc giữ như đã gõ."),
    "ethnicity.unknown": N_("Chưa có dân tộc này trong danh sách. Bạn chọn lại nhé."),
    "ethnicity.several": N_("Có vài dân tộc giống tên này. Bạn chọn một nhé."),
    "nationality.unknown": N_("Chưa có nước này trong danh sách. Bạn chọn lại nhé."),
    "nationality.several": N_("Có vài nước giống tên này. Bạn chọn một nhé."),
}

WORDS = {
    "yes": N_("Có"),
    "no": N_("Không"),
    "none": N_("Không có"),
    "blank": N_("Để trống"),
    "date": N_("{d}/{m}/{y}"),
    "month": N_("{m}/{y}"),
    "thousands": N_("."),
    "money": N_("{n} đ"),
    "ask_officer": N_("Hỏi cán bộ"),
    "free": N_("Miễn phí"),
}
