"""Somebody who plays a lesson, well or badly, and knows the lesson itself rather than its pages."""

import html
import re
from urllib.parse import parse_qsl

from kiosk.engine.lesson.place import At, at_from
from kiosk.engine.lesson.shapes import END, Action, Lesson, Scene
from kiosk.engine.text import fold
from tests.twin.draw import Draw

Form = dict[str, list[str]]
JUNK = ("", "0", "482913", "LE THI HOA", "<b>&amp;\"'</b>", "ế đ 𠀋")
HINT: Form = {"lam": ["goi-y"]}


class Learner:
    def __init__(self, lesson: Lesson, seed: str) -> None:
        self.lesson, self.draw = lesson, Draw(seed)

    def right(self, at: At) -> Form:
        scene = self.scene(at)
        return self.deed(scene, scene.expect)

    def anything(self, at: At) -> Form:
        """Right, or a mistake that has a name, or a hint, or nothing that is known."""
        scene, luck = self.scene(at), self.draw.random.random()
        if luck < 0.4:
            return self.right(at)
        if luck < 0.7 and scene.mistakes:
            return self.deed(scene, self.draw.one(scene.mistakes).when)
        if luck < 0.85:
            return (self.right(at) if self.draw.luck(0.5) else {}) | HINT
        item = self.draw.one(scene.screen.shows).id if scene.screen.shows else "?"
        sent = {"lam": [item], "chu": [self.draw.one(JUNK)]}
        return sent | ({"giup": ["1"]} if self.draw.luck(0.5) else {})

    def deed(self, scene: Scene, action: Action) -> Form:
        """A form that is this action."""
        if action.do == "tap":
            return {"lam": [action.target or ""]}
        if action.do == "fill":
            # The page has to hold, so that what the action does not name is as it should be; what
            # was typed at another try stands there still.
            tries = dict.fromkeys((name for one in scene.mistakes for name in one.when.answers), "")
            answers = {**tries, **scene.expect.answers, **action.answers}
            return {name: [self.lesson.worded(text)] for name, text in answers.items()}
        return {"chu": [self.typed(action)]}

    def typed(self, action: Action) -> str:
        if action.shorter_than is not None:
            return "1" * (action.shorter_than - 1)
        if action.longer_than is not None:
            return "1" * (action.longer_than + 1)
        if action.same_but_marks is not None:
            return fold(self.lesson.worded(action.same_but_marks))
        if action.not_equals is not None:
            # Of the same length, so that it is not too short before it is another one.
            text = self.lesson.worded(action.not_equals)
            return text[:-1] + ("2" if text.endswith("1") else "1")
        return self.lesson.worded(action.equals or "khác")

    def scene(self, at: At) -> Scene:
        found = self.lesson.scene(at.scene)
        assert found is not None
        return found


def next_url(lesson: Lesson, page: str) -> str | None:
    """Where the form of a scene is sent; none on other pages."""
    found = re.search(rf'action="(/hoc/{lesson.id}/[^"]+)"', page)
    return html.unescape(found[1]) if found else None


def at_in(path: str) -> At | None:
    """The place that an address names; none for a lesson's first and last page."""
    where, _, query = path.partition("?")
    at = at_from(where.rpartition("/")[2], dict(parse_qsl(query)))
    return None if at is None or at.scene == END else at
