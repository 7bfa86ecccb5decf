"""What a device says that a volunteer did on it without a line."""

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta, Struct

from kiosk.coach.problems import malformed_deeds, unknown_deeds
from kiosk.engine.shapes import StepId
from kiosk.people.assist import How
from kiosk.sync.canonical import NotCanonical, loads
from kiosk.sync.wire import Uuid7

MOST_DEEDS = 200
MOST_PEOPLE = 500
MOST_DOSSIERS = 1_000
MAX_BYTES = 512 * 1024

Millis = Annotated[int, Meta(ge=0, le=2**53 - 1)]
People = Annotated[tuple[Uuid7, ...], Meta(max_length=MOST_PEOPLE)]


class VisitDeed(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="visit"):
    """A visit, also one that began at the node. `ended_at` is null while it goes on."""

    id: Uuid7
    how: How
    learner: Uuid7 | None
    begun_at: Millis
    ended_at: Millis | None
    dossiers: Annotated[int, Meta(ge=0, le=MOST_DOSSIERS)]


class MeetingDeed(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="meeting"):
    """A meeting, also one that began at the node. Who is in neither list stays as they were."""

    id: Uuid7
    group: Uuid7
    lesson: StepId
    at: Millis
    ended_at: Millis | None
    came: People
    left: People


Deed: TypeAlias = VisitDeed | MeetingDeed


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    deeds: Annotated[tuple[Deed, ...], Meta(max_length=MOST_DEEDS)]


def read_deeds(body: bytes) -> tuple[Deed, ...]:
    """Raises `coach.malformed_deeds` for what is no JSON, `coach.unknown_deeds` for another shape,
    with the place, never with what stood there."""
    try:
        value = loads(body)
    except NotCanonical as error:
        raise malformed_deeds() from error
    try:
        return msgspec.convert(value, Told).deeds
    except msgspec.ValidationError as error:
        raise unknown_deeds(at=str(error).rpartition(" - at ")[2]) from error
