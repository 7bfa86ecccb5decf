"""What the pages of lessons work with, put together once by `kiosk.app`."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from kiosk.content.lessons.library import Lessons
from kiosk.engine.lesson.pack import LessonPack
from kiosk.flow.node import Node
from kiosk.tutor.problems import no_such_lesson
from kiosk.tutor.sessions import Signing, hand_over, learner_of
from kiosk.web.screens import reader_language


@dataclass(frozen=True)
class Tutor:
    node: Node
    lessons: Lessons
    signing: Signing


def tutor_of(request: Request[Any, Any, Any]) -> Tutor:
    tutor: Tutor = request.app.state.tutor
    return tutor


def pack_of(request: Request[Any, Any, Any], lesson: str) -> LessonPack:
    """In the reader's language. Raises `tutor.no_such_lesson`."""
    edition = tutor_of(request).lessons.lessons.get(lesson)
    if edition is None:
        raise no_such_lesson()
    return edition.pack(reader_language(request).code)


def pack_to_go_on(request: Request[Any, Any, Any], lesson: str) -> LessonPack:
    """The same, also of one that is offered no more: who has begun goes on. Raises
    `tutor.no_such_lesson`."""
    edition = tutor_of(request).lessons.to_go_on(lesson)
    if edition is None:
        raise no_such_lesson()
    return edition.pack(reader_language(request).code)


def who_learns(request: Request[Any, Any, Any]) -> str | None:
    """The id of the learner who signed in at this browser."""
    tutor = tutor_of(request)
    return learner_of(request.scope, tutor.signing, tutor.node.guide.clock.now())


def sign_in(request: Request[Any, Any, Any], learner: str) -> Cookie:
    """What makes this browser theirs."""
    tutor = tutor_of(request)
    value = tutor.signing.value(learner, tutor.node.guide.clock.now())
    return hand_over(tutor.node.settings, value)
