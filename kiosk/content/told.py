"""Answers as a person writes them down for `kiosk walk`, made into those that a draft stores."""

from collections.abc import Mapping

from kiosk.engine.fields import TYPES, Wrong, error_in
from kiosk.engine.shapes import Env, Field, Flow, Step, Value
from kiosk.engine.walk import MORE, Context, walk

PROSE = ("text", "long_text", "full_name")


def stored(flow: Flow, given: Mapping[str, Value], context: Context) -> dict[str, Value]:
    """A text that is no stored value yet (`1/3/2024`, `+84 912 345 678`) is read as if it was
    typed into the form; one that cannot be read stays as it is, and the walk says why.

    An answer that is not given counts as left empty where the flow allows that."""
    answers = dict(given)
    for step in flow.steps:
        env = walk(flow, answers, context).env
        if step.group is None:
            answers |= page(step, answers, env, context)
        elif isinstance(answers.get(step.id), list):
            members = [one for one in answers[step.id] if isinstance(one, dict)]
            answers[step.id] = [{**one, **page(step, one, env, context)} for one in members]
            answers.setdefault(step.id + MORE, False)
    return answers


def page(step: Step, given: Mapping[str, Value], env: Env, context: Context) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for one in step.fields:
        if one.id in given:
            values[one.id] = answer(one, given[one.id], {**env, **values}, context)
        elif not one.required:
            values[one.id] = None
    return values


def answer(one: Field, value: Value, env: Env, context: Context) -> Value:
    if not isinstance(value, str):
        return value
    if one.type not in PROSE and error_in(one, value, env, context.reference) is None:
        return value
    # Not judged here: a day out of bounds is an answer that the walk turns down, with the reason.
    got = TYPES[one.type].read(one, {one.id: [value]}, env, context.reference)
    return value if isinstance(got, Wrong) else got


def strangers(flow: Flow, given: Mapping[str, Value]) -> list[str]:
    """Names that no question has: a slip of the pen, most likely."""
    known = {one.id for step in flow.steps if step.group is None for one in step.fields}
    groups = {step.id for step in flow.steps if step.group is not None}
    return sorted(set(given) - known - groups - {name + MORE for name in groups})
