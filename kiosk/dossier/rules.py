"""The states of a dossier: ten national ones, five that citizens are told, and who may move them.

The ten are those of the national portal (Cổng Dịch vụ công Quốc gia); the five are the words that
citizens are told. Pure.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from kiosk.engine.narrow import narrow
from kiosk.engine.pack import Pack

NATIONAL = {
    "submitted": 1,
    "accepted": 2,
    "refused": 3,
    "in_progress": 4,
    "supplement": 5,
    "payment": 6,
    "withdrawn": 7,
    "stopped": 8,
    "done": 9,
    "returned": 10,
}
WAITING = "waiting"
"""At a node: it is here, and its hub has yet to make a dossier of it."""
TOLD = {
    WAITING: "waiting",
    "submitted": "submitted",
    "accepted": "in_progress",
    "in_progress": "in_progress",
    "payment": "in_progress",
    "supplement": "supplement",
    "refused": "refused",
    "done": "done",
    "returned": "done",
    "withdrawn": "withdrawn",
    "stopped": "stopped",
}
EXPLAINED = {
    "supplement": "supplement",
    "refused": "refused",
    "stopped": "stopped",
    "in_progress": "extended",
}
"""Which event's reason tells the citizen why the dossier stands where it does."""
OPEN = ("submitted", "accepted", "in_progress", "supplement", "payment")
ENDED = ("refused", "done", "returned", "withdrawn", "stopped")


@dataclass(frozen=True)
class Move:
    """What an officer can do: from which states, to which; null stays where it is."""

    kind: str
    since: tuple[str, ...]
    to: str | None
    needs_reason: bool = False


MOVES = {
    move.kind: move
    for move in (
        # From "supplement" too: people also bring what was missing to the counter.
        Move("accepted", ("submitted", "supplement"), "accepted"),
        Move("refused", ("submitted", "accepted"), "refused", needs_reason=True),
        Move("handed_over", ("accepted", "in_progress"), "in_progress"),
        Move("supplement", ("submitted", "accepted", "in_progress"), "supplement", True),
        Move("extended", ("accepted", "in_progress", "payment"), None, needs_reason=True),
        Move("stopped", ("accepted", "in_progress", "supplement", "payment"), "stopped", True),
        Move("done", ("accepted", "in_progress"), "done"),
        Move("returned", ("done",), "returned"),
    )
}

# Codes of the official systems differ (TT 01/2018, TT 03/2025, ministries' own "G…").
OFFICIAL_CODE = re.compile(r"[A-Z0-9.\-]{8,40}")
LONGEST_REASON = 1000
RATED = ("content", "ease")
"""What a citizen rates: how content with the handling, how easy this machine was."""
BEST_MARK = 5


def moves_from(state: str) -> tuple[str, ...]:
    return tuple(kind for kind, move in MOVES.items() if state in move.since)


def can_be_redone(pack: Pack | None, steps: Collection[str]) -> bool:
    """Whether every one is a step with questions, and there is one. Where a dossier is does not
    change."""
    asked = {step.id for step in narrow(pack.flow, steps).steps} if pack else set()
    return bool(steps) and asked.issuperset(steps)


def is_mark(value: object) -> bool:
    return type(value) is int and 1 <= value <= BEST_MARK


def is_official_code(text: str) -> bool:
    return bool(OFFICIAL_CODE.fullmatch(text))
