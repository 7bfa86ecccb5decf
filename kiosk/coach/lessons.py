"""How a page of a volunteer names lessons, scenes and mistakes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from litestar import Request

from kiosk.coach import rules
from kiosk.engine.lesson.pack import LessonPack
from kiosk.engine.lesson.shapes import Lesson
from kiosk.flow.offers import in_order
from kiosk.tutor.node import tutor_of
from kiosk.web.screens import reader_language


class Course(NamedTuple):
    """Every lesson that is here, in the reader's language and in the order of the list."""

    packs: Mapping[str, LessonPack]

    @property
    def lessons(self) -> dict[str, Lesson]:
        return {id: pack.lesson for id, pack in self.packs.items()}

    @property
    def titles(self) -> tuple[tuple[str, str], ...]:
        return tuple((id, pack.lesson.title) for id, pack in self.packs.items())

    @property
    def short_titles(self) -> tuple[str, ...]:
        """For the heads of a table: what stands before a colon."""
        return tuple(title.partition(":")[0] for _, title in self.titles)

    def title(self, lesson: str) -> str:
        """The id of one that is not here any more."""
        pack = self.packs.get(lesson)
        return pack.lesson.title if pack else lesson

    def goal(self, lesson: str, scene: str) -> str:
        """What is to be done in a scene; "" for one that is not here any more."""
        pack = self.packs.get(lesson)
        found = pack.lesson.scene(scene) if pack else None
        return pack.lesson.worded(found.goal) if pack and found else ""

    def said(self, lesson: str, scene: str, outcome: str) -> str:
        """What the lesson answers to a mistake."""
        pack = self.packs.get(lesson)
        found = pack.lesson.scene(scene) if pack else None
        if pack is None or found is None:
            return ""
        named = rules.mistake_of(pack.lesson, scene, outcome)
        return pack.lesson.worded(named.say if named else found.other or pack.words["other"])

    def advice(self, lesson: str, scene: str) -> str:
        """A sentence to say to who is stuck in a scene."""
        pack = self.packs.get(lesson)
        return rules.sentence_for(pack.lesson, scene) if pack else ""


def course_of(request: Request[Any, Any, Any]) -> Course:
    lang = reader_language(request).code
    offered = in_order(tutor_of(request).lessons.lessons.values())
    return Course({one.lesson.id: one.pack(lang) for one in offered})
