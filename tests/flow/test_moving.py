"""A draft moves to the device once, whole, and whatever gets lost on the way."""

from typing import Any

import httpx
import pytest

from tests.flow.citizen import LAN, Citizen

JSON = {"Accept": "application/json"}


async def ask(lan: Citizen, state: str = "") -> httpx.Response:
    path, form = f"{lan.base}/sang-may", {"state": state} if state else {}
    return await lan.browser.post(path, data=form, headers=JSON)


async def copied(lan: Citizen) -> dict[str, Any]:
    answer = await ask(lan)
    assert answer.status_code == 200, answer.text
    copy: dict[str, Any] = answer.json()
    return copy


@pytest.fixture
async def begun(lan: Citizen) -> Citizen:
    """Lan has answered one page, and typed something wrong on the next."""
    await lan.send("nguoi", LAN["nguoi"])
    await lan.send("so", {"so": "12"})
    return lan


async def test_the_copy_holds_answers_and_what_was_typed(begun: Citizen) -> None:
    copy = await copied(begun)
    assert copy["answers"]["ho_ten"] == "Nguyễn Thị Lan"
    assert copy["typed"] == {"so": {"so": ["12"]}}
    assert copy["flow"] == "nha-toi"
    assert set(copy["packs"]) == {"vi", "en"}
    assert "k" not in copy


async def test_after_the_copy_alone_the_draft_is_still_here(begun: Citizen) -> None:
    await copied(begun)
    assert (await begun.look("so")).status_code == 200


async def test_who_has_the_copy_may_have_the_draft(begun: Citizen) -> None:
    state = (await copied(begun))["state"]
    assert (await ask(begun, state)).status_code == 204
    assert (await begun.look("so")).status_code == 404
    assert (await begun.send("so", LAN["so"])).status_code == 404


async def test_an_answer_that_was_lost_is_given_again(begun: Citizen) -> None:
    state = (await copied(begun))["state"]
    for _ in range(3):
        assert (await ask(begun, state)).status_code == 204


async def test_a_draft_that_changed_meanwhile_stays(begun: Citizen) -> None:
    old = (await copied(begun))["state"]
    await begun.send("so", LAN["so"])
    assert (await ask(begun, old)).status_code == 409
    assert (await begun.look("so")).status_code == 200
    assert (await copied(begun))["state"] != old


async def test_what_was_handed_in_stays(finished: Citizen) -> None:
    state = (await copied(finished))["state"]
    await finished.hand_in()
    assert (await ask(finished, state)).status_code == 409
    assert (await ask(finished)).status_code == 409


async def test_nobody_else_gets_a_copy(begun: Citizen) -> None:
    state = (await copied(begun))["state"]
    begun.browser.cookies.clear()
    assert (await ask(begun)).status_code == 404
    assert (await ask(begun, state)).status_code == 404
