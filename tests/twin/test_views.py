"""The pages of the shell, worked out by Python and asked of the twin: values, and HTML."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import unquote

import pytest
import segno

from kiosk.cli.twin import Twin
from kiosk.clock import local_date
from kiosk.content.library import Edition
from kiosk.dossier import status
from kiosk.dossier.actions import Event, Followed, Progress
from kiosk.dossier.following import Known, as_json
from kiosk.dossier.rules import EXPLAINED
from kiosk.dossier.status import Particulars, Standing
from kiosk.engine.pack import Pack
from kiosk.engine.walk import Context, walk
from kiosk.flow.filed import Account, Filed
from kiosk.flow.receipt import receipt_values
from kiosk.flow.shell import LOCAL, shells
from kiosk.settings import ROOT, Settings
from kiosk.sync.wire import instant
from kiosk.web.assets import Assets
from kiosk.web.formats import Formats
from kiosk.web.language import Language, load_languages
from kiosk.web.screens import Renderer
from kiosk.web.shell import Shell
from tests.twin.cases import HOME, lived, prepare, real_packs, world

CODE, SECRET = "3AB4CDEFGH67", "346789ABCDEFGHJKMNPRTWXY"
ID = "019ab000-0000-7000-8000-000000000001"
QR = "data:image/svg+xml,%3Csvg/%3E"
AT = datetime(2026, 11, 22, 2, 5, tzinfo=UTC)
LANGS = ("vi", "en")
SETTINGS = Settings(ROOT / "var", "sqlite://")
LANGUAGES = load_languages(SETTINGS)


@pytest.fixture(scope="module")
def drawn() -> dict[str, Shell]:
    renderer = Renderer(SETTINGS, LANGUAGES, Assets(SETTINGS.static_dir).url)
    return dict(shells(renderer))


@pytest.fixture(scope="module")
def device(node: Twin, drawn: dict[str, Shell]) -> Twin:
    """A device that has the shells, the flows and the tables of its province."""
    prepare(node)
    for shell in drawn.values():
        node.ask({"do": "shell", "text": shell.data.decode()})
    for pack in real_packs():
        node.keep(pack.sha256, pack.data)
    return node


def same(shell: Shell, name: str, values: dict[str, Any], theirs: dict[str, Any]) -> None:
    """A hole that only a device fills is falsy on the server, where it is missing."""
    only_there = {hole for hole in theirs["values"] if hole not in values}
    assert not any(theirs["values"][hole] for hole in only_there)
    assert values == {hole: theirs["values"][hole] for hole in values}
    assert theirs["page"] == shell.page(name, {**values, "path": "/"})
    assert theirs["fragment"] == shell.fragment(name, {**values, "path": "/"})


def account_of(pack: Pack, answers: dict[str, Any], accepted: bool) -> Account:
    here = world(pack.locale)
    context = Context(local_date(AT).isoformat(), "00070", here.reference)
    key, opened = SimpleNamespace(id=ID), SimpleNamespace(draft=SimpleNamespace(answers=answers))
    one = SimpleNamespace(
        code=CODE, secret=SECRET, commune="00070", at=AT, accepted=accepted, due_on=None,
        key=key, opened=opened, redo=None,
    )  # fmt: skip
    result = walk(pack.flow, answers, context)
    return Account(cast(Filed, one), pack, result, context, LANGUAGES[pack.locale])


def receipts() -> Iterator[tuple[Pack, dict[str, Any], bool]]:
    for at in range(60):
        case = lived(f"receipt {at}")
        yield case.pack, dict(case.draft.answers), at % 2 == 0


def test_a_receipt_is_the_same_from_both(device: Twin, drawn: dict[str, Shell]) -> None:
    cases = list(receipts())
    found = device.ask_all([
        {"do": "receipt", "lang": pack.locale, "pack": pack.sha256,
         "reference": f"{HOME} {pack.locale}",
         "filed": {"id": ID, "code": CODE, "secret": SECRET, "commune": "00070", "qr": QR,
                   "at": instant(AT), "accepted": accepted, "answers": answers}}
        for pack, answers, accepted in cases
    ])  # fmt: skip
    for (pack, answers, accepted), theirs in zip(cases, found, strict=True):
        values = dict(receipt_values(account_of(pack, answers, accepted), QR))
        values["pdf_href"] = ""  # the server draws it, of what the server has
        same(drawn[pack.locale], "receipt", values, theirs)


@pytest.mark.parametrize("lang", LANGS)
def test_a_device_tells_of_its_queue_on_the_receipt(device: Twin, lang: str) -> None:
    pack = next(one for one in real_packs() if one.locale == lang)
    filed = {"id": ID, "code": CODE, "secret": SECRET, "commune": "99999", "qr": "", "answers": {},
             "at": 1795312800000, "accepted": False, "refused": True, "waiting": True}  # fmt: skip
    got = device.ask({"do": "receipt", "lang": lang, "pack": pack.sha256,
                      "reference": f"{HOME} {lang}", "filed": filed})  # fmt: skip
    assert (got["values"]["commune"], got["values"]["waiting_href"]) == ("99999", "/hang-cho")
    assert 'href="/hang-cho"' in got["page"]
    assert "<img" not in got["page"]


EVENTS = ("submitted", "accepted", "supplement", "supplemented", "extended", "handed_over",
          "refused", "claimed", "done", "returned")  # fmt: skip


def followed_as(told: str, state: str, pack: Pack, **more: Any) -> Followed:
    events = tuple((kind, AT + timedelta(hours=9 * n)) for n, kind in enumerate(EVENTS))
    progress = Progress(CODE, pack.flow.id, pack.sha256, told, "2026-12-05", events, "2026-12-05")
    why = Event(EXPLAINED.get(told, "accepted"), AT, None, "Ảnh <mờ>", None)
    given: dict[str, Any] = {"handler": None, "official_code": None, "asked": (), "rated": False,
                             "may_rate": False} | more  # fmt: skip
    return Followed(id=ID, progress=progress, state=state, commune="00070", events=(why,), **given)


def followings(pack: Pack) -> Iterator[Followed]:
    asked = tuple(step.id for step in pack.flow.steps[:3])
    for told, state in (("submitted", "submitted"), ("in_progress", "accepted"),
                        ("withdrawn", "withdrawn"), ("stopped", "stopped")):  # fmt: skip
        yield followed_as(told, state, pack)
    yield followed_as("supplement", "supplement", pack, asked=asked, handler="Minh")
    yield followed_as("refused", "refused", pack, may_rate=True, official_code="H26-1")
    yield followed_as("done", "done", pack, rated=True, handler="Trần Văn Minh")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("is_known", [True, False])
def test_a_status_is_the_same_from_both(
    device: Twin, drawn: dict[str, Shell], lang: str, is_known: bool
) -> None:
    pack = next(one for one in real_packs() if one.locale == lang)
    edition = Edition("e", {lang: pack}) if is_known else None
    for one in followings(pack):
        standing = Standing(one.progress, edition)
        told = as_json(Known(one, one.handler, standing.edition))
        theirs = device.ask({"do": "status", "lang": lang, "pack": pack.sha256 if is_known else "",
                             "followed": {**told, "secret": SECRET}, "seen_at": None,
                             "offline": False})  # fmt: skip
        shown = status.screen(LANGUAGES[lang], standing, Particulars(one, one.handler, SECRET))
        same(drawn[lang], "status", dict(status.status_values(shown)), theirs)


def test_a_device_says_when_it_last_heard(device: Twin) -> None:
    pack = real_packs()[0]
    followed = as_json(Known(followed_as("done", "done", pack), None, None)) | {"secret": SECRET}
    asked = {"do": "status", "lang": "vi", "pack": pack.sha256, "followed": followed}
    page = device.ask({**asked, "seen_at": instant(AT), "offline": True})["page"]
    assert "Cập nhật lúc 09:05 22/11/2026. Máy chưa có mạng" in page


@pytest.mark.parametrize("lang", LANGS)
def test_moments_read_the_same(device: Twin, lang: str) -> None:
    formats = Formats(language(lang).locale)
    moments = [datetime(2026, month, 9, 17, 30, tzinfo=UTC) for month in range(1, 13)]
    asked = [{"do": "moment", "lang": lang, "at": instant(at)} for at in moments]
    assert device.ask_all(asked) == [formats.moment(at) for at in moments]


def language(lang: str) -> Language:
    return LANGUAGES[lang]


@pytest.mark.parametrize("lang", LANGS)
def test_the_pages_of_a_device_are_filled_alike(
    device: Twin, drawn: dict[str, Shell], lang: str
) -> None:
    item = {
        "name": "A & B",
        "href": "/a",
        "note": "",
        "text": "AB12",
        "state": "x",
        "mood": "bad",
        "why": "",
        "advice": "",
        "refused": True,
        "made": "nay",
        "code": "1",
        "export_href": "",
    }
    lists = ("procedures", "found", "drafts", "receipts", "items", "groups")
    flags = ("held", "some", "ask_whose", "lock", "own", "kept", "draft", "may_send")
    values = (
        {name: [item, item] for name in lists} | dict.fromkeys(flags, True) | {"error": "<sai>"}
    )
    for name in (*LOCAL, "device", "found"):
        theirs = device.ask({"do": "shell_page", "lang": lang, "name": name, "values": values})
        same(drawn[lang], name, values, theirs)
        assert theirs["part"] == drawn[lang].part(name, {**values, "path": "/"})


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/ho-so#", "https://tram-so.example/ho-so#"])
def test_the_qr_code_of_a_device_is_a_qr_code_of_the_link(device: Twin, url: str) -> None:
    got = device.ask({"do": "qr", "text": url + SECRET})
    version = (len(got["matrix"]) - 17) // 4
    assert got["matrix"] in [spelled(url + SECRET, version, mask) for mask in range(8)]
    assert dots(unquote(got["image"])) == got["matrix"]


def spelled(text: str, version: int, mask: int) -> list[list[int]]:
    """By another library; that of the device always says that its text is UTF-8."""
    code = segno.make(
        text, error="q", mode="byte", version=version, mask=mask, boost_error=False,
        eci=True, encoding="utf-8",
    )  # fmt: skip
    return [list(row) for row in code.matrix]


def dots(svg: str) -> list[list[int]]:
    """What is dark in the image, without its quiet zone."""
    found = re.search(r'viewBox="0 0 (\d+) ', svg)
    assert found
    size = int(found[1]) - 8
    grid = [[0] * size for _ in range(size)]
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-", svg):
        for at in range(int(run)):
            grid[int(y) - 4][int(x) - 4 + at] = 1
    return grid
