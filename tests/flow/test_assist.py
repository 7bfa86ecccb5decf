"""A draft remembers the most that anybody helped with it, from its beginning to the hand-in."""

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, text

from kiosk.flow import actions
from kiosk.flow.actions import DraftKey
from kiosk.flow.cookies import PREFIX, decoded
from kiosk.people.assist import COOKIE, How, Signing, Visit
from kiosk.sync import codes
from tests.flow.citizen import LAN, Citizen
from tests.flow.test_hand_in import taken

PAGE = LAN["nguoi"]


def helped(station: Litestar, browser: httpx.AsyncClient, how: How) -> None:
    """Somebody of the staff begins to help at this browser."""
    signing = Signing.under(station.state.settings.secret())
    visit = Visit("019c2b7e-6f00-7abc-8def-0123456789ab", how, station.state.clock.now())
    browser.cookies.set(COOKIE, signing.value(visit), domain="127.0.0.1")


def alone(browser: httpx.AsyncClient) -> None:
    browser.cookies.delete(COOKIE)


async def remembered(station: Litestar, citizen: Citizen) -> str:
    node = station.state.node
    secret = decoded(citizen.browser.cookies[PREFIX + citizen.id])
    assert secret is not None
    key = DraftKey(citizen.id, secret)
    return (await node.store.read(actions.read_draft, node.guide, key)).held.assist


async def test_who_is_alone_does_it_alone(finished: Citizen, station: Litestar) -> None:
    await finished.hand_in()
    sent, _ = await taken(station, finished)
    assert sent.header.assist == "none"


@pytest.mark.parametrize("how", ["helped", "typed"])
async def test_whoever_helps_only_with_the_hand_in_has_helped(
    finished: Citizen, station: Litestar, how: How
) -> None:
    helped(station, finished.browser, how)
    await finished.hand_in()
    sent, _ = await taken(station, finished)
    assert sent.header.assist == how


async def test_what_was_begun_with_help_was_helped_to_the_end(
    tablet: httpx.AsyncClient, station: Litestar
) -> None:
    helped(station, tablet, "helped")
    lan = Citizen(tablet)
    await lan.begin()
    alone(tablet)
    await lan.answer_all()
    await lan.hand_in()
    sent, _ = await taken(station, lan)
    assert sent.header.assist == "helped"


async def test_the_strongest_of_all_pages_is_remembered(lan: Citizen, station: Litestar) -> None:
    helped(station, lan.browser, "typed")
    await lan.send("nguoi", PAGE)
    helped(station, lan.browser, "helped")
    await lan.send("so", LAN["so"])
    alone(lan.browser)
    await lan.send("co-con", LAN["co-con"])
    assert await remembered(station, lan) == "typed"


async def test_looking_on_is_no_help(lan: Citizen, station: Litestar) -> None:
    helped(station, lan.browser, "typed")
    await lan.look()
    assert await remembered(station, lan) == "none"


async def test_it_goes_along_to_the_device(lan: Citizen, station: Litestar) -> None:
    helped(station, lan.browser, "typed")
    await lan.send("nguoi", PAGE)
    assert (await lan.browser.post(f"{lan.base}/sang-may")).status_code == 409
    alone(lan.browser)
    copy = (await lan.browser.post(f"{lan.base}/sang-may")).json()
    assert copy["assist"] == "typed"


async def test_a_dossier_taken_back_says_who_did_it(finished: Citizen, station: Litestar) -> None:
    await finished.hand_in()
    key = decoded(finished.browser.cookies[PREFIX + finished.id])
    assert key is not None
    helped(station, finished.browser, "typed")
    form = {"code": codes.follow_secret(key, finished.id), "chac": "1"}
    assert (await finished.browser.post("/ho-so/rut-ho-so", data=form)).status_code == 200
    [told] = await station.state.store.read(_withdrawals, finished.id)
    assert b'"assist":"typed"' in told


def _withdrawals(db: Connection, parent: str) -> list[bytes]:
    every = [row.body for row in db.execute(text("SELECT body FROM envelope"))]
    return [body for body in every if f'"parent":"{parent}"'.encode() in body]
