"""Proves by walking that every step of a flow can be reached and that every way ends."""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.content.cases import Case, context_of
from kiosk.content.explore import ROUNDS, random_walks
from kiosk.content.flows import FlowFile
from kiosk.content.words import N_
from kiosk.content.yaml import Trouble
from kiosk.engine.walk import Context, Walk, walk

NEVER_REACHED = N_("chưa có câu trả lời nào dẫn tới bước “{id}”: xem lại when, hoặc thêm ví dụ")
NO_END = N_("có câu trả lời bị giữ mãi ở bước “{id}”: xem lại checks, min và max")


def reach(
    file: FlowFile, cases: tuple[Case, ...], context: Context, rounds: int = ROUNDS
) -> Iterator[Trouble]:
    """Made-up citizens come on the flow's first day, so that the proof does not age."""
    flow = file.flow
    first_day = replace(context, today=flow.effective.start)
    reached = steps_of([walk(flow, one.answers, context_of(one, context)) for one in cases])
    stuck: set[str] = set()
    for _, result in random_walks(flow, first_day, rounds):
        reached |= steps_of([result])
        if result.at and not (result.done or result.stopped):
            stuck.add(result.at.step)
    for at, step in enumerate(flow.steps):
        if step.id not in reached:
            yield file.trouble(("steps", at), NEVER_REACHED, id=step.id)
        if step.id in stuck:
            yield file.trouble(("steps", at), NO_END, id=step.id)


def steps_of(walks: list[Walk]) -> set[str]:
    return {place.step for result in walks for place in result.path}
