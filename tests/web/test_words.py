"""Every problem of the edge has words of its own, and they say what to do."""

import gettext

import pytest
from babel import Locale

from kiosk.problem import Kind, kind, kinds
from kiosk.web import problems, words
from kiosk.web.language import Language
from kiosk.web.words import GENERAL, words_for

VI = Language("vi", "Tiếng Việt", Locale("vi"), gettext.NullTranslations())
EDGE = [named for named in kinds() if named.code.startswith(("web.", "store."))]


@pytest.mark.parametrize("named", EDGE, ids=lambda named: named.code)
def test_every_problem_of_the_edge_has_words(named: Kind) -> None:
    said = words_for(named(retry_after=5, incident="ABC"), VI)
    assert said.heading
    assert said.advice
    assert "%(" not in said.advice
    if named not in (problems.gone, problems.of_status(418)):
        assert said.heading != GENERAL.heading


def test_a_feature_gives_its_problems_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_by_code", {})
    no_wish = kind("tests.no_wish", 404)
    words.say("tests.no_wish", "Không có điều ước %(name)s", "Bạn ước lại nhé.")
    assert words_for(no_wish(name="này"), VI).heading == "Không có điều ước này"
    assert words_for(no_wish(), VI).heading == "Không có điều ước %(name)s"
