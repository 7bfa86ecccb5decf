"""What became of a step: whether a form that was sent did it, or was refused. Pure.

`static/worker/flow/passing.js` mirrors it.
"""

from kiosk.engine.shapes import Flow, Step
from kiosk.engine.turn import AGAIN, Draft, Turn, errors_on, key, members_of
from kiosk.engine.walk import MORE, Context, Place, walk
from kiosk.flow.rules import file_fields


def is_refused(place: Place, turn: Turn) -> bool:
    """Whether the page came back with something to mend. Files that came or went mend nothing."""
    typed = turn.draft.typed.get(key(place))
    return AGAIN not in typed if typed is not None else bool(errors_on(turn.walk, place))


def is_done(
    flow: Flow, place: Place, before: Draft, turn: Turn, context: Context, to_check: bool
) -> bool:
    """Whether the step was done now and not before: who comes back and corrects is not counted
    twice. A file is an answer before its page was left, so that there only the way back from the
    check page (`to_check`) tells."""
    step = flow.step(place.step)
    if step is None or step.stop is not None or turn.go.step == place.step:
        return False
    if is_refused(place, turn) or not is_answered(step, turn.draft):
        return False
    return not (to_check if file_fields(step) else was_done(flow, step, before, context))


def was_done(flow: Flow, step: Step, before: Draft, context: Context) -> bool:
    if not is_answered(step, before) or is_marked(step, before):
        return False
    return all(note.step != step.id for note in walk(flow, before.answers, context).errors)


def is_answered(step: Step, draft: Draft) -> bool:
    if step.group is None:
        return all(one.id in draft.answers for one in step.fields)
    full = len(members_of(draft, step)) >= step.group.max
    return full or draft.answers.get(step.id + MORE) is False


def is_marked(step: Step, draft: Draft) -> bool:
    """Whether something on its pages was refused, and is still to be mended."""
    return any(
        page.partition("/")[0] == step.id and AGAIN not in typed
        for page, typed in draft.typed.items()
    )


def is_first_try(step: Step, before: Draft) -> bool:
    """Whether nothing was sent from the step before, but files. Of a group nobody can tell."""
    touched = step.group is not None or is_marked(step, before)
    fresh = not any(one.id in before.answers for one in step.fields)
    return not touched and (fresh or bool(file_fields(step)))
