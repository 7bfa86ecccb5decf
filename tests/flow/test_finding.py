"""Everyday questions find the right procedure, and what is not offered is said honestly."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile, copytree

import httpx
import pytest
import yaml
from litestar import Litestar

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.content.known import Known, KnownProcedure, open_known
from kiosk.content.library import Edition, open_library
from kiosk.engine.shapes import Source
from kiosk.flow.finding import Finder, Unguided
from kiosk.settings import ROOT, Settings
from kiosk.store import Store
from kiosk.web.language import load_languages
from kiosk.web.screens import Renderer
from kiosk.web.tongues import tongues_of
from tests.conftest import HERE, Running, compiled

QUESTIONS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("questions.yaml").read_text("utf-8")
)
FLOWS = ROOT / "flows"
NOT_GUIDED = "Trạm Số chưa hướng dẫn thủ tục này. Bạn hỏi cán bộ một cửa."


def finder_of(known: Known) -> Finder:
    return Finder(known, load_languages(Settings(ROOT, "sqlite://")))


@pytest.fixture(scope="module")
def flows() -> dict[str, Edition]:
    """Those of the repository, however many there are."""
    settings = Settings(ROOT, "sqlite://")
    renderer = Renderer(settings, load_languages(settings), lambda name: f"/static/{name}")
    return open_library(FLOWS, tongues_of(renderer)).flows


@pytest.fixture(scope="module")
def finder() -> Finder:
    return finder_of(open_known(FLOWS)[0])


@pytest.fixture
async def ready(
    database_url: str, finder: Finder, flows: dict[str, Edition]
) -> AsyncIterator[Store]:
    store = await Store.open(database_url)
    await finder.make_ready(store, flows.values())
    yield store
    await store.close()


def code(found: Edition | Unguided) -> str:
    return found.procedure.code if isinstance(found, Unguided) else found.flow.procedure.code


async def test_every_question_finds_its_procedure_first(
    ready: Store, finder: Finder, flows: dict[str, Edition]
) -> None:
    wrong = []
    for wanted, questions in QUESTIONS.items():
        for question in questions:
            found = [code(one) for one in await ready.read(finder.find, question, flows)]
            if found[:1] != ([] if wanted == "none" else [wanted]):
                wrong.append(f"{question!r}: {found}, not {wanted}")
    assert not wrong


async def test_both_databases_answer_alike(
    settings: Settings, postgres_url: str, finder: Finder, flows: dict[str, Edition]
) -> None:
    stores = [await Store.open(url) for url in (settings.database_url, postgres_url)]
    for store in stores:
        await finder.make_ready(store, flows.values())
    for question in (one for questions in QUESTIONS.values() for one in questions):
        lite, post = [await store.read(finder.find, question, flows) for store in stores]
        assert lite == post
    for store in stores:
        await store.close()


async def test_a_known_procedure_disappears_while_it_is_guided(
    store: Store, flows: dict[str, Edition]
) -> None:
    birth = {"khai-sinh": flows["khai-sinh"]}
    twin = KnownProcedure("1.001193", "Khai sinh", ("khai sinh",), "trang")
    finder = finder_of(Known({"trang": Source("Trang", "P")}, (twin,)))
    await finder.make_ready(store, birth.values())
    assert await store.read(finder.find, "khai sinh", birth) == (flows["khai-sinh"],)
    assert await store.read(finder.find, "khai sinh", {}) == (Unguided(twin, is_sure=True),)


@pytest.fixture(scope="module")
def births_only(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Those of a node that guides births only and knows what the repository knows, but remembers
    what that has from newspapers. Its flows are compiled."""
    folder = tmp_path_factory.mktemp("births")
    here = folder / "flows"
    copytree(FLOWS / "khai-sinh", here / "khai-sinh")
    copyfile(FLOWS / "_shared.yaml", here / "_shared.yaml")
    known = (FLOWS / "_known.yaml").read_text("utf-8").replace("confidence: S", "confidence: M")
    (here / "_known.yaml").write_text(known, "utf-8")
    made = Settings(
        folder, "sqlite://", public_url=HERE, flows_dir=here, tutorials_dir=folder / "tutorials",
        help_phone="1022",
    )  # fmt: skip
    compiled(made)
    return made


@pytest.fixture
async def lan(
    settings: Settings, births_only: Settings, clock: FixedClock, running: Running
) -> AsyncIterator[httpx.AsyncClient]:
    copytree(births_only.packs_dir, settings.packs_dir)
    its = replace(
        settings, flows_dir=births_only.flows_dir, tutorials_dir=births_only.tutorials_dir,
        help_phone=births_only.help_phone,
    )  # fmt: skip
    app: Litestar = create_app(its, clock)
    async with running(app) as browser:
        yield browser


async def test_the_first_page_leads_to_the_search(lan: httpx.AsyncClient) -> None:
    page = (await lan.get("/")).text
    assert 'action="/thu-tuc"' in page
    assert 'name="tim"' in page


async def test_without_a_question_every_procedure_is_there(lan: httpx.AsyncClient) -> None:
    for path in ("/thu-tuc", "/thu-tuc?tim=", "/thu-tuc?tim=%20"):
        page = (await lan.get(path)).text
        assert 'href="/thu-tuc/khai-sinh"' in page
        assert NOT_GUIDED not in page


async def test_what_is_found_can_be_begun(lan: httpx.AsyncClient) -> None:
    page = (await lan.get("/thu-tuc", params={"tim": "con toi moi de"})).text
    assert 'href="/thu-tuc/khai-sinh"' in page
    assert '<p class="found__count" role="status">1 thủ tục</p>' in page
    assert 'value="con toi moi de"' in page


async def test_what_is_only_known_says_who_handles_it_and_has_no_link(
    lan: httpx.AsyncClient,
) -> None:
    page = (await lan.get("/thu-tuc", params={"tim": "tạm trú"})).text
    assert "Đăng ký tạm trú" in page
    assert NOT_GUIDED in page
    assert "Nơi giải quyết: Công an cấp xã." in page
    assert 'href="/thu-tuc/' not in page


async def test_what_was_only_remembered_is_not_told_as_certain(
    lan: httpx.AsyncClient,
) -> None:
    page = (await lan.get("/thu-tuc", params={"tim": "tiền người già"})).text
    assert "Trợ cấp hưu trí xã hội" in page
    assert "hỏi lại cán bộ" in page


async def test_nothing_found_leads_on(lan: httpx.AsyncClient) -> None:
    page = (await lan.get("/thu-tuc", params={"tim": "sửa xe máy"})).text
    assert "Chưa tìm thấy thủ tục nào." in page
    assert 'href="/thu-tuc"' in page
    assert 'href="tel:1022"' in page


async def test_while_typing_only_the_results_come(lan: httpx.AsyncClient) -> None:
    typing = {"HX-Request": "true", "HX-Target": "div#found"}
    answer = await lan.get("/thu-tuc", params={"tim": "khai sinh"}, headers=typing)
    assert answer.text.startswith('<div id="found"')
    assert "<main" not in answer.text
    assert answer.headers["vary"].startswith("HX-Request, HX-Target")


async def test_a_question_is_shown_as_text(lan: httpx.AsyncClient) -> None:
    page = (await lan.get("/thu-tuc", params={"tim": '"><script>x</script>'})).text
    assert "<script>x" not in page


async def test_an_english_reader_finds_it_by_english_words(lan: httpx.AsyncClient) -> None:
    english = {"Accept-Language": "en"}
    page = (await lan.get("/thu-tuc", params={"tim": "birth"}, headers=english)).text
    assert 'href="/thu-tuc/khai-sinh"' in page
