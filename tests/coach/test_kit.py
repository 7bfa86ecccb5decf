"""What a volunteer's own device takes along and tells afterwards, and a machine handed over."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, text

from kiosk.clock import FixedClock, to_millis
from kiosk.coach import deeds, wire
from kiosk.coach.wire import read_deeds
from kiosk.people.rules import Role
from kiosk.problem import Problem
from kiosk.store import Store
from tests.coach.conftest import GROUP, GROUP_PAGE, HOME, LAN, TU, Coach, new_id
from tests.coach.test_actions import opened
from tests.coach.test_actions import work as group_work
from tests.coach.test_home import trail
from tests.coach.test_meetings import begin
from tests.tutor.conftest import make_group, staff_cookie

__all__ = ["opened"]
KIT, TELL, HAND_OVER = f"{HOME}/mang-theo", f"{HOME}/gui", f"{GROUP_PAGE}/nguoi/{LAN}/hoc"
THERE, THEIRS = (f"019c2b7e-6f00-7abc-8def-0000000000d{n}" for n in (1, 2))
ID, NEXT = (f"019c2b7e-6f00-7abc-8def-0000000000e{n}" for n in (1, 2))
MINUTE, DAY = 60_000, 86_400_000

Deed = dict[str, Any]


@pytest.fixture
async def noted(held: Store, group: str) -> Store:
    """The store of the node, where nobody was helped yet."""
    await held.write(lambda db: db.execute(text("DELETE FROM visit")))
    return held


def visit(clock: FixedClock, **more: Any) -> Deed:
    """Begun an hour ago, and still on."""
    begun = to_millis(clock.now()) - 60 * MINUTE
    told = {"kind": "visit", "id": ID, "how": "typed", "learner": None, "begun_at": begun}
    return {**told, "ended_at": None, "dossiers": 0, **more}


def meeting(clock: FixedClock, **more: Any) -> Deed:
    """Of an hour ago, at which Lan was, and still on."""
    at = to_millis(clock.now()) - 60 * MINUTE
    told = {"kind": "meeting", "id": ID, "group": GROUP, "lesson": "ma-otp", "at": at}
    return {**told, "ended_at": None, "came": [LAN], "left": [], **more}


async def tell(coach: Coach, *told: Deed, status: int = 200) -> list[str]:
    answer = await coach.browser.post(TELL, json={"deeds": told}, headers=coach.cookie)
    assert answer.status_code == status, answer.text[:300]
    taken: list[str] = answer.json()["taken"] if status == 200 else []
    return taken


async def rows(store: Store, table: str) -> list[Any]:
    return await store.read(lambda db: list(db.execute(text(f"SELECT * FROM {table}"))))


async def came(store: Store) -> set[str]:
    return {one.learner_id for one in await rows(store, "attendance")}


# What is taken along.


async def test_a_kit_holds_groups_what_is_on_and_the_pages_to_keep(hoa: Coach, group: str) -> None:
    room = await begin(hoa)
    await hoa.post(f"{room}/co-mat", co=LAN)
    answer = await hoa.browser.get(KIT, headers=hoa.cookie)
    kit = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert (kit["name"], kit["days"]) == ("Hoa", 7)
    assert kit["pages"] == [HOME, f"{HOME}/giup", GROUP_PAGE, f"{GROUP_PAGE}/the",
                            f"{GROUP_PAGE}/tien-bo"]  # fmt: skip
    [told] = kit["groups"]
    lan = {"id": LAN, "name": "Bà Lan", "household": "nhà bà Lan", "pictures": [3, 7, 11]}
    assert (told["name"], told["members"][0]) == ("Thôn Đông", lan)
    assert told["members"][1]["name"] == "Nhà, Cá, Gà"
    [on] = kit["meetings"]
    assert (on["id"], on["present"]) == (room.rpartition("/")[2], [LAN])
    assert kit["lessons"] == [{"id": "ma-otp", "title": "Mã OTP"}]


async def test_every_page_of_a_kit_is_there_and_has_a_place_to_say_how_old_it_is(
    hoa: Coach, group: str
) -> None:
    kit = (await hoa.browser.get(KIT, headers=hoa.cookie)).json()
    for page in [*kit["pages"], f"{HOME}/tham"]:
        seen = await hoa.get(page)
        assert seen.count("<div data-kept></div>") == 1, page
        assert seen.index("<main") < seen.index("data-kept") < seen.index("<h1"), page


async def test_what_is_over_stays_at_the_node(hoa: Coach, group: str) -> None:
    await hoa.post(f"{await begin(hoa)}/xong")
    await hoa.post(f"{GROUP_PAGE}/nguoi/{TU}/roi-nhom")
    kit = (await hoa.browser.get(KIT, headers=hoa.cookie)).json()
    assert kit["meetings"] == []
    assert [one["id"] for one in kit["groups"][0]["members"]] == [LAN]


async def test_another_commune_takes_nothing_of_it_along(
    hoa: Coach, group: str, held: Store, clock: FixedClock
) -> None:
    await begin(hoa)
    tam = await staff_cookie(held, clock, "volunteer", "00091")
    kit = (await hoa.browser.get(KIT, headers=tam)).json()
    assert (kit["groups"], kit["meetings"], kit["pages"]) == ([], [], [HOME, f"{HOME}/giup"])


# Who may.


async def test_without_a_session_a_script_is_told_so_and_sent_nowhere(
    visitor: httpx.AsyncClient, clock: FixedClock, noted: Store
) -> None:
    asks = {"Accept": "application/json"}
    for answer in (
        await visitor.get(KIT, headers=asks),
        await visitor.post(TELL, json={"deeds": [visit(clock)]}, headers=asks),
    ):
        assert answer.status_code == 401
        assert answer.json()["type"] == "urn:tramso:problem:coach.nobody_here"
    assert (await visitor.post(HAND_OVER)).status_code == 401
    assert await rows(noted, "visit") == []


@pytest.mark.parametrize("role", ["officer", "admin"])
async def test_other_roles_have_no_kit(
    visitor: httpx.AsyncClient, noted: Store, clock: FixedClock, role: Role
) -> None:
    minh = Coach(visitor, await staff_cookie(noted, clock, role))
    await minh.get(KIT, 403)
    await tell(minh, visit(clock), status=403)
    await minh.post(HAND_OVER, 403)
    assert await rows(noted, "visit") == []


async def test_a_page_of_another_site_tells_nothing(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    there = {**hoa.cookie, "Origin": "https://evil.example"}
    answer = await hoa.browser.post(TELL, json={"deeds": [visit(clock)]}, headers=there)
    assert answer.status_code == 403
    assert await rows(noted, "visit") == []


# Visits.


async def test_a_visit_is_told_twice_and_stands_there_once(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    deed = visit(clock, ended_at=to_millis(clock.now()), dossiers=2, learner=LAN)
    for _ in range(2):
        assert await tell(hoa, deed) == [ID]
    [row] = await rows(noted, "visit")
    assert (row.id, row.how, row.commune, row.learner_id) == (ID, "typed", "00070", LAN)
    assert (row.begun_at, row.ended_at, row.dossiers) == (deed["begun_at"], deed["ended_at"], 2)
    assert await noted.read(trail) == ["begin_visit"]


async def test_a_visit_begun_at_the_node_ends_where_there_is_no_line(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    await hoa.post(f"{HOME}/tham", how="helped", consent="yes")
    [begun] = await rows(noted, "visit")
    clock.at += timedelta(minutes=20)
    now = to_millis(clock.now())
    await tell(hoa, visit(clock, id=begun.id, ended_at=now - 10 * MINUTE, dossiers=1))
    [row] = await rows(noted, "visit")
    assert (row.how, row.begun_at) == ("helped", begun.begun_at)
    assert (row.ended_at, row.dossiers) == (now - 10 * MINUTE, 1)
    assert await noted.read(trail) == ["begin_visit"]


async def test_one_that_is_on_is_ended_later_and_then_no_more(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    now = to_millis(clock.now())
    await tell(hoa, visit(clock))
    assert [one.ended_at for one in await rows(noted, "visit")] == [None]
    await tell(hoa, visit(clock, ended_at=now - MINUTE, dossiers=1))
    await tell(hoa, visit(clock, ended_at=now, dossiers=3))
    assert [(one.ended_at, one.dossiers) for one in await rows(noted, "visit")] == [
        (now - MINUTE, 1)
    ]


async def test_somebody_elses_visit_is_left_alone(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    await tell(hoa, visit(clock))
    tam = Coach(hoa.browser, await staff_cookie(noted, clock, "volunteer"))
    assert await tell(tam, visit(clock, ended_at=to_millis(clock.now()))) == [ID]
    assert [one.ended_at for one in await rows(noted, "visit")] == [None]


async def test_who_was_helped_is_named_only_in_their_commune(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    await tell(hoa, visit(clock, learner=GROUP))
    assert [one.learner_id for one in await rows(noted, "visit")] == [None]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ((90 * DAY, 95 * DAY), (0, 0)),
        ((-90 * DAY, -80 * DAY), (-31 * DAY, -31 * DAY)),
        ((-DAY, -2 * DAY), (-DAY, -DAY)),
    ],
    ids=["ahead", "long ago", "the end first"],
)
async def test_a_wrong_clock_is_put_right(
    hoa: Coach, noted: Store, clock: FixedClock, told: tuple[int, int], kept: tuple[int, int]
) -> None:
    now = to_millis(clock.now())
    begun, ended = (now + one for one in told)
    await tell(hoa, visit(clock, begun_at=begun, ended_at=ended))
    [row] = await rows(noted, "visit")
    assert (row.begun_at - now, row.ended_at - now) == kept


# Meetings.


async def test_a_meeting_is_told_twice_and_was_held_once(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    deed = meeting(clock, ended_at=to_millis(clock.now()))
    for _ in range(2):
        assert await tell(hoa, deed) == [ID]
    [row] = await rows(noted, "learning_session")
    assert (row.id, row.group_id, row.lesson) == (ID, GROUP, "ma-otp")
    assert (row.at, row.ended_at) == (deed["at"], deed["ended_at"])
    assert await came(noted) == {LAN}
    assert await noted.read(trail) == ["hold_session"]


async def test_who_came_and_who_left_is_told_of_a_meeting_that_is_on_here(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    room = await begin(hoa)
    await hoa.post(f"{room}/co-mat", co=LAN)
    id = room.rpartition("/")[2]
    await tell(hoa, meeting(clock, id=id, came=[TU, NEXT], left=[LAN]))
    assert await came(noted) == {TU}
    await tell(hoa, meeting(clock, id=id, came=[], ended_at=0))
    [row] = await rows(noted, "learning_session")
    assert row.ended_at == row.at
    assert await came(noted) == {TU}


async def test_another_one_that_is_on_stays_so(hoa: Coach, noted: Store, clock: FixedClock) -> None:
    room = await begin(hoa)
    await tell(hoa, meeting(clock))
    assert len(await rows(noted, "learning_session")) == 2
    assert "Kết thúc buổi học" in await hoa.get(room)


async def test_groups_and_people_of_elsewhere_are_passed_over(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    def another(db: Connection) -> None:
        make_group(db, THERE, "00091", "Thôn Tây", THEIRS, "1.2.3")

    await noted.write(another)
    told = (meeting(clock, group=THERE), meeting(clock, id=NEXT, came=[THEIRS, LAN]))
    assert await tell(hoa, *told) == [ID, NEXT]
    assert [one.id for one in await rows(noted, "learning_session")] == [NEXT]
    assert await came(noted) == {LAN}


async def test_a_meeting_of_another_commune_is_not_touched_by_its_id(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    await noted.write(lambda db: make_group(db, THERE, "00091", "Thôn Tây", THEIRS, "1.2.3"))
    await tell(hoa, meeting(clock))
    tam = Coach(hoa.browser, await staff_cookie(noted, clock, "volunteer", "00091"))
    ended = to_millis(clock.now())
    await tell(tam, meeting(clock, group=THERE, came=[THEIRS], left=[LAN], ended_at=ended))
    [row] = await rows(noted, "learning_session")
    assert (row.group_id, row.ended_at) == (GROUP, None)
    assert await came(noted) == {LAN}


# What is not understood.


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "dance"}, {"id": "x"}, {"how": "none"}, {"begun_at": -1}, {"begun_at": 2**53},
        {"ended_at": "x"}, {"dossiers": 1001}, {"name": "Lan"}, {"learner": "Lan"},
    ],
    ids=str,
)  # fmt: skip
async def test_of_a_batch_with_one_wrong_deed_nothing_is_taken(
    hoa: Coach, noted: Store, clock: FixedClock, wrong: Mapping[str, Any]
) -> None:
    await tell(hoa, visit(clock), visit(clock, **{"id": NEXT, **wrong}), status=422)
    assert await rows(noted, "visit") == []


async def test_no_more_than_two_hundred_at_once(
    hoa: Coach, noted: Store, clock: FixedClock
) -> None:
    many = [visit(clock, id=f"{ID[:-3]}{n:03x}") for n in range(wire.MOST_DEEDS + 1)]
    await tell(hoa, *many, status=422)
    assert len(await tell(hoa, *many[1:])) == len(await rows(noted, "visit")) == 200


async def test_no_more_bytes_than_a_batch_may_have(hoa: Coach, noted: Store) -> None:
    for size, status in ((wire.MAX_BYTES + 1, 413), (wire.MAX_BYTES, 400)):
        answer = await hoa.browser.post(TELL, content=b" " * size, headers=hoa.cookie)
        assert answer.status_code == status


@pytest.mark.parametrize("body", [b"", b"\xff", b"[" * 9000, b"{", b'{"deeds": NaN}'], ids=str)
def test_what_is_no_json_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(Problem) as refused:
        read_deeds(body)
    assert refused.value.status == 400


async def test_both_databases_take_it_alike(opened: Store, clock: FixedClock) -> None:
    staff = await opened.write(group_work, clock)
    now = to_millis(clock.now())
    told = (
        visit(clock, ended_at=now - 90 * MINUTE),
        meeting(clock, ended_at=now, came=[TU], left=[LAN]),
    )
    sent = read_deeds(json.dumps({"deeds": told}).encode())
    for _ in range(2):
        await opened.write(deeds.take, staff, sent, clock.now())
    [row] = await rows(opened, "visit")
    assert row.begun_at == row.ended_at == now - 60 * MINUTE
    held = [one for one in await rows(opened, "learning_session") if one.id == ID]
    assert [one.ended_at for one in held] == [now]
    assert await came(opened) == {LAN, TU}


# A tablet that goes round.


async def test_a_learner_gets_the_machine_and_the_volunteer_is_out(hoa: Coach, group: str) -> None:
    page = await hoa.get(GROUP_PAGE)
    assert page.count("Cho học trên máy này") == 2
    answer = await hoa.post(HAND_OVER)
    assert answer.headers["location"] == "/hoc"
    assert "Đang học: Bà Lan" in (await hoa.browser.get("/hoc")).text
    assert (await hoa.browser.get(HOME, headers=hoa.cookie)).status_code == 303


async def test_only_to_somebody_of_that_group(
    hoa: Coach, group: str, held: Store, clock: FixedClock
) -> None:
    answer = await hoa.post(f"{GROUP_PAGE}/nguoi/{new_id(clock)}/hoc")
    assert answer.headers["location"] == GROUP_PAGE
    await hoa.get(GROUP_PAGE)
    tam = Coach(hoa.browser, await staff_cookie(held, clock, "volunteer", "00091"))
    await tam.post(HAND_OVER, 404)
