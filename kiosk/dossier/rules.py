"""The states of a dossier: ten national ones, five that citizens are told, and who may move them.

The ten are those of the national portal (Cổng Dịch vụ công Quốc gia); the five are the words that
citizens are told. Pure.
"""

import re
from dataclasses import dataclass

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
TOLD = {
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
OPEN = ("submitted", "accepted", "in_progress", "supplement", "payment")


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
        Move("accepted", ("submitted",), "accepted"),
        Move("refused", ("submitted", "accepted"), "refused", needs_reason=True),
        Move("handed_over", ("accepted", "in_progress"), "in_progress"),
        Move("done", ("accepted", "in_progress"), "done"),
    )
}

# Codes of the official systems differ (TT 01/2018, TT 03/2025, ministries' own "G…").
OFFICIAL_CODE = re.compile(r"[A-Z0-9.\-]{8,40}")
LONGEST_REASON = 1000


def moves_from(state: str) -> tuple[str, ...]:
    return tuple(kind for kind, move in MOVES.items() if state in move.since)


def is_official_code(text: str) -> bool:
    return bool(OFFICIAL_CODE.fullmatch(text))
