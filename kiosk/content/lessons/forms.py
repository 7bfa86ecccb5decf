"""The pages of real procedures that lessons draw: cut out of their flows, and checked."""

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from kiosk.content.checks import WORLD
from kiosk.content.lessons.outcomes import actions
from kiosk.content.lessons.read import LessonFile
from kiosk.content.reference.lookup import reference
from kiosk.content.words import MESSAGES, N_
from kiosk.content.yaml import Key, Trouble, Words
from kiosk.engine.fields import Message, read
from kiosk.engine.fields.files import is_file_field
from kiosk.engine.lesson.shapes import Action, Lesson, Scene
from kiosk.engine.shapes import Field, Flow, Step
from kiosk.engine.walk import Context, walk

FlowOf = Callable[[str], Flow | None]
"""A procedure by its id, in the source language."""

# Of a commune that has to be no special one: the fields look up places of the whole country.
COMMUNE = "00070"
NOT_A_FORM = N_("mini_form, màn hình form, do: fill, flow và step luôn đi cùng nhau")
NO_FLOW = N_("không có thủ tục nào tên “{id}”")
NO_STEP = N_("thủ tục “{flow}” không có bước “{id}”")
NO_PAGE = N_("bước “{id}” không vẽ được trong bài học: là nhóm, bước dừng, hay bước nhận ảnh")
NO_INPUT = N_("bước này không có ô nào tên “{name}”")
REFUSED = N_("bước thật không nhận câu trả lời này: {why}")
OWN_PHONE = N_("own_phone_task và màn hình own luôn đi cùng nhau")


def forms(file: LessonFile, flow_of: FlowOf) -> Iterator[Trouble]:
    for at, scene in enumerate(file.lesson.scenes):
        key: Key = ("scenes", at)
        if (scene.type == "own_phone_task") != (scene.screen.kind == "own"):
            yield file.trouble((*key, "type"), OWN_PHONE)
        if len(set(signs(scene))) > 1:
            yield file.trouble((*key, "type"), NOT_A_FORM)
        elif scene.flow and scene.step:
            yield from form(file, key, scene, flow_of(scene.flow))


def signs(scene: Scene) -> Iterator[bool]:
    yield scene.type == "mini_form"
    yield scene.screen.kind == "form"
    yield scene.expect.do == "fill"
    yield scene.flow is not None
    yield scene.step is not None


def form(file: LessonFile, key: Key, scene: Scene, flow: Flow | None) -> Iterator[Trouble]:
    step = flow.step(scene.step or "") if flow else None
    if flow is None:
        yield file.trouble((*key, "flow"), NO_FLOW, id=scene.flow)
    elif step is None:
        yield file.trouble((*key, "step"), NO_STEP, flow=scene.flow, id=scene.step)
    elif step.group or step.stop or any(map(is_file_field, step.fields)):
        yield file.trouble((*key, "step"), NO_PAGE, id=scene.step)
    else:
        yield from answers(file, key, scene, form_of(flow, step))


def form_of(flow: Flow, step: Step) -> Flow:
    """The flow with this page alone: of its checks those that look at nothing else."""
    here = {one.id for one in step.fields}
    checks = tuple(one for one in flow.checks if one.on in here and one.when.names <= here | WORLD)
    return replace(
        flow, steps=(replace(step, when=None, lesson=None),), checks=checks, sources={}, who="",
        finds=(), not_for=(), need=(), where=(), declaration=None, derived=(), papers=(), fee=(),
        official_form=None,
    )  # fmt: skip


def forms_of(lesson: Lesson, flow_of: FlowOf) -> dict[str, Flow]:
    """By scene the page that it draws. Of a lesson that holds together."""
    found = {}
    for scene in lesson.scenes:
        flow = flow_of(scene.flow) if scene.flow else None
        step = flow.step(scene.step or "") if flow else None
        if flow and step:
            found[scene.id] = form_of(flow, step)
    return found


def answers(file: LessonFile, key: Key, scene: Scene, flow: Flow) -> Iterator[Trouble]:
    """What is expected, and each mistake on top of it, has to pass the real checks: a form that
    does not gets their own words and is never compared."""
    step = flow.steps[0]
    for inside, action in actions(scene, key):
        if action.do != "fill":
            continue
        strangers = [name for name in action.answers if owner(step, name) is None]
        for name in strangers:
            yield file.trouble((*inside, "answers", name), NO_INPUT, name=name)
        if not strangers:
            yield from accepted(file, inside, scene, action, flow)


def owner(step: Step, name: str) -> Field | None:
    """The field that an input belongs to: `ngay_sinh` of `ngay_sinh.d`."""
    return next((one for one in step.fields if one.id == field_of(name)), None)


def field_of(name: str) -> str:
    return name.partition(".")[0]


def accepted(
    file: LessonFile, key: Key, scene: Scene, action: Action, flow: Flow
) -> Iterator[Trouble]:
    given = {field_of(name) for name in action.answers}
    base = {name: it for name, it in scene.expect.answers.items() if field_of(name) not in given}
    typed = {name: [file.lesson.worded(text)] for name, text in (base | action.answers).items()}
    named = {field_of(name) for name in typed}
    for on, error in errors(flow, typed).items():
        if on in named:
            why = Words(words(flow)[error.id], error.params)
            yield file.trouble((*key, "answers"), REFUSED, why=why)


def errors(flow: Flow, typed: Mapping[str, list[str]]) -> dict[str, Message]:
    """By field, on the flow's first day: the proof does not age."""
    context = Context(flow.effective.start, COMMUNE, reference())
    found: dict[str, Message] = {}
    env: dict[str, object] = dict(walk(flow, {}, context).env)
    values: dict[str, object] = {}
    for one in flow.steps[0].fields:
        got = read(one, typed, env, context.reference)
        if got.error is not None:
            found[one.id] = got.error
        else:
            values[one.id] = env[one.id] = got.value
    result = walk(flow, values, context)
    return {note.on: note.message for note in result.errors} | found


def words(flow: Flow) -> dict[str, str]:
    return MESSAGES | {f"check.{at}": one.say for at, one in enumerate(flow.checks)}
