"""What a file says once steps of it were answered anew. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.engine.shapes import Flow, Step
from kiosk.engine.walk import MORE


@dataclass(frozen=True)
class Redone:
    """Steps answered anew: every answer that they own is among `answers`, or is blank now."""

    steps: tuple[str, ...]
    answers: Mapping[str, Any]


def merged(flow: Flow, answers: Mapping[str, Any], supplements: Sequence[Redone]) -> dict[str, Any]:
    """The answers with each supplement laid over them, in the order in which they came. Of a
    redone step nothing old stays; what a supplement says of other steps does not count."""
    found = dict(answers)
    declared = tuple(one.id for one in flow.declaration.fields) if flow.declaration else ()
    for one in supplements:
        owned = names_of(flow, one.steps)
        found = {name: value for name, value in found.items() if name not in owned}
        # The declaration was made again, for the new answers.
        found |= {name: one.answers[name] for name in (*owned, *declared) if name in one.answers}
    return found


def names_of(flow: Flow, steps: Collection[str]) -> tuple[str, ...]:
    """The names under which answers to these steps are kept, a group's own among them."""
    asked = [step for step in flow.steps if step.id in steps]
    return tuple(name for step in asked for name in kept_under(step))


def kept_under(step: Step) -> tuple[str, ...]:
    return (*step.adds, step.id, step.id + MORE) if step.group else step.adds


def fields_of(flow: Flow, steps: Collection[str]) -> frozenset[str]:
    """The fields of these steps, those of a group's members too: a file names its field."""
    return frozenset(one.id for step in flow.steps if step.id in steps for one in step.fields)
