"""Every kind of source gives its words to the catalogues."""

import pytest
from babel.messages.catalog import Catalog

Catalogues = dict[str, Catalog]

KNOWN = [
    ("messages", "Nộp tờ khai"),  # a template
    ("messages", "Cần sửa:"),  # a template's macro
    ("messages", "Không có trang này"),  # words of a problem
    ("messages", "Bạn chưa điền chỗ này."),  # a message of the engine
    ("messages", "Miễn phí"),  # a small word of a pack
    ("messages", "không dựng được trang: {why}"),  # a content check
    ("flows", "Đăng ký khai sinh"),  # the name of a procedure
    ("flows", "Trẻ thuộc trường hợp nào?"),  # a question
    ("flows", "Sinh ra nhờ mang thai hộ"),  # an option
    ("flows", "Tên này khá dài. Bạn xem lại giúp nhé."),  # a check's say
    ("flows", "Bản sao tính tiền riêng, cán bộ báo số tiền"),  # a fee's why
    ("flows", "Số định danh, cơ quan tự tra cứu"),  # what replaces a paper
    ("flows", "Tôi cam đoan những điều đã khai là đúng sự thật."),  # the declaration
    ("flows", "Bạn tên gì, sinh ngày nào?"),  # a shared step
    ("flows", "Gia hạn tạm trú"),  # a procedure that is only known
    ("flows", "Công an cấp xã"),  # who handles it
    ("tutorials", "Điền tờ khai từng câu"),  # the title of a lesson
    ("tutorials", "Để giấy tờ trước mặt, chép đúng từng chữ."),  # a line of its card
    ("tutorials", "Tìm dòng sai rồi bấm vào đó."),  # a goal
    ("tutorials", "Bác nhìn tờ giấy mẫu ở trên."),  # a hint
]


@pytest.mark.parametrize(("catalogue", "text"), KNOWN)
def test_words_of_every_kind_are_gathered(gathered: Catalogues, catalogue: str, text: str) -> None:
    assert text in gathered[catalogue]


def test_a_plural_is_gathered_as_one(gathered: Catalogues) -> None:
    text = "Trong %(count)s ngày làm việc."
    assert (text, text) in gathered["messages"]


@pytest.mark.parametrize("text", ["làm giấy khai sinh", "Luật Hộ tịch 60/2014/QH13", "1.001193"])
def test_search_words_titles_of_laws_and_codes_are_not(gathered: Catalogues, text: str) -> None:
    assert not any(text in str(message.id) for message in gathered["flows"])


@pytest.mark.parametrize("text", ["Quyết định 19/2025/QĐ-TTg", "Trần Thị Lan"])
def test_sources_and_fixtures_of_lessons_are_not(gathered: Catalogues, text: str) -> None:
    assert not any(text in str(message.id) for message in gathered["tutorials"])
