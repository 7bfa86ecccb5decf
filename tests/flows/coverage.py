"""Whether the worked cases of a flow meet everything that it can say."""

from kiosk.engine.shapes import Flow
from kiosk.engine.walk import Walk


def steps(result: Walk) -> list[str]:
    return [place.step for place in result.path]


def nothing_is_missed(flow: Flow, walks: list[Walk]) -> bool:
    """Every step, stop, paper, reason of the fee and check; what is missed is told."""
    done = [result for result in walks if result.done]
    missed = {
        "steps": {one.id for one in flow.steps} - {step for one in walks for step in steps(one)},
        "stops": {one.id for one in flow.steps if one.stop} - {one.stopped for one in walks},
        "papers": {one.id for one in flow.papers} - {p.id for one in done for p in one.papers},
        "reasons": reasons(flow) - {line.why for one in done for line in one.fee.lines},
        "checks": {f"check.{at}" for at in range(len(flow.checks))} - met(walks),
    }
    assert {name: found for name, found in missed.items() if found} == {}
    return True


def reasons(flow: Flow) -> set[str]:
    return {one.why for table in flow.fee for one in (*table.rows, *table.exempt)}


def met(walks: list[Walk]) -> set[str]:
    return {
        note.message.id
        for result in walks
        for note in (*result.errors, *result.warnings, *result.officer)
    }
