"""The desk's papers: what each says, when it can be printed, and that nobody takes it for more."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from httpx import Response
from pypdf import PdfReader

from kiosk.commune.actions import CommuneSettings, save_settings
from kiosk.desk.case import open_case
from kiosk.desk.notices.pages import languages_of
from kiosk.dossier import acts
from kiosk.dossier.acts import Act
from kiosk.people import audit
from kiosk.people.actions import everybody
from kiosk.people.rules import Staff
from kiosk.sync.codes import follow_secret, receipt_code, shown
from tests.desk.conftest import Desk, Office

REASON = "Tên mẹ không khớp với căn cước.\nBạn ghi lại đúng như trên thẻ nhé."
OFFICE = CommuneSettings(
    "Trung tâm Phục vụ hành chính công phường Hoàn Kiếm",
    "126 Hàng Trống, phường Hoàn Kiếm, Thành phố Hà Nội",
    "024 3825 5555",
    "Thứ Hai đến thứ Sáu, 7 giờ 30 đến 17 giờ",
)
ACCEPTED = {"kind": "accepted"}
STORIES: dict[str, list[dict[str, Any]]] = {
    "tiep-nhan": [ACCEPTED],
    "bo-sung": [{"kind": "supplement", "reason": REASON, "steps": ("nyc-ten", "me-ten")}],
    "tu-choi": [{"kind": "refused", "reason": REASON}],
    "xin-loi": [ACCEPTED, {"kind": "extended", "reason": REASON, "until": "2026-12-01"}],
    "dung": [ACCEPTED, {"kind": "stopped", "reason": REASON}],
}
TITLES = {
    "tiep-nhan": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "bo-sung": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "tu-choi": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    "xin-loi": "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
    "dung": "Thông báo dừng giải quyết hồ sơ",
}
A5 = (419, 595)
WITH_PASSPORT = {
    "nyc_so_dinh_danh": None,
    "nyc_loai_giay_to": "ho_chieu",
    "nyc_so_giay_to": "B1234567",
    "nyc_ngay_cap": "2020-05-06",
    "nyc_noi_cap": "Cục Quản lý xuất nhập cảnh",
}


async def story(office: Office, slug: str, reason: str = REASON, **more: Any) -> str:
    """A dossier brought to where the paper belongs; `more` are other answers of Lan's."""
    deeds = [{**deed, "reason": reason} if "reason" in deed else deed for deed in STORIES[slug]]
    return await brought(office, deeds, await office.handed_in(**more))


async def brought(office: Office, deeds: list[dict[str, Any]], id: str) -> str:
    await office.node.store.write(save_settings, "00070", OFFICE)
    minh = await person(office, "minh")
    for rev, deed in enumerate(deeds):
        done = Act(rev=rev, staff=minh.id, **deed)
        await office.node.store.write(
            acts.move, office.node.guide.library, id, done, office.clock.now()
        )
    return id


async def person(office: Office, login: str) -> Staff:
    everyone = await office.node.store.read(everybody)
    return next(one.staff for one in everyone if one.staff.login == login)


async def paper(desk: Desk, id: str, slug: str) -> Response:
    return await desk.get(f"/mot-cua/ho-so/{id}/in/{slug}.pdf")


def read(answer: Response) -> PdfReader:
    assert answer.status_code == 200, answer.text
    return PdfReader(BytesIO(answer.content))


def words(answer: Response) -> str:
    return " ".join("\n".join(page.extract_text() for page in read(answer).pages).split())


@pytest.mark.parametrize("slug", STORIES)
async def test_a_paper_has_what_the_citizen_needs(office: Office, minh: Desk, slug: str) -> None:
    id = await story(office, slug)
    text = words(await paper(minh, id, slug))
    code = shown(receipt_code(id)).replace("-", " ")
    for said in (TITLES[slug], code, "Đăng ký khai sinh (1.001193)", "Nguyễn Thị Lan",
                 "Trần Văn Minh", OFFICE.office, OFFICE.phone, "Người nhận phiếu"):  # fmt: skip
        assert said in text
    assert ("Bạn ghi lại đúng như trên thẻ nhé." in text) == (slug != "tiep-nhan")
    # Nobody may take it for the official paper.
    form = f"Mẫu 0{1 + list(STORIES).index(slug)}"
    assert (
        f"Không thay thế {form} (Phụ lục I, Thông tư 03/2025/TT-VPCP) hay mẫu riêng của ngành."
        in text
    )
    assert "Độc lập" not in text


@pytest.mark.parametrize("slug", ["tiep-nhan", "bo-sung"])
async def test_a_paper_is_a5_tagged_titled_and_the_same_each_time(
    office: Office, minh: Desk, slug: str
) -> None:
    id = await story(office, slug)
    answer = await paper(minh, id, slug)
    pdf = read(answer)
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"{TITLES[slug]}: {receipt_code(id)}"
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.root_object["/Lang"] == "vi"
    assert b"pdfaid:part" in answer.content
    assert {(int(one.mediabox.width), int(one.mediabox.height)) for one in pdf.pages} == {A5}
    office.clock.forward(minutes=20)
    assert (await paper(minh, id, slug)).content == answer.content
    assert answer.headers["cache-control"] == "no-store"


async def test_the_days_are_those_that_were_promised(office: Office, minh: Desk) -> None:
    accepted = words(await paper(minh, await story(office, "tiep-nhan"), "tiep-nhan"))
    assert "Hẹn trả kết quả 24/11/2026" in accepted
    later = words(await paper(minh, await story(office, "xin-loi"), "xin-loi"))
    assert "Ngày hẹn mới 01/12/2026" in later


async def test_a_supplement_names_the_questions_and_the_papers(office: Office, minh: Desk) -> None:
    id = await story(office, "bo-sung", **WITH_PASSPORT)
    text = words(await paper(minh, id, "bo-sung"))
    assert "Bạn làm lại các câu này 1. Bạn tên gì, sinh ngày nào?" in text
    assert "Giấy tờ mang theo • Giấy tờ tùy thân của bạn" in text


async def test_the_code_of_the_official_system_stands_beside_ours(
    office: Office, minh: Desk
) -> None:
    code = "000.00.00.H26-261122-0012"
    deeds = [ACCEPTED, {"kind": "handed_over", "official_code": code}]
    id = await brought(office, deeds, await office.handed_in())
    assert f"Mã trên hệ thống của Nhà nước {code}" in words(await paper(minh, id, "tiep-nhan"))


async def test_the_secret_of_the_receipt_is_nowhere(office: Office, minh: Desk) -> None:
    id = await story(office, "bo-sung")
    answer = await paper(minh, id, "bo-sung")
    secret = follow_secret(bytes(32), id)
    found = words(answer).replace(" ", "") + answer.content.decode("latin-1")
    assert secret not in found
    assert shown(secret) not in found


async def test_who_reads_english_gets_a_translation_after_the_original(
    office: Office, minh: Desk
) -> None:
    id = await story(office, "tu-choi")
    minh.browser.cookies.set("lang", "en")
    pdf = read(await paper(minh, id, "tu-choi"))
    assert len(pdf.pages) == 2
    assert TITLES["tu-choi"] in " ".join(pdf.pages[0].extract_text().split())
    assert "Birth" in pdf.pages[1].extract_text() or "birth" in pdf.pages[1].extract_text()
    assert "Tên mẹ không khớp với căn cước." in pdf.pages[1].extract_text()


async def test_a_long_reason_and_a_long_name_stand_there_in_full(
    office: Office, minh: Desk
) -> None:
    reason = ("Nghiêng nghiễm " * 66)[:989].strip() + " hết lý do."
    name = "Công Tằng Tôn Nữ " * 5 + "Thị Hoài Thương"
    id = await story(office, "tu-choi", reason, nyc_ho_ten=name)
    answer = await paper(minh, id, "tu-choi")
    text = words(answer)
    assert name in text
    assert text.count("Nghiêng nghiễm") == reason.count("Nghiêng nghiễm")
    assert "hết lý do." in text
    assert len(read(answer).pages) == 2


async def test_a_thousand_letters_without_a_space_stay_on_the_paper(
    office: Office, minh: Desk
) -> None:
    answer = await paper(minh, await story(office, "dung", "Ghế" * 333), "dung")
    lines = "".join(page.extract_text() for page in read(answer).pages).split("\n")
    assert max(line.count("Ghế") for line in lines) < 30
    assert "".join(lines).replace("\u200b", "").count("Ghế") == 333
    assert b"pdfaid:part" in answer.content


@pytest.mark.parametrize(
    "typed", ["#sys.inputs *đậm* $x$ // @a <b> \\", "<script>x</script> &amp;"]
)
async def test_whatever_was_typed_stays_text(office: Office, minh: Desk, typed: str) -> None:
    id = await story(office, "tu-choi", typed, nyc_ho_ten=f"Lan {typed}")
    text = words(await paper(minh, id, "tu-choi"))
    assert text.count(typed) == 2


async def test_a_letter_that_the_font_lacks_costs_no_paper(office: Office, minh: Desk) -> None:
    id = await story(office, "tu-choi", "Thiếu giấy 😀 龍 của mẹ.")
    assert "Thiếu giấy" in words(await paper(minh, id, "tu-choi"))


async def test_a_paper_that_would_not_be_true_is_not_there(office: Office, minh: Desk) -> None:
    id = await office.handed_in()
    for slug in STORIES:
        answer = await paper(minh, id, slug)
        assert answer.status_code == 404
        assert "Hồ sơ không ở bước cần phiếu này." in answer.text
    assert await office.node.store.read(audit.trail, id) == ()


async def test_a_promise_that_was_changed_again_is_not_printed(office: Office, minh: Desk) -> None:
    deeds = [*STORIES["xin-loi"], *STORIES["bo-sung"]]
    id = await brought(office, deeds, await office.handed_in())
    assert (await paper(minh, id, "xin-loi")).status_code == 404
    assert (await paper(minh, id, "tiep-nhan")).status_code == 404


async def test_other_names_are_no_papers(office: Office, minh: Desk) -> None:
    id = await story(office, "tu-choi")
    for name in ("khac.pdf", "tu-choi", ".pdf"):
        assert (await minh.get(f"/mot-cua/ho-so/{id}/in/{name}")).status_code == 404


async def test_the_next_commune_and_volunteers_get_nothing(office: Office, minh: Desk) -> None:
    id = await story(office, "tu-choi")
    tam, hoa, nobody = await office.at("tam"), await office.at("hoa"), await office.browser()
    assert (await paper(tam, id, "tu-choi")).status_code == 404
    assert (await paper(hoa, id, "tu-choi")).status_code == 403
    assert (await paper(nobody, id, "tu-choi")).status_code == 303
    assert await office.node.store.read(audit.trail, id) == ()


async def test_each_print_is_on_record(office: Office, minh: Desk) -> None:
    id = await story(office, "dung")
    await paper(minh, id, "dung")
    (deed,) = await office.node.store.read(audit.trail, id)
    assert (deed.login, deed.action, deed.detail) == ("minh", "print", "dung")


async def test_the_page_of_the_dossier_offers_what_can_be_printed(
    office: Office, minh: Desk
) -> None:
    id = await story(office, "xin-loi")
    page = (await minh.get(f"/mot-cua/ho-so/{id}")).text
    offered = re.findall(rf'href="(/mot-cua/ho-so/{id}/[^"]+\.(?:pdf|zip))"', page)
    names = [href.rpartition("/")[2] for href in offered]
    assert names == ["tiep-nhan.pdf", "xin-loi.pdf", "to-khai.pdf", "xuat.zip"]
    assert [(await minh.get(href)).status_code for href in offered] == [200] * 4


async def test_who_answered_in_english_gets_the_translation_whoever_prints(
    office: Office, minh: Desk
) -> None:
    id, node, staff = await office.handed_in(), office.node, await person(office, "minh")
    case = await node.store.read(open_case, node.guide.library, node.inbox.ring, staff, id)
    assert case.edition is not None
    in_english = replace(case.record, pack=case.edition.pack("en").sha256)
    known = office.app.state.languages
    found = languages_of(known, replace(case, record=in_english), known["vi"])
    assert [one.code for one in found] == ["vi", "en"]
