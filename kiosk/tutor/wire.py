"""What a device says was done on it: canonical JSON, strictly of this shape."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from kiosk.content.reference.lookup import reference
from kiosk.engine.fields import Reference
from kiosk.engine.lesson.events import Event
from kiosk.engine.shapes import Date, StepId
from kiosk.flow.figures import Kind, Tally, summed
from kiosk.sync.canonical import NotCanonical, parse
from kiosk.sync.wire import Uuid7
from kiosk.tutor.problems import malformed_practice, unknown_practice

MOST_EVENTS = 500
MOST_STEPS = 200
MOST_OF_A_STEP = 10_000
MAX_BATCH_BYTES = 448 * 1024
"""Five hundred events with the longest names that lessons have, and two hundred counts."""

Device = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")]
Commune = Annotated[str, Meta(pattern=r"\A[0-9]{5}\Z")]


class ToldEvent(Event, frozen=True, forbid_unknown_fields=True):
    """One deed. Every key is always there; for what was typed there is no place in it."""

    device: Device
    learner: Uuid7 | None


class ToldStep(Struct, frozen=True, forbid_unknown_fields=True):
    """How often something happened at a step in a day; `step` is "" where it is the draft."""

    day: Date
    flow: StepId
    version: Annotated[str, Meta(pattern=r"\A[^\x00-\x1f]{1,80}\Z")]
    step: Annotated[str, Meta(pattern=r"\A([a-z][a-z0-9-]{0,39})?\Z")]
    kind: Kind
    count: Annotated[int, Meta(ge=1, le=MOST_OF_A_STEP)]


class ToldBatch(Struct, frozen=True, forbid_unknown_fields=True):
    v: Literal[1]
    id: Uuid7
    kind: Literal["practice"]
    commune: Commune
    device: Device
    events: Annotated[tuple[ToldEvent, ...], Meta(max_length=MOST_EVENTS)]
    steps: Annotated[tuple[ToldStep, ...], Meta(max_length=MOST_STEPS)] = ()

    def tallies(self) -> dict[Tally, int]:
        return summed(
            (Tally(self.commune, one.day, one.flow, one.version, one.step, one.kind), one.count)
            for one in self.steps
        )


def read_batch(body: bytes, own: str = "", tables: Reference | None = None) -> ToldBatch:
    """Raises `tutor.malformed_practice` for what is not canonical JSON, `tutor.unknown_practice`
    for another shape, with the place, never with what stood there; and for a commune that there is
    not. `own` is the node's, which the tables need not know; `tables` are its own,
    by default those of the program."""
    try:
        value = parse(body)
    except NotCanonical as error:
        raise malformed_practice() from error
    try:
        told = msgspec.convert(value, ToldBatch)
    except msgspec.ValidationError as error:
        raise unknown_practice(at=str(error).rpartition(" - at ")[2]) from error
    if told.commune != own and (tables or reference()).commune_name(told.commune) is None:
        raise unknown_practice(at="`$.commune`")
    if not told.events and not told.steps:
        raise unknown_practice(at="`$.events`")
    return told
