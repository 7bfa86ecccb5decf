"""A real step that a learner did unaided is evidence, and leads to no dossier."""

from typing import Any

import httpx
import pytest
from litestar import Litestar

from kiosk.content.lessons.read import read_lesson
from kiosk.engine.shapes import Field, Step
from kiosk.engine.turn import Draft
from kiosk.flow.actions import DraftKey
from kiosk.settings import ROOT
from kiosk.store import Store
from kiosk.tutor.real import run_of, shown_in_earnest
from tests.flow.citizen import LAN, Citizen
from tests.tutor.conftest import GROUP, rows
from tests.tutor.conftest import LAN as WHO

WRONG = {"ho_ten": "", "ngay_sinh.d": "1/3/1990"}
PICTURES = {"nhom": GROUP, "chon": "3.7", "hinh": "11"}


@pytest.fixture
async def learner(client: httpx.AsyncClient, group: str) -> None:
    """Lan has said who she is."""
    assert (await client.post("/hoc/toi", data=PICTURES)).headers["location"] == "/hoc"


async def done_steps(store: Store) -> list[Any]:
    return [one for one in await rows(store) if one.result == "real"]


async def test_a_step_done_at_the_first_try_counts_once(
    learner: None, lan: Citizen, held: Store
) -> None:
    for _ in range(2):
        await lan.send("nguoi", LAN["nguoi"])
    done = await done_steps(held)
    assert {one.skill for one in done} == {"type-digits", "type-accents"}
    told = {(one.lesson, one.scene, one.learner, one.touch, one.commune) for one in done}
    assert told == {("go-chu-so", "nguoi", WHO, "alone", "00070")}


async def test_no_row_leads_to_the_dossier(learner: None, lan: Citizen, held: Store) -> None:
    await lan.send("nguoi", LAN["nguoi"])
    assert lan.id not in str([tuple(one) for one in await done_steps(held)])
    one, other = DraftKey(lan.id, bytes(32)), DraftKey(lan.id, bytes([1] * 32))
    assert run_of(one) == run_of(one) != run_of(other)


def test_what_stood_there_already_shows_nothing() -> None:
    lesson = read_lesson(ROOT / "tutorials" / "go-chu-so").lesson
    field = Field("so_ban", "number", "Mấy bản", default=1)
    step = Step("so-ban", fields=(field,))
    assert shown_in_earnest(lesson, step, Draft({"so_ban": 1}, {})) == ()
    assert shown_in_earnest(lesson, step, Draft({"so_ban": 2}, {})) == ("type-digits",)
    assert shown_in_earnest(lesson, step, Draft({"so_ban": None}, {})) == ()


async def test_what_had_to_be_mended_is_no_evidence(
    learner: None, lan: Citizen, held: Store
) -> None:
    await lan.send("nguoi", WRONG)
    await lan.send("nguoi", LAN["nguoi"])
    assert await done_steps(held) == []


async def test_a_step_without_a_lesson_is_none(learner: None, lan: Citizen, held: Store) -> None:
    await lan.send("nguoi", WRONG)
    await lan.send("so", LAN["so"])
    assert await done_steps(held) == []


async def test_of_who_has_not_said_who_they_are_nothing_is_kept(
    group: str, lan: Citizen, held: Store
) -> None:
    await lan.send("nguoi", LAN["nguoi"])
    assert await done_steps(held) == []


async def test_with_somebodys_help_it_is_none(
    learner: None, lan: Citizen, held: Store, app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.flow.pages.assist_of", lambda _: "helped")
    await lan.send("nguoi", LAN["nguoi"])
    assert await done_steps(held) == []
