"""Made-up and real flows, answers and forms: the two engines never disagree."""

from collections.abc import Iterator

import pytest

from kiosk.cli.twin import Twin, twin
from kiosk.engine.places import decided
from tests.twin.cases import HOME, device, prepare
from tests.twin.draw import Draw
from tests.twin.run import run
from tests.twin.shared import told

MADE_UP, LIVED, PLACES = 2000, 200, 1500


@pytest.fixture(scope="module")
def home() -> Iterator[Twin]:
    with twin() as started:
        yield started


@pytest.mark.parametrize(("kind", "count"), [("made up", MADE_UP), ("lived", LIVED)])
def test_the_engines_agree(home: Twin, kind: str, count: int) -> None:
    assert run(home, kind, range(count)) == []


def test_places_are_found_alike(home: Twin) -> None:
    prepare(home)
    typed = [Draw(f"place {number}").place() for number in range(PLACES)]
    asked = {"do": "find", "reference": f"{HOME} vi", "province": HOME, "old_names": True}
    found = home.ask_all([{**asked, "typed": text} for text in typed])
    for text, theirs in zip(typed, found, strict=True):
        ours = device().find(HOME, text)
        sure = decided(ours)
        rows = [[one.commune.code, one.commune.title, one.how, one.old] for one in ours]
        wanted = {"found": rows, "decided": sure.code if sure else None}
        assert told(theirs) == told(wanted), text
