"""Deeds in one small lesson, addresses, and how well somebody can do a skill."""

from typing import Any

import pytest
from msgspec import convert

from kiosk.content.reference.lookup import reference
from kiosk.engine.lesson import mastery, place
from kiosk.engine.lesson.events import Event
from kiosk.engine.walk import Context
from tests.twin.lesson_vectors import address, got, long, otp, query_of, vectors, wanted
from tests.twin.lessons import BACK, played

LESSONS, MASTERY = vectors("lessons"), vectors("lesson_mastery")


@pytest.mark.parametrize("case", LESSONS["cases"], ids=lambda case: case["why"])
def test_a_deed_leads_where_it_should(case: dict[str, Any]) -> None:
    at = place.at_from(*query_of(case["at"]))
    assert at is not None
    context = Context("2026-11-22", "00070", reference())
    assert got(played(otp(), at, case["form"], context), case) == wanted(case)


@pytest.mark.parametrize("case", LESSONS["addresses"], ids=str)
def test_an_address_is_read(case: dict[str, Any]) -> None:
    at = place.at_from(case["scene"], long(case["query"]))
    assert (at and place.url("ma-otp", at)) == (case["url"] and address(case["url"]))


@pytest.mark.parametrize(("page", "good"), LESSONS["pages"])
def test_a_rehearsal_returns_to_a_drafts_page_only(page: str, good: bool) -> None:
    assert place.back_from(page) == (page if good else "")
    assert place.back_from(BACK) == BACK


@pytest.mark.parametrize("case", MASTERY["cases"], ids=lambda case: case["why"])
def test_a_history_makes_a_standing(case: dict[str, Any]) -> None:
    told = [convert({**MASTERY["event"], **one}, Event) for one in case["events"]]
    rule = mastery.Rule(**{**MASTERY["rule"], **case.get("rule", {})})
    found = mastery.standings(told, {"lam": rule})["lam"]
    assert {name: getattr(found, name) for name in case["standing"]} == case["standing"]
