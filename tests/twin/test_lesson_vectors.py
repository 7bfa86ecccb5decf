"""The vectors of lessons, replayed by the JavaScript twin."""

from dataclasses import asdict

import pytest

from kiosk.cli.twin import Twin
from kiosk.engine.lesson import place
from tests.twin.lesson_vectors import address, got, long, otp, query_of, vectors, wanted
from tests.twin.shared import COUNTRY, told

pytestmark = pytest.mark.vectors
WORLD = {"today": "2026-11-22", "commune": "00070", "channel": "online", "reference": COUNTRY}


def test_deeds(node: Twin) -> None:
    node.ask({"do": "lesson", "as": "ma-otp", "text": otp().data.decode()})
    for case in vectors("lessons")["cases"]:
        at = place.at_from(*query_of(case["at"]))
        assert at is not None
        asked = {"lesson": "ma-otp", "at": asdict(at), "form": case["form"], **WORLD}
        played = node.ask({"do": "lesson_play", **asked})
        assert got(played, case) == wanted(case), case["why"]


def test_addresses(node: Twin) -> None:
    for case in vectors("lessons")["addresses"]:
        asked = {"scene": case["scene"], "query": long(case["query"]), "back": ""}
        found = node.ask({"do": "lesson_place", **asked})["url"]
        url = found and found.replace("/hoc/bai/", "/hoc/ma-otp/")
        assert url == (case["url"] and address(case["url"]))


def test_pages_to_return_to(node: Twin) -> None:
    for page, good in vectors("lessons")["pages"]:
        found = node.ask({"do": "lesson_place", "scene": "a", "query": {}, "back": page})
        assert found["back"] == (page if good else "")


def test_standings(node: Twin) -> None:
    given = vectors("lesson_mastery")
    for case in given["cases"]:
        events = [{**given["event"], **one} for one in case["events"]]
        rule = {**given["rule"], **case.get("rule", {})}
        asked = {"do": "standings", "events": events, "rules": {"lam": rule}}
        found = node.ask(asked)["lam"]
        shown = {name: found[name] for name in case["standing"]}
        assert told(shown) == told(case["standing"]), case["why"]
