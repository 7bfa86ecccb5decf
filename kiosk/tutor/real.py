"""A step of a real procedure that a learner did unaided: evidence that they can do it."""

from typing import Any
from uuid import UUID

import structlog
from litestar import Request

from kiosk.engine.lesson.events import Event, done_for_real
from kiosk.engine.lesson.shapes import Lesson
from kiosk.engine.shapes import Field, Step, Value
from kiosk.engine.turn import Draft
from kiosk.flow.actions import DraftKey
from kiosk.flow.node import Done
from kiosk.sync.derive import purpose_key
from kiosk.tutor import actions
from kiosk.tutor.node import tutor_of
from kiosk.tutor.pages import seen_by

Req = Request[Any, Any, Any]
log = structlog.get_logger()

DIGITS, LETTERS, FORM, PHOTO = "type-digits", "type-accents", "fill-form", "photograph-paper"
TAKES = {
    "number": (DIGITS,),
    "money": (DIGITS,),
    "phone": (DIGITS,),
    "person_id": (DIGITS,),
    "date": (DIGITS, FORM),
    "partial_date": (DIGITS, FORM),
    "text": (LETTERS, FORM),
    "full_name": (LETTERS, FORM),
    "long_text": (LETTERS, FORM),
    "commune": (FORM,),
    "address": (FORM,),
    "photo": (PHOTO,),
}
"""The skills that a field takes, by its type. A choice is one tap, and no form sets a trap."""


async def witness(request: Req, done: Done) -> None:
    """Once a draft and step, by the events' key. The save stands already, so that what fails here
    goes to the log and not to the citizen."""
    edition = tutor_of(request).lessons.lessons.get(done.step.lesson or "")
    seen = seen_by(request)
    if edition is None or seen["learner"] is None:
        return
    run = run_of(done.key)
    events = [
        done_for_real(edition.lesson, skill, run, done.step.id, "alone", **seen)
        for skill in shown_in_earnest(edition.lesson, done.step, done.draft)
    ]
    if not events:
        return
    try:
        await keep(request, events)
    except Exception:
        log.exception("evidence lost", flow_step=done.step.id)


async def keep(request: Req, events: list[Event]) -> None:
    node = tutor_of(request).node
    now = node.guide.clock.now()
    await node.store.write(actions.keep_real, events, node.settings.commune, now)


def shown_in_earnest(lesson: Lesson, step: Step, draft: Draft) -> tuple[str, ...]:
    """Those of the lesson's skills that filling in this step took."""
    filled = (one for one in step.fields if is_filled(one, draft.answers.get(one.id)))
    shown = {skill for one in filled for skill in TAKES.get(one.type, ())}
    return tuple(one for one in lesson.skills if one in shown)


def is_filled(one: Field, value: Value) -> bool:
    """What stood there already nobody typed."""
    return value not in (None, "", []) and value != one.default


def run_of(key: DraftKey) -> str:
    """The same for each step of a draft, and nobody without the draft's key knows of which: no
    row may lead from a learner to a dossier, whose id the draft's is. A draft that moves to a
    device has another key and another run there."""
    return str(UUID(bytes=purpose_key(key.secret, "real steps")[:16], version=4))
