import re
from html import unescape

from kiosk.people import audit
from kiosk.people.queries import Deed
from kiosk.sync.keys import key_ring
from tests.desk.conftest import Desk, Office

NOUNS = (
    "acceptance", "refusal", "completion", "hand-over", "supplement", "stop", "return", "extension",
    "assignment",
)  # fmt: skip


async def trail(office: Office, id: str) -> list[tuple[str, str]]:
    deeds: tuple[Deed, ...] = await office.node.store.read(audit.trail, id)
    return [(deed.login, deed.action) for deed in deeds]


def rows(page: str) -> dict[str, str]:
    """What stands beside each label; the last one where a label comes twice."""
    found = re.findall(
        r'<div(?: class="row")?><dt[^>]*>(.*?)</dt><dd>(.*?)</dd></div>', page, re.DOTALL
    )
    return {label: " ".join(re.sub(r"<[^>]+>", " ", unescape(it)).split()) for label, it in found}


async def test_the_sheet_is_laid_out_like_the_official_form(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    titles = re.findall(r"<h3[^>]*>(.*?)</h3>", page)
    assert titles[:4] == ["Người yêu cầu", "Trẻ", "Mẹ", "Cha"]
    for name in ("TRẦN GIA BẢO", "NGUYỄN THỊ LAN", "TRẦN VĂN SƠN"):
        assert name in page
    assert page.index("TRẦN GIA BẢO") < page.index("TRẦN VĂN SƠN")
    assert rows(page)["Loại đăng ký"] == "Đúng hạn Suy ra"
    assert rows(page)["Giới tính"] == "Nam"
    assert rows(page)["Ngày cấp"] == "Không phải khai"


async def test_the_birth_date_also_stands_in_words_as_the_form_wants_it(
    office: Office, minh: Desk
) -> None:
    id = await office.handed_in(tre_ngay_sinh="2026-11-05")
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert "Ngày năm tháng mười một năm hai nghìn không trăm hai mươi sáu" in page


async def test_answers_that_the_form_has_no_place_for_stand_below(
    office: Office, minh: Desk
) -> None:
    id = await office.handed_in()
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    below = page[page.index("Câu trả lời khác, không có trên tờ khai") :]
    assert rows(below)["Số giấy chứng nhận kết hôn"] == "45"
    assert rows(below)["Tôi cam đoan những điều đã khai là đúng sự thật."] == "Có"
    assert "Họ, chữ đệm, tên của cha" not in below  # it stands on the form, as it is


async def test_what_was_only_remembered_is_put_as_a_question(office: Office, minh: Desk) -> None:
    id = await office.handed_in(so_ban_sao=2)
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert "Mức 8.000 đồng mỗi bản cần cán bộ xác nhận trước khi báo dân." in page
    assert page.count("Điều này có đúng không?") == 1
    assert "Đối chiếu quê quán của trẻ" in page
    assert "Bản sao tính tiền riêng, cán bộ báo số tiền" in page


async def test_papers_to_bring_stand_apart_from_those_nobody_may_ask_for(
    office: Office, minh: Desk
) -> None:
    id = await office.handed_in(giay_chung_sinh="giay", ma_chung_sinh=None)
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    asked, spared = page[page.index("Giấy tờ người dân mang theo") :].split(
        "Không hỏi người dân giấy này"
    )
    assert "Giấy chứng sinh" in asked
    assert "Giấy chứng nhận kết hôn: Thông tin kết hôn bạn đã khai" in spared


async def test_what_does_not_hold_is_said_and_shown_as_it_came(office: Office, minh: Desk) -> None:
    id = await office.handed_in(cha_so_dinh_danh="123", la_lung="<b>gì đây</b>")
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert "Chưa đúng</strong>" in page
    assert "Số định danh chỉ gồm chữ số." in page
    below = page[page.index("Có gửi kèm, nhưng không khớp câu hỏi nào") :]
    assert rows(below)["Số định danh của cha"] == "123"
    assert "&lt;b&gt;gì đây&lt;/b&gt;" in below


async def test_a_place_kept_as_typed_is_for_the_officer_to_settle(
    office: Office, minh: Desk
) -> None:
    typed = {"province": "01", "commune": None, "place": "Làng Vác"}
    id = await office.handed_in(que_quan=typed)
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert rows(page)["Quê quán"] == "Làng Vác, Thành phố Hà Nội Chưa rõ xã nào"


async def test_every_look_leaves_a_line_in_the_trail(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    await minh.get("/mot-cua")
    assert await trail(office, id) == []
    await minh.get(f"/mot-cua/ho-so/{id}")
    await minh.get(f"/mot-cua/ho-so/{id}")
    assert await trail(office, id) == [("minh", "look"), ("minh", "look")]


async def test_tam_gets_404_for_the_page_and_every_act(office: Office, tam: Desk) -> None:
    id = await office.handed_in()
    answers = [await tam.get(f"/mot-cua/ho-so/{id}")]
    answers.append(await tam.get(f"/mot-cua/ho-so/{id}/supplement"))
    for noun in NOUNS:
        form = {"rev": "0", "ly_do": "không", "ma": "H26.1-261122-0001", "buoc": "tre-ten"}
        answers.append(await tam.post(f"/mot-cua/ho-so/{id}/{noun}", **form))
    assert [answer.status_code for answer in answers] == [404] * (2 + len(NOUNS))
    unknown = await tam.get("/mot-cua/ho-so/khong-co")
    assert unknown.text.replace("khong-co", id) == answers[0].text
    assert await trail(office, id) == []


async def test_a_dossier_without_its_key_says_what_is_wrong(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    object.__setattr__(office.node.inbox, "ring", key_ring(()))
    page = await minh.get(f"/mot-cua/ho-so/{id}")
    assert page.status_code == 200
    assert "Không mở được nội dung hồ sơ." in page.text


async def test_an_english_reader_gets_the_questions_in_english(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    minh.browser.cookies.set("lang", "en")
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    assert '<html lang="en">' in page
    assert "NGUYỄN THỊ LAN" in page
