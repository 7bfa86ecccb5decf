"""Who taps before the worker is there has begun at the server: the draft comes to the device,
whole, whatever gets lost on the way. The registration that these tests hurry is the page's own,
which comes once a reader has stood still for two seconds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.faults.offline.citizen import NAME, Citizen
from tests.faults.offline.device import CONTROLLED, idb, send, until_owned
from tests.faults.offline.hub import Hub
from tests.faults.offline.proxy import Proxy

MOVE = "^POST /to-khai/[^/]+/sang-may"


@pytest.fixture
def quick(phone: Callable[..., Page], hub: Hub) -> Citizen:
    """Somebody who has answered the first question before any worker was there."""
    one = Citizen(phone(), hub)
    one.page.goto(f"/thu-tuc/{one.flow.id}")
    one.press(one.button("Bắt đầu"))
    one.answer()
    one.go_on()
    assert idb(one.page, "drafts") == []
    return one


def moves(one: Citizen) -> None:
    one.page.evaluate(CONTROLLED)
    until_owned(one.page, one.page.url.split("/")[4])


def test_on_the_very_first_visit_the_line_may_go(quick: Citizen, line: Proxy, hub: Hub) -> None:
    """Carry on, reload, send later: all three."""
    moves(quick)
    line.refuse()
    quick.answer()
    quick.go_on()
    quick.page.reload()
    quick.walk_to("kiem-tra")
    assert NAME in quick.main.inner_text()
    code = quick.hand_in()
    assert hub.has(code) == 0
    line.heal()
    send(quick.page, "online")
    quick.until_sent(code)


def test_lost_answers_lose_nothing(quick: Citizen, line: Proxy) -> None:
    """The copy was given, or the server had let go, and the device did not hear of it."""
    line.drop_response(MOVE, times=3)
    quick.page.evaluate(CONTROLLED)
    for lost in range(3):
        line.until_answered(MOVE, count=lost + 1)
        send(quick.page)
    moves(quick)
    line.refuse()
    quick.walk_to("kiem-tra")
    assert NAME in quick.main.inner_text()


def test_what_is_saved_while_it_moves_is_not_lost(quick: Citizen, line: Proxy) -> None:
    """The device has an old copy when the server is told to let go."""
    line.hold(MOVE, times=1)
    quick.page.evaluate(CONTROLLED)
    line.until_seen(MOVE)
    quick.answer()
    quick.go_on()
    line.heal()
    moves(quick)
    line.refuse()
    quick.page.reload()
    quick.walk_to("kiem-tra")
    assert NAME in quick.main.inner_text()
    assert "Nhà ở đầu làng" in quick.main.inner_text()


def test_without_the_list_of_procedures_it_stays_at_the_server(quick: Citizen, line: Proxy) -> None:
    """The device could not answer for it."""
    line.drop_response("GET /sync/v1/packs$", times=1)
    quick.page.evaluate(CONTROLLED)
    line.until_answered("GET /sync/v1/packs$")
    send(quick.page)
    quick.page.reload()
    quick.answer()
    quick.go_on()
    moves(quick)
    line.refuse()
    quick.walk_to("kiem-tra")
