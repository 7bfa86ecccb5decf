"""A dossier taken along: the archive for the official system, and its answers on paper."""

import json
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from httpx import Response
from pypdf import PdfReader
from sqlalchemy import Connection

from kiosk.content.library import keep
from kiosk.dossier import acts
from kiosk.dossier.acts import Act
from kiosk.people import audit
from kiosk.people.actions import everybody
from kiosk.settings import ROOT
from kiosk.sync import codes
from kiosk.sync.blobs import Blob, seal_blob
from kiosk.sync.envelope import BlobRef, PlainBlob, Plaintext
from kiosk.sync.keys import KeyRing
from tests.desk.conftest import Answers, Desk, Office, hand_in, header_of, lans_answers

JPEG, PDF = b"\xff\xd8\xff\xe0 a photo", b"%PDF-1.7 a paper"
K = bytes(range(32))


@dataclass(frozen=True)
class Sent:
    """A file that Lan sent along."""

    field: str
    name: str
    type: str
    data: bytes


PHOTO = Sent("anh_giay_to", "Giấy chứng sinh (mặt trước).JPG", "image/jpeg", JPEG)
PAPER = Sent("anh_giay_to", "../../Đơn 2.pdf", "application/pdf", PDF)


async def handed_in(office: Office, *files: Sent, lost: int = 0, **more: Any) -> str:
    """Lan's birth registration with these files, the last `lost` of which never came."""
    blobs = [seal_blob(K, slot, one.data) for slot, one in enumerate(files)]
    answers = {**lans_answers(), **more}
    id = await office.node.store.write(take, office, answers, files, blobs)
    for blob in blobs[: len(blobs) - lost]:
        await office.node.files.put(id, blob.name, blob.ciphertext)
    return id


def take(
    db: Connection, office: Office, answers: Answers, files: tuple[Sent, ...], blobs: list[Blob]
) -> str:
    node, clock = office.node, office.clock
    edition = node.guide.library.flows["khai-sinh"]
    keep(db, edition)
    refs = tuple(BlobRef(slot, one.name, len(one.ciphertext)) for slot, one in enumerate(blobs))
    header = header_of(node, clock, blobs=refs)
    plain = tuple(PlainBlob(slot, one.field, one.type, one.name) for slot, one in enumerate(files))
    sent = {name: value for name, value in answers.items() if value is not None}
    contact = {"phone": "0912345678"}
    hand_in(db, node, clock, header, Plaintext(K, sent, contact, plain))
    return header.id


async def act(office: Office, id: str, **deed: Any) -> None:
    people = {one.staff.login: one.staff.id for one in await office.node.store.read(everybody)}
    done = Act(staff=people["minh"], **deed)
    await office.node.store.write(
        acts.move, office.node.guide.library, id, done, office.clock.now()
    )


async def export(desk: Desk, id: str) -> Response:
    return await desk.get(f"/mot-cua/ho-so/{id}/xuat.zip")


def opened(answer: Response) -> ZipFile:
    assert answer.status_code == 200, answer.text
    archive = ZipFile(BytesIO(answer.content))
    assert archive.testzip() is None
    return archive


def record(answer: Response) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened(answer).read("ho-so.json"))
    return found


def keys(value: Any) -> Any:
    """The shape of a document: its keys, and of a list of objects those of the first."""
    if isinstance(value, dict):
        return {name: keys(one) for name, one in value.items()}
    is_objects = isinstance(value, list) and value and isinstance(value[0], dict)
    return [keys(value[0])] if is_objects else type(value).__name__


async def test_the_archive_holds_the_papers_the_sheet_and_the_record(
    office: Office, minh: Desk
) -> None:
    id = await handed_in(office, PHOTO, PAPER)
    answer = await export(minh, id)
    archive = opened(answer)
    assert archive.namelist() == [
        "to-khai.pdf",
        "giay-to/01-anh-giay-to-giay-chung-sinh-mat-truoc.jpg",
        "giay-to/02-anh-giay-to-don-2.pdf",
        "ho-so.json",
    ]
    assert archive.read(archive.namelist()[1]) == JPEG
    assert archive.read(archive.namelist()[2]) == PDF
    assert {one.compress_type for one in archive.infolist()} == {ZIP_STORED}
    # No data descriptors: the sizes stand before the data, which every reader wants.
    assert {one.flag_bits & 0x08 for one in archive.infolist()} == {0}


async def test_it_is_saved_under_the_code_and_kept_by_nobody(office: Office, minh: Desk) -> None:
    id = await handed_in(office)
    answer = await export(minh, id)
    name = f"{codes.receipt_code(id)}.zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    office.clock.forward(minutes=10)
    assert (await export(minh, id)).content == answer.content


async def test_the_record_keeps_its_shape(office: Office, minh: Desk) -> None:
    id = await handed_in(office, PHOTO)
    await act(office, id, kind="supplement", rev=0, reason="Ảnh mờ.", steps=("nyc-ten",))
    found = record(await export(minh, id))
    about = {name: keys(value) for name, value in found.items() if name != "answers"}
    assert about == SHAPE
    assert found["format"] == "tram-so/ho-so/1"
    assert keys(found["answers"]["nyc_ho_ten"]) == ANSWER


def test_every_key_of_the_record_is_described() -> None:
    described = (ROOT / "docs" / "export.md").read_text()
    assert [name for name in (*SHAPE, "answers") if f"`{name}`" not in described] == []


async def test_the_record_tells_answers_by_our_name_and_by_the_forms(
    office: Office, minh: Desk
) -> None:
    id = await handed_in(office, so_ban_sao=2)
    found = record(await export(minh, id))
    assert found["answers"]["tre_ngay_sinh"] == {
        "label": "Ngày sinh của trẻ",
        "official": "NgaySinhChon",
        "value": lans_answers()["tre_ngay_sinh"],
        "shown": "/".join(reversed(lans_answers()["tre_ngay_sinh"].split("-"))),
    }
    form = {one["id"]: one for one in found["form"]["fields"]}
    assert form["HoTenMeKS"]["values"][0]["text"] == "NGUYỄN THỊ LAN"
    assert form["HoTenMeKS"]["values"][0]["from"] == "derived"
    assert form["nyc_noi_cap"]["values"] == []
    assert found["contact"] == {"phone": "0912345678"}
    assert found["procedure"]["code"] == "1.001193"


async def test_events_carry_their_reasons_and_the_officers_name(office: Office, minh: Desk) -> None:
    id = await handed_in(office)
    await act(office, id, kind="refused", rev=0, reason="Không thuộc phường này.")
    found = record(await export(minh, id))
    first, last = found["events"]
    assert (first["kind"], first["by"]) == ("submitted", None)
    assert (last["reason"], last["by"]) == ("Không thuộc phường này.", "Trần Văn Minh")
    assert found["state"] == {"name": "refused", "national": 3}


async def test_no_secret_leaves_with_it(office: Office, minh: Desk) -> None:
    id = await handed_in(office, PHOTO)
    content = (await export(minh, id)).content
    assert K not in content
    assert K.hex().encode() not in content
    assert codes.follow_secret(bytes(32), id).encode() not in content


async def test_a_paper_that_is_not_there_is_named_as_missing(office: Office, minh: Desk) -> None:
    id = await handed_in(office, PHOTO, PAPER, lost=1)
    answer = await export(minh, id)
    there, missing = record(answer)["papers"]
    assert (there["trouble"], there["size"]) == (None, len(JPEG))
    assert (missing["trouble"], missing["path"], missing["name"]) == ("missing", None, PAPER.name)
    assert len(opened(answer).namelist()) == 3


async def test_a_damaged_paper_is_named_too(office: Office, minh: Desk) -> None:
    id = await handed_in(office, PHOTO)
    blob = seal_blob(K, 0, JPEG)
    await office.node.files.put(id, blob.name, blob.ciphertext[:-1] + b"x")
    (paper,) = record(await export(minh, id))["papers"]
    assert (paper["trouble"], paper["path"]) == ("damaged", None)


async def test_what_cannot_be_opened_leaves_what_is_known_without_it(
    office: Office, minh: Desk
) -> None:
    id = await handed_in(office)
    without = replace(office.node.inbox, ring=KeyRing(()))
    office.app.state.node = replace(office.node, inbox=without)
    found = record(await export(minh, id))
    assert (found["is_readable"], found["answers"], found["form"]) == (False, {}, None)
    assert found["code"] == codes.receipt_code(id)
    assert "Không mở được nội dung hồ sơ." in sheet_words(await sheet(minh, id))


async def test_tam_hoa_and_strangers_get_no_archive(office: Office) -> None:
    id = await handed_in(office, PHOTO)
    tam, hoa, nobody = await office.at("tam"), await office.at("hoa"), await office.browser()
    for path in ("xuat.zip", "to-khai.pdf"):
        assert (await tam.get(f"/mot-cua/ho-so/{id}/{path}")).status_code == 404
        assert (await hoa.get(f"/mot-cua/ho-so/{id}/{path}")).status_code == 403
        assert (await nobody.get(f"/mot-cua/ho-so/{id}/{path}")).status_code == 303
    assert await office.node.store.read(audit.trail, id) == ()


async def test_each_export_is_on_record(office: Office, minh: Desk) -> None:
    id = await handed_in(office)
    await export(minh, id)
    await sheet(minh, id)
    trail = await office.node.store.read(audit.trail, id)
    assert sorted((one.login, one.action, one.detail) for one in trail) == [
        ("minh", "export", None),
        ("minh", "print", "to-khai"),
    ]


async def sheet(desk: Desk, id: str) -> Response:
    return await desk.get(f"/mot-cua/ho-so/{id}/to-khai.pdf")


def sheet_words(answer: Response) -> str:
    pages = PdfReader(BytesIO(answer.content)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


async def test_the_sheet_has_the_fields_of_the_form_in_their_order(
    office: Office, minh: Desk
) -> None:
    text = sheet_words(await sheet(minh, await handed_in(office)))
    for said in ("Tờ khai đăng ký khai sinh", "không phải tờ khai chính thức",
                 "Đúng hạn (suy ra)", "NGUYỄN THỊ LAN", "Không phải khai"):  # fmt: skip
        assert said in text
    assert text.index("Người yêu cầu") < text.index("TRẦN GIA BẢO") < text.index("TRẦN VĂN SƠN")


async def test_the_sheet_names_the_files_that_came_along(office: Office, minh: Desk) -> None:
    text = sheet_words(await sheet(minh, await handed_in(office, PHOTO)))
    assert "Ảnh và tệp đã gửi kèm" in text
    assert PHOTO.name in text


async def test_the_sheet_is_tagged_titled_and_vietnamese(office: Office, minh: Desk) -> None:
    id = await handed_in(office)
    minh.browser.cookies.set("lang", "en")
    answer = await sheet(minh, id)
    pdf = PdfReader(BytesIO(answer.content))
    assert pdf.metadata is not None
    assert (pdf.metadata.title or "").startswith("Tờ khai đăng ký khai sinh: ")
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.root_object["/Lang"] == "vi"
    assert b"pdfaid:part" in answer.content


async def test_whatever_was_typed_stays_text_on_the_sheet(office: Office, minh: Desk) -> None:
    typed = "#sys.inputs *đậm* $x$ // @a <b> \\"
    text = sheet_words(await sheet(minh, await handed_in(office, noi_sinh_co_so=typed)))
    assert typed in text


async def test_a_long_word_stays_in_its_column(office: Office, minh: Desk) -> None:
    text = sheet_words(await sheet(minh, await handed_in(office, noi_sinh_co_so="Ghế" * 60)))
    assert text.count("Ghế") == 60


ANSWER = {"label": "str", "official": "str", "value": "str", "shown": "str"}
SHAPE: dict[str, Any] = {
    "format": "str",
    "id": "str",
    "code": "str",
    "official_code": "NoneType",
    "commune": "str",
    "procedure": {
        "code": "str",
        "name": "str",
        "flow": "str",
        "version": "str",
        "pack": "str",
        "locale": "str",
    },
    "state": {"name": "str", "national": "int"},
    "received_at": "str",
    "due_on": "NoneType",
    "assist": "str",
    "flags": "list",
    "events": [
        {
            "kind": "str",
            "at": "str",
            "by": "NoneType",
            "reason": "NoneType",
            "detail": "NoneType",
        }
    ],
    "is_readable": "bool",
    "days": "list",
    "form": {
        "name": "str",
        "fields": [
            {
                "id": "str",
                "label": "str",
                "officer": "NoneType",
                "values": [{"text": "str", "question": "str", "from": "str"}],
            }
        ],
    },
    "unplaced": {},
    "contact": {"phone": "str"},
    "late_supplements": "list",
    "papers": [
        {
            "path": "str",
            "field": "str",
            "label": "str",
            "name": "str",
            "type": "str",
            "size": "int",
            "sha256": "str",
            "trouble": "NoneType",
        }
    ],
    "receipts": {"received": "str", "accepted": "str"},
}
