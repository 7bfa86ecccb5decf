"""A lesson that changes at the hub changes at its stations."""

import json
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import httpx
import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.content.named import Named
from kiosk.flow.procedures import heard, settle
from kiosk.flow.statement import Part
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.sync import upstream
from kiosk.sync.upstream import NoLine
from tests.flow.from_hub.conftest import (
    Changed,
    brought,
    machine_page,
    newer,
    said_of,
    says,
    twisted,
)
from tests.stations import Station, browser_at, started

OLD, NEW = "Mã OTP", "Mã bí mật"
LESSON = Path(__file__).parents[2] / "tutor" / "lesson.yaml"


def write_lesson(settings: Settings, id: str = "ma-otp", **changes: str) -> None:
    text = LESSON.read_text("utf-8").replace("lesson: ma-otp", f"lesson: {id}")
    for old, new in changes.items():
        text = text.replace(old, new)
    home = settings.tutorials_dir / id
    home.mkdir(parents=True, exist_ok=True)
    (home / "lesson.yaml").write_text(text, "utf-8")


@pytest.fixture
def above(two: tuple[Settings, Settings]) -> Settings:
    """Hub and station were installed with the same lesson."""
    for one in two:
        write_lesson(one)
    return two[0]


def lessons_of(app: Litestar) -> dict[str, dict[str, str]]:
    return {id: one.hashes for id, one in app.state.lessons.lessons.items()}


async def begun(browser: httpx.AsyncClient) -> str:
    """The address of a run of somebody who begins now."""
    answer = await browser.post("/hoc/ma-otp", data={})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_what_came_with_the_program_is_not_fetched(pair: Station, centre: Litestar) -> None:
    await brought(pair)
    assert lessons_of(pair.app) == lessons_of(centre) != {}
    assert pair.line.heard[-1] == "GET /sync/v1/content 200"


async def test_another_version_is_offered_without_a_restart(
    pair: Station, tablet: httpx.AsyncClient, above: Settings, changed: Changed
) -> None:
    run = await begun(tablet)
    write_lesson(above, **{OLD: NEW})
    async with changed() as hub:
        await brought(pair)
        assert lessons_of(pair.app) == lessons_of(hub)
        assert NEW in (await tablet.get("/hoc")).text
        assert NEW in (await tablet.get("/hoc/ma-otp")).text
        assert (await tablet.get(run)).status_code == 200
        (told,) = (await tablet.get("/sync/v1/packs")).json()["lessons"]
        assert told["packs"] == lessons_of(hub)["ma-otp"]
        for name in told["packs"].values():
            body = (await tablet.get(f"/sync/v1/packs/{name}")).content
            assert sha256(body).hexdigest() == name


async def test_a_lesson_that_the_hub_has_no_more_is_not_offered_but_who_began_goes_on(
    pair: Station, tablet: httpx.AsyncClient, above: Settings, changed: Changed
) -> None:
    run = await begun(tablet)
    rmtree(above.tutorials_dir / "ma-otp")
    write_lesson(above, "ma-moi")
    async with changed():
        await brought(pair)
    assert list(lessons_of(pair.app)) == ["ma-moi"]
    assert (await tablet.get("/hoc/ma-otp")).status_code == 404
    assert (await tablet.post("/hoc/ma-otp", data={})).status_code == 404
    answer = await tablet.post(run, data={"lam": "gui", "chu": "482913"})
    assert (await tablet.get(answer.headers["location"])).status_code == 200


async def test_the_last_one_goes_as_well(
    pair: Station, tablet: httpx.AsyncClient, above: Settings, below: Settings,
    clock: FixedClock, changed: Changed,
) -> None:  # fmt: skip
    rmtree(above.tutorials_dir)
    async with changed():
        await brought(pair)
    assert lessons_of(pair.app) == {}
    assert "Ở đây chưa có bài học nào." in (await tablet.get("/hoc")).text
    async with started(below, clock) as again:
        assert lessons_of(again) == {}


@pytest.mark.long  # flows go the same way
async def test_an_authors_slip_at_the_hub_closes_no_lesson_here(
    pair: Station, above: Settings, changed: Changed
) -> None:
    was = lessons_of(pair.app)
    write_lesson(above, **{"then: END": "then: het"})
    async with changed() as hub:
        assert lessons_of(hub) == {}
        await brought(pair)
    assert lessons_of(pair.app) == was
    assert pair.app.state.lessons.troubles == ()


@pytest.mark.long  # flows go the same way
async def test_after_a_restart_it_is_there_without_a_line(
    pair: Station, above: Settings, below: Settings, clock: FixedClock, changed: Changed
) -> None:
    write_lesson(above, **{OLD: NEW})
    async with changed() as hub:
        await pair.courier.once()
        async with started(below, clock) as again, browser_at(again) as tablet:
            assert lessons_of(again) == lessons_of(hub)
            assert NEW in (await tablet.get("/hoc")).text


async def test_what_this_program_cannot_read_leaves_the_lesson_as_it_was_and_says_so(
    pair: Station, tablet: httpx.AsyncClient, above: Settings, below: Settings,
    clock: FixedClock, changed: Changed, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    write_lesson(above, **{OLD: NEW})
    async with changed():
        await brought(pair)
    async with changed() as hub:
        packs = hub.state.lessons.lessons["ma-otp"].packs
        bodies = {lang: newer(pack.data) for lang, pack in packs.items()}
        names = {lang: sha256(body).hexdigest() for lang, body in bodies.items()}
        says(monkeypatch, pair, hub, {"flows": [], "lessons": [{"id": "ma-otp", "packs": names}]})
        for lang, name in names.items():
            twisted(monkeypatch, pair, f"/sync/v1/packs/{name}", bodies[lang])
        await brought(pair)
    assert NEW in (await tablet.get("/hoc")).text
    assert "bài học này, nhưng chương trình ở máy này chưa đọc được" in await machine_page(
        pair.app, tablet
    )
    async with started(below, clock) as again:
        assert lessons_of(again) == lessons_of(pair.app)
        assert len(again.state.lessons.troubles) == 1


@pytest.mark.long  # flows go the same way
async def test_a_pack_of_another_hash_changes_no_lesson(
    pair: Station, above: Settings, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = lessons_of(pair.app)
    write_lesson(above, **{OLD: NEW})
    async with changed() as hub:
        with monkeypatch.context() as on_the_line:
            twisted(on_the_line, pair, "/sync/v1/packs/", b"{}")
            with pytest.raises(NoLine, match="not the pack"):
                await pair.courier.once()
        await pair.app.state.procedures.look()
        assert lessons_of(pair.app) == was
        await brought(pair)
        assert lessons_of(pair.app) == lessons_of(hub)


async def test_an_older_hub_leaves_lessons_and_tables_as_they_are(
    pair: Station, centre: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    was, tables = lessons_of(pair.app), pair.app.state.references.country
    says(monkeypatch, pair, centre, {"flows": [], "broken": [], "tomorrow": {"a": 1}})
    await brought(pair)
    assert pair.app.state.library.flows == {}
    assert lessons_of(pair.app) == was != {}
    assert pair.app.state.references.country is tables


async def test_a_station_that_an_older_program_kept_up_to_date_asks_for_the_rest(
    pair: Station, above: Settings, changed: Changed
) -> None:
    """It had heard the same statement, and followed what it knew of it."""
    write_lesson(above, **{OLD: NEW})
    async with changed() as hub:
        await brought(pair)
        assert pair.app.state.node.inbox.upstream.facts.content_kinds
        store: Store = pair.app.state.store
        node = pair.app.state.node.inbox.upstream
        node.become(await store.write(upstream.note, content_kinds=()))
        pair.line.heard.clear()
        await brought(pair)
        assert "GET /sync/v1/content 200" in pair.line.heard
        assert lessons_of(pair.app) == lessons_of(hub)


async def test_what_another_process_threw_away_meanwhile_is_not_taken_over(pair: Station) -> None:
    await brought(pair)
    store: Store = pair.app.state.store
    part = Part("lesson", [Named("ma-otp", {"vi": "ab" * 32})])
    with pytest.raises(NoLine):
        await store.write(settle, part, "another statement")
    assert (await store.read(heard)).tag == pair.app.state.node.inbox.upstream.facts.content_tag


async def test_law_comes_before_lessons(
    pair: Station, above: Settings, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was taken over when the line broke is not asked for again."""
    was = lessons_of(pair.app)
    write_lesson(above, **{OLD: NEW})
    async with changed(**{"Bạn là ai?": "Bạn tên là gì?"}) as hub:
        with monkeypatch.context() as on_the_line:
            for name in lessons_of(hub)["ma-otp"].values():
                twisted(on_the_line, pair, f"/sync/v1/packs/{name}", b"")
            with pytest.raises(NoLine):
                await pair.courier.once()
        await pair.app.state.procedures.look()
        offered = pair.app.state.library.flows["nha-toi"].hashes
        assert offered == hub.state.library.flows["nha-toi"].hashes
        assert lessons_of(pair.app) == was
        pair.line.heard.clear()
        await brought(pair)
        fetched = {one.split("/")[-1].split()[0] for one in pair.line.heard if "/packs/" in one}
        assert fetched == set(lessons_of(hub)["ma-otp"].values())


async def test_a_lesson_may_draw_a_procedure_that_is_not_here(
    pair: Station, tablet: httpx.AsyncClient, above: Settings, changed: Changed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    write_lesson(above, **{"scenes:\n": f"scenes:{FORM}"})
    async with changed() as hub:
        assert hub.state.lessons.troubles == ()
        said = await said_of(hub)
        says(monkeypatch, pair, hub, {**said, "flows": []})
        await brought(pair)
        assert pair.app.state.library.flows == {}
        run = await begun(tablet)
        page = await tablet.get(run)
    assert page.status_code == 200
    assert "Bạn là ai?" in page.text
    assert json.loads((await tablet.get("/sync/v1/packs")).text)["flows"] == []


FORM = """
  dien:
    type: mini_form
    flow: nha-toi
    step: nguoi
    screen: {kind: form}
    hints_allowed: false
    goal: "Điền tên."
    say: "Gõ tên và ngày sinh."
    expect: {do: fill, answers: {ho_ten: "Nguyễn Thị Lan", ngay_sinh.d: "1/3/1990"}}
    then: nhap-ma
"""
