"""The receipt, on the screen and as a PDF."""

from copy import copy
from dataclasses import replace
from io import BytesIO

import httpx
import pytest
from litestar import Litestar
from msgspec import structs
from pypdf import PdfReader

from kiosk.clock import FixedClock
from kiosk.engine.pack import Pack
from kiosk.flow.filed import Account, account, filed
from kiosk.flow.node import Node
from kiosk.flow.receipt import follow_url
from kiosk.sync.codes import shown
from kiosk.web.qr import qr_image
from tests.filing import Handed, file, hold
from tests.stations import under


@pytest.fixture
def node(app: Litestar, client: httpx.AsyncClient) -> Node:
    found: Node = app.state.node
    return found


@pytest.fixture
async def handed(node: Node, client: httpx.AsyncClient) -> Handed:
    """Handed in by Lan, whose browser holds the key."""
    done = await file(node)
    hold(client, done.key)
    return done


def words(pdf: bytes) -> str:
    return " ".join(
        "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split()
    )


async def test_the_receipt_shows_the_code_in_groups_and_what_comes_next(
    client: httpx.AsyncClient, handed: Handed
) -> None:
    page = (await client.get(f"/bien-nhan/{handed.code}")).text
    assert "Đã gửi hồ sơ" in page
    for group in shown(handed.code).split("-"):
        assert f"<span>{group}</span>" in page
    for said in ("Đăng ký khai sinh", "Phường Hoàn Kiếm", "09:00 22/11/2026", "24/11/2026"):
        assert said in page


async def test_the_qr_leads_to_the_dossier_with_the_secret_behind_the_hash(
    client: httpx.AsyncClient, node: Node, handed: Handed
) -> None:
    one = await node.store.read(filed, node.guide, handed.code, {handed.key.id: handed.key.secret})
    assert one is not None
    url = follow_url(node.settings, one)
    assert url == f"http://127.0.0.1:8000/ho-so#{handed.secret}"
    page = (await client.get(f"/bien-nhan/{handed.code}")).text
    assert f'src="{qr_image(url)}"' in page
    assert shown(handed.secret).split("-")[5] in page


async def test_until_the_hub_has_it_the_paper_says_that_it_waits(
    client: httpx.AsyncClient, node: Node
) -> None:
    offline = replace(
        node, inbox=replace(node.inbox, upstream=under(node.inbox.ring, node.inbox.ring))
    )
    handed = await file(offline)
    hold(client, handed.key)
    page = (await client.get(f"/bien-nhan/{handed.code}")).text
    assert "Phiếu chờ gửi" in page
    assert "Đã gửi" not in page
    assert "Thời gian tính từ khi nơi giải quyết nhận." in page
    assert "24/11/2026" not in page


async def test_a_reload_shows_the_same_even_past_midnight(
    client: httpx.AsyncClient, clock: FixedClock, handed: Handed
) -> None:
    before = await client.get(f"/bien-nhan/{handed.code}")
    clock.forward(hours=20)
    assert (await client.get(f"/bien-nhan/{handed.code}")).content == before.content


@pytest.mark.parametrize("ending", ["", ".pdf"])
async def test_tam_with_the_code_alone_sees_only_the_progress(
    client: httpx.AsyncClient, handed: Handed, ending: str
) -> None:
    client.cookies.clear()
    answer = await client.get(f"/bien-nhan/{handed.code}{ending}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ho-so/{handed.code}")
    assert not answer.content


async def test_after_xong_the_receipt_is_gone_from_this_machine(
    client: httpx.AsyncClient, handed: Handed
) -> None:
    page = (await client.get(f"/bien-nhan/{handed.code}")).text
    assert f'action="/to-khai/{handed.key.id}/xong"' in page
    await client.post(f"/to-khai/{handed.key.id}/xong")
    hold(client, handed.key)
    assert (await client.get(f"/bien-nhan/{handed.code}")).status_code == 303


async def test_once_the_copy_has_run_out_the_progress_is_left(
    client: httpx.AsyncClient, clock: FixedClock, handed: Handed
) -> None:
    clock.forward(days=2)
    assert (await client.get(f"/bien-nhan/{handed.code}")).status_code == 303


async def test_a_code_with_a_slip_says_what_to_do(client: httpx.AsyncClient) -> None:
    answer = await client.get("/bien-nhan/ABCD")
    assert answer.status_code == 404
    assert 'href="/ho-so"' in answer.text


async def told(node: Node, handed: Handed) -> Account:
    one = await node.store.read(filed, node.guide, handed.code, {handed.key.id: handed.key.secret})
    assert one is not None
    return account(node.guide, one, node_language(node))


def node_language(node: Node):  # type: ignore[no-untyped-def]
    from kiosk.web.language import load_languages

    return load_languages(node.settings)["vi"]


def from_memory(pack: Pack) -> Pack:
    """The same pack, had nobody read its rules anywhere."""
    unread = copy(pack)
    sources = {
        name: structs.replace(source, confidence="M") for name, source in pack.flow.sources.items()
    }
    unread.flow = structs.replace(pack.flow, sources=sources)
    return unread


async def test_what_was_only_remembered_is_never_told_as_certain(
    node: Node, handed: Handed
) -> None:
    sure = await told(node, handed)
    assert (sure.fee, sure.due) == ("Miễn phí", "24/11/2026")
    unsure = replace(sure, pack=from_memory(sure.pack))
    assert (unsure.fee, unsure.due, unsure.time_limit) == ("Hỏi cán bộ", "", "")
    assert {row.total for row in unsure.fees} == {"Hỏi cán bộ"}


async def test_the_pdf_holds_the_answers_in_correct_vietnamese(
    client: httpx.AsyncClient, handed: Handed
) -> None:
    answer = await client.get(f"/bien-nhan/{handed.code}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = words(answer.content)
    for said in ("Đã gửi hồ sơ", "Phường Hoàn Kiếm, Thành phố Hà Nội", "Nguyễn Thị Lan",
                 "Họ, chữ đệm, tên của trẻ", "Bệnh viện Phụ sản Hà Nội",
                 shown(handed.code).replace("-", " ")):  # fmt: skip
        assert said in text
    assert text.index("Trần Gia Bảo") < text.index("929 La Thành") < text.index("Trần Văn Sơn")


async def test_the_pdf_is_tagged_titled_and_the_same_each_time(
    client: httpx.AsyncClient, handed: Handed
) -> None:
    first = (await client.get(f"/bien-nhan/{handed.code}.pdf")).content
    assert (await client.get(f"/bien-nhan/{handed.code}.pdf")).content == first
    reader = PdfReader(BytesIO(first))
    assert reader.metadata is not None
    assert reader.metadata.title == "Đã gửi hồ sơ: Đăng ký khai sinh"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "vi"
    assert b"pdfaid:part" in first


@pytest.mark.parametrize("typed", ["#sys.inputs *đậm* $x$ // @a <b> \\", "Trạm 😀 龍"])
async def test_whatever_was_typed_stays_text_in_the_pdf(
    client: httpx.AsyncClient, node: Node, typed: str
) -> None:
    handed = await file(node, noi_sinh_co_so=typed)
    hold(client, handed.key)
    answer = await client.get(f"/bien-nhan/{handed.code}.pdf")
    assert answer.status_code == 200
    assert typed.partition(" 😀")[0] in words(answer.content)
