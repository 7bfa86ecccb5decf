"""The lessons of the repository, played: who does right comes to the end, every mistake happens."""

from dataclasses import replace

import msgspec
import pytest

from kiosk.content.flows import read_flow
from kiosk.content.lessons.forms import forms_of
from kiosk.content.lessons.read import read_lesson
from kiosk.content.reference.lookup import reference
from kiosk.engine.lesson.place import At
from kiosk.engine.lesson.play import Sent, begin, play, sent_from
from kiosk.engine.lesson.shapes import END, Action, Lesson, Scene
from kiosk.engine.walk import Context
from kiosk.settings import ROOT
from tests.faults.offline.learner import Learner

TUTORIALS = sorted(file.parent for file in (ROOT / "tutorials").glob("*/lesson.yaml"))
RUN = "00000000-0000-4000-8000-000000000000"
DRAFT = "/to-khai/00000000-0000-4000-8000-000000000000/ten"
NOW = Context("2026-11-22", "00070", reference())


@pytest.fixture(params=TUTORIALS, ids=lambda folder: str(folder.name), scope="module")
def lesson(request: pytest.FixtureRequest) -> Lesson:
    """With its forms, as in a pack."""
    read = read_lesson(request.param).lesson
    forms = forms_of(read, lambda id: read_flow(ROOT / "flows" / id).flow)
    return msgspec.structs.replace(read, forms=forms)


def doing(lesson: Lesson, scene: Scene, action: Action) -> Sent:
    """What somebody sends who does just this."""
    return sent_from(Learner(lesson, "").deed(scene, action))


def path_of_the_right(lesson: Lesson, at: At) -> list[str]:
    path: list[str] = []
    ends = False
    while not ends and len(path) < 10:
        scene = lesson.scene(at.scene)
        assert scene
        path.append(scene.id)
        turn = play(lesson, at, doing(lesson, scene, scene.expect), NOW)
        at, ends = turn.at, turn.ends
    assert at.scene == END
    return path


def test_who_does_right_comes_to_the_end_and_to_each_scene_once(lesson: Lesson) -> None:
    path = path_of_the_right(lesson, begin(lesson, RUN))
    assert len(set(path)) == len(path) > 1


def test_a_rehearsal_is_the_scenes_that_it_names(lesson: Lesson) -> None:
    assert path_of_the_right(lesson, begin(lesson, RUN, DRAFT)) == list(lesson.rehearsal)


def test_every_outcome_that_is_written_can_happen(lesson: Lesson) -> None:
    """None stands in the shade of one that is tested before it."""
    for scene in lesson.scenes:
        at = replace(begin(lesson, RUN), scene=scene.id)
        for action in (scene.expect, *scene.also_ok):
            assert play(lesson, at, doing(lesson, scene, action), NOW).result == "right", action
        for mistake in scene.mistakes:
            turn = play(lesson, at, doing(lesson, scene, mistake.when), NOW)
            assert (turn.result, turn.outcome) == ("wrong", mistake.id)
