"""Somebody is helped with a form: with consent, on record, and afterwards nothing of it opens."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, text

from kiosk.clock import FixedClock, to_millis
from kiosk.coach.visits import EndedVisit, ended_visits
from kiosk.people.assist import LASTS
from kiosk.store import Store
from kiosk.sync import codes, inbox
from tests.coach.conftest import LAN
from tests.conftest import HERE
from tests.flow.citizen import LAN as HERS
from tests.flow.citizen import Citizen
from tests.tutor.conftest import PASSWORD, staff_cookie

VISIT, OVER = "/to-so/tham", "/to-so/tham/xong"
AGREED = {"how": "typed", "consent": "yes"}
END = "Kết thúc buổi giúp"
WROTE = "Nguyễn Thị Lan"


@pytest.fixture
async def tablet(visitor: httpx.AsyncClient, held: Store, clock: FixedClock) -> httpx.AsyncClient:
    """Without a worker; Hoa has signed in on it."""
    await held.write(lambda db: db.execute(text("DELETE FROM visit")))
    name, _, token = (await staff_cookie(held, clock, "volunteer"))["Cookie"].partition("=")
    visitor.cookies.set(name, token, domain="127.0.0.1")
    return visitor


@pytest.fixture
async def helped(tablet: httpx.AsyncClient) -> httpx.AsyncClient:
    """Lan has agreed, and Hoa types."""
    answer = await tablet.post(VISIT, data=AGREED)
    assert (answer.status_code, answer.headers["location"]) == (303, VISIT)
    return tablet


@pytest.fixture
async def lan(helped: httpx.AsyncClient) -> Citizen:
    """Everything is answered for her."""
    citizen = Citizen(helped)
    await citizen.begin()
    await citizen.answer_all()
    return citizen


async def rows(store: Store, table: str = "visit") -> list[Any]:
    return await store.read(lambda db: list(db.execute(text(f"SELECT * FROM {table}"))))


async def told_of(store: Store, id: str) -> str:
    def header(db: Connection) -> str:
        found = inbox.envelope_by_id(db, id)
        assert found is not None
        return found.header.assist

    return await store.read(header)


async def test_the_page_has_the_sentence_to_say_and_asks_before_anything_begins(
    tablet: httpx.AsyncClient,
) -> None:
    page = (await tablet.get(VISIT)).text
    assert "“Bác đồng ý để cháu" in page
    assert 'name="consent"' in page


@pytest.mark.parametrize("missing", ["how", "consent"])
async def test_without_consent_nothing_begins(
    tablet: httpx.AsyncClient, held: Store, missing: str
) -> None:
    form = {name: value for name, value in AGREED.items() if name != missing}
    answer = await tablet.post(VISIT, data=form)
    assert answer.status_code == 422
    assert f'href="#{missing}"' in answer.text
    assert not await rows(held)
    assert "tham" not in tablet.cookies


async def test_consent_stands_in_the_visit_and_in_the_trail(
    helped: httpx.AsyncClient, held: Store, clock: FixedClock
) -> None:
    [visit] = await rows(held)
    assert (visit.how, visit.commune, visit.learner_id) == ("typed", "00070", None)
    assert (visit.begun_at, visit.ended_at) == (to_millis(clock.now()), None)
    [deed] = [one for one in await rows(held, "audit") if one.detail == f"typed {visit.id}"]
    assert (deed.action, deed.staff_id) == ("begin_visit", visit.staff_id)


async def test_a_second_tap_is_the_same_visit(helped: httpx.AsyncClient, held: Store) -> None:
    await helped.post(VISIT, data=AGREED)
    assert len(await rows(held)) == 1


async def test_the_pages_tell_the_worker_and_show_the_way_out(helped: httpx.AsyncClient) -> None:
    for page in [(await helped.get(path)).text for path in (VISIT, "/")]:
        assert 'data-visit="typed"' in page
        assert END in page


async def test_somebody_of_a_group_can_be_named_and_nobody_else(
    tablet: httpx.AsyncClient, held: Store, group: str
) -> None:
    assert "Bà Lan" in (await tablet.get(f"{VISIT}?ai={LAN}")).text
    assert 'name="ai"' not in (await tablet.get(f"{VISIT}?ai={group}")).text
    await tablet.post(VISIT, data={**AGREED, "ai": LAN})
    [visit] = await rows(held)
    assert visit.learner_id == LAN


async def test_what_is_handed_in_meanwhile_says_who_typed(
    lan: Citizen, app: Litestar, held: Store, clock: FixedClock
) -> None:
    await lan.hand_in()
    assert await told_of(held, lan.id) == "typed"
    officer = await staff_cookie(held, clock, "officer")
    async with httpx.AsyncClient(transport=lan.browser._transport, base_url=HERE) as desk:
        page = (await desk.get(f"/mot-cua/ho-so/{lan.id}", headers=officer)).text
    assert "Ai điền" in page
    assert "Người khác gõ giúp" in page


async def test_the_end_leaves_codes_and_how_it_stands_and_no_more(
    lan: Citizen, held: Store
) -> None:
    await lan.hand_in()
    code = codes.receipt_code(lan.id)
    over = await lan.browser.post(OVER)
    assert f'href="/ho-so/{code}"' in over.text
    assert set(lan.browser.cookies) == {"staff"}
    for path in (f"{lan.base}/kiem-tra", f"/bien-nhan/{code}", f"/bien-nhan/{code}.pdf", "/"):
        assert WROTE not in (await lan.browser.get(path)).text
    assert (await lan.browser.get(f"/bien-nhan/{code}")).headers["location"] == f"/ho-so/{code}"
    assert WROTE not in (await lan.browser.get(f"/ho-so/{code}")).text


async def test_nobody_learns_there_any_more(helped: httpx.AsyncClient) -> None:
    helped.cookies.set("hoc", "x", domain="127.0.0.1")
    await helped.post(OVER)
    assert "hoc" not in helped.cookies


async def test_what_was_not_handed_in_opens_by_its_code_alone(lan: Citizen) -> None:
    kept = await lan.browser.post(f"{lan.base}/luu")
    await lan.browser.post(OVER)
    assert (await lan.browser.get(f"{lan.base}/nguoi")).status_code == 404
    assert "Làm tiếp: " not in (await lan.browser.get("/")).text
    code = "".join(kept.text.split('<p class="code')[1].split("</p>")[0].split("<span>")[1:])
    typed = code.replace("</span>", "").strip()
    assert (await lan.browser.post("/lam-tiep", data={"code": typed})).status_code == 303
    assert WROTE in (await lan.browser.get(f"{lan.base}/nguoi")).text


async def test_the_end_is_on_record_with_how_many_were_handed_in(
    lan: Citizen, held: Store, clock: FixedClock
) -> None:
    await lan.hand_in()
    begun = clock.at
    clock.at += timedelta(minutes=20)
    await lan.browser.post(OVER)
    ended = EndedVisit("typed", to_millis(begun), to_millis(clock.at), 1)
    until = to_millis(clock.at) + 1
    assert await held.read(ended_visits, "00070", 0, until) == (ended,)
    assert await held.read(ended_visits, "00091", 0, until) == ()


async def test_a_device_tells_what_it_handed_in_itself(
    helped: httpx.AsyncClient, held: Store
) -> None:
    code = codes.receipt_code("019c2b7e-6f00-7abc-8def-0123456789ab")
    over = await helped.post(OVER, data={"ma": [code, code, "<b>"]})
    assert over.text.count(f'href="/ho-so/{code}"') == 1
    [visit] = await rows(held)
    assert visit.dossiers == 1


async def test_it_ends_although_the_session_of_the_staff_has_run_out(
    lan: Citizen, held: Store, clock: FixedClock
) -> None:
    clock.at += timedelta(hours=1)
    assert (await lan.browser.get("/to-so")).status_code == 303
    assert (await lan.browser.post(OVER)).status_code == 200
    assert (await lan.browser.get(f"{lan.base}/nguoi")).status_code == 404
    [visit] = await rows(held)
    assert visit.ended_at


async def test_after_four_hours_it_is_over_and_the_first_page_forgets(
    lan: Citizen, held: Store, clock: FixedClock
) -> None:
    clock.at += LASTS
    page = await lan.browser.get("/")
    assert END not in page.text
    assert "Làm tiếp: " not in page.text
    assert not {"tham", f"d_{lan.id}"} & set(lan.browser.cookies)
    assert not await held.read(ended_visits, "00070", 0, to_millis(clock.at) + 1)


async def test_whoever_signs_in_next_finds_nothing_of_it(lan: Citizen, held: Store) -> None:
    logins = await held.read(lambda db: db.scalars(text("SELECT login FROM staff")).all())
    sent = {"login": max(logins, key=lambda one: int(one[3:])), "password": PASSWORD}
    assert (await lan.browser.post("/mot-cua/dang-nhap", data=sent)).status_code == 303
    assert (await lan.browser.get(f"{lan.base}/nguoi")).status_code == 404
    assert "Nói to câu này" in (await lan.browser.get(VISIT)).text


async def test_a_cookie_that_somebody_made_up_says_nothing(
    tablet: httpx.AsyncClient, held: Store
) -> None:
    tablet.cookies.set("tham", f"x.typed.99999999999999.{'0' * 64}", domain="127.0.0.1")
    citizen = Citizen(tablet)
    await citizen.begin()
    await citizen.answer_all(HERS)
    await citizen.hand_in()
    assert await told_of(held, citizen.id) == "none"


@pytest.mark.parametrize("role", ["officer", "admin"])
async def test_it_is_for_volunteers_and_leads(
    client: httpx.AsyncClient, held: Store, clock: FixedClock, role: Any
) -> None:
    cookie = await staff_cookie(held, clock, role)
    assert (await client.get(VISIT, headers=cookie)).status_code == 403
    assert (await client.post(VISIT, data=AGREED, headers=cookie)).status_code == 403
    assert not (await client.post(OVER)).cookies
