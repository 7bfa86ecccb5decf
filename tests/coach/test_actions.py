"""What volunteers do and see, on either database."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert

from kiosk.clock import FixedClock, to_millis
from kiosk.coach import actions
from kiosk.people.actions import NewPerson, add_person
from kiosk.people.rules import Staff
from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.tutor.tables import Practice
from tests.coach.conftest import GROUP, LAN, TU
from tests.coach.test_home import DAY, deed
from tests.tutor.conftest import PASSWORD

ROOM, NEXT = (f"019c2b7e-6f00-7abc-8def-0000000000c{n}" for n in (1, 2))


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[Store]:
    store = await Store.open(database_url)
    yield store
    await store.close()


def work(db: Connection, clock: FixedClock) -> Staff:
    """Hoa makes a group of two, who meet once; and Lan has a mistake and is quiet."""
    now = clock.now()
    hoa = NewPerson("hoa", "Hoa", "volunteer", "00070", PASSWORD, must_change=False)
    staff = add_person(db, hoa, now)
    actions.make_group(db, staff, GROUP, "Thôn Đông", now)
    for _ in range(2):
        actions.add_learner(db, staff, GROUP, LAN, "Bà Lan", "", now)
    actions.add_learner(db, staff, GROUP, TU, "", "nhà Tú", now)
    assert actions.begin_meeting(db, staff, GROUP, "ma-otp", ROOM, now) == ROOM
    assert actions.begin_meeting(db, staff, GROUP, "ma-otp", NEXT, now) == ROOM
    for _ in range(2):
        actions.attend(db, staff, ROOM, LAN, is_there=True)
    actions.attend(db, staff, ROOM, TU, is_there=False)
    at, wrong = to_millis(now), {"result": "wrong", "outcome": "khac", "ends": False}
    old = deed(at - 9 * DAY, 2, device="cu", learner=None)
    db.execute(insert(Practice), [deed(at - 150_000, 1, **wrong), old])
    return staff


async def test_a_meeting_and_all_that_is_seen_of_it(opened: Store, clock: FixedClock) -> None:
    staff = await opened.write(work, clock)
    room = await opened.read(actions.room, staff, ROOM, {}, clock.now())
    assert [one.person.nickname for one in room.members] == ["Bà Lan", None]
    assert (room.present, room.meeting.came) == ({LAN}, 1)
    assert room.places[LAN].stuck_since is not None
    seen = await opened.read_long(actions.overview, staff, {}, "may", clock.now())
    assert [one.name for one in seen.groups] == ["Thôn Đông"]
    assert [(one.device, one.learner) for one in seen.silent] == [("cu", None)]
    done = await opened.read_long(actions.progress, staff, GROUP)
    assert [one.outcome for one in done.done[LAN]] == ["khac"]


async def test_the_end_of_a_meeting_and_of_a_group(opened: Store, clock: FixedClock) -> None:
    staff = await opened.write(work, clock)
    clock.at += timedelta(hours=1)
    assert await opened.write(actions.end_meeting, staff, ROOM, clock.now()) == GROUP
    await opened.write(actions.attend, staff, ROOM, LAN, is_there=False)
    await opened.write(actions.take_out, staff, GROUP, TU, clock.now())
    _, members, meetings = await opened.read(actions.people_of, staff, GROUP)
    assert [one.person.id for one in members] == [LAN]
    assert [(one.came, one.ended_at) for one in meetings] == [(1, to_millis(clock.now()))]
    await opened.write(actions.close_group, staff, GROUP, clock.now())
    with pytest.raises(Problem):
        await opened.read(actions.people_of, staff, GROUP)
