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
    "commune.similar": N_("Có phải nơi này không? Bạn chọn nếu đúng, hoặc giữ như đã gõ."),
    "commune.unknown": N_("Chưa tìm thấy xã, phường này. Bạn xem lại chữ, hoặc giữ như đã gõ."),
    "ethnicity.unknown": N_("Chưa có dân tộc này trong danh sách. Bạn chọn lại nhé."),
    "ethnicity.several": N_("Có vài dân tộc giống tên này. Bạn chọn một nhé."),
    "ethnicity.is_nationality": N_("Đó là quốc tịch. Ở đây cần dân tộc, ví dụ: Kinh, Tày."),
    "nationality.unknown": N_("Chưa có nước này trong danh sách. Bạn chọn lại nhé."),
    "nationality.several": N_("Có vài nước giống tên này. Bạn chọn một nhé."),
    "nationality.is_ethnicity": N_("Đó là dân tộc. Ở đây cần quốc tịch, ví dụ: Việt Nam."),
}

WORDS = {
    "yes": N_("Có"),
    "no": N_("Không"),
    "none": N_("Không có"),
    "blank": N_("Để trống"),
    # For these two a translation may use {day} (without the zero) and {month} (its name) instead:
    # in English 01/03 would be January or March, depending on who reads it.
    "date": N_("{d}/{m}/{y}"),
    "month": N_("{m}/{y}"),
    "thousands": N_("."),
    "money": N_("{n} đ"),
    "ask_officer": N_("Hỏi cán bộ"),
    "free": N_("Miễn phí"),
    "month.01": N_("tháng 1"),
    "month.02": N_("tháng 2"),
    "month.03": N_("tháng 3"),
    "month.04": N_("tháng 4"),
    "month.05": N_("tháng 5"),
    "month.06": N_("tháng 6"),
    "month.07": N_("tháng 7"),
    "month.08": N_("tháng 8"),
    "month.09": N_("tháng 9"),
    "month.10": N_("tháng 10"),
    "month.11": N_("tháng 11"),
    "month.12": N_("tháng 12"),
}

# What an author reads when an expression cannot be read (`ExprError.id`).
EXPRESSIONS = {
    "expr.long": N_("biểu thức dài quá {most} ký tự"),
    "expr.deep": N_("lồng vào nhau quá {most} tầng, hãy tách nhỏ ra"),
    "expr.unfinished": N_("còn thiếu phần cuối"),
    "expr.misplaced": N_("“{found}” không đứng được ở đây"),
    "expr.stray": N_("ký tự “{found}” không có nghĩa ở đây"),
    "expr.equals": N_("so sánh bằng thì viết hai dấu bằng =="),
    "expr.and": N_("“và” thì viết hai dấu &&"),
    "expr.or": N_("“hoặc” thì viết hai dấu ||"),
    "expr.other_language": N_("thay “{found}” bằng {instead}"),
    "expr.quotes": N_("dùng dấu nháy thẳng: 'chữ'"),
    "expr.open_text": N_("chữ này thiếu dấu nháy đóng"),
    "expr.backslash": N_("sau dấu \\ chỉ được là \\ hoặc dấu nháy"),
    "expr.accents": N_("tên không có dấu tiếng Việt: “{found}”"),
    "expr.code": N_("số không bắt đầu bằng 0; nếu là mã thì viết '{found}'"),
    "expr.large": N_("số này lớn quá, không tính được"),
    "expr.name_after_dot": N_("sau dấu chấm phải là một tên"),
    "expr.two_at_a_time": N_("mỗi lần chỉ so hai giá trị: 1 < x && x < 5"),
    "expr.not_what": N_("dấu ! là của vế trái hay của cả câu? Viết thêm ngoặc: !(a == b)"),
    "expr.open_bracket": N_("dấu ( thiếu dấu )"),
    "expr.open_square": N_("dấu [ thiếu dấu ]"),
    "expr.no_comma": N_("giữa các giá trị là dấu phẩy, sau giá trị cuối là “{end}”"),
    "expr.no_colon": N_("sau ? cần dấu hai chấm và giá trị cho trường hợp còn lại"),
    "expr.no_function": N_("không có hàm {found}()"),
    "expr.no_methods": N_("viết contains(a, b), không viết a.contains(b)"),
    "expr.arguments": N_("viết {usage}, ở đây lại có {count} giá trị"),
    "expr.each": N_("viết {name}(danh sách, x, điều kiện của x)"),
    "expr.each_deep": N_("any, all, filter và map lồng nhau nhiều nhất {most} tầng"),
}
