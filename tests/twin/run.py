"""Runs many cases through both engines."""

from collections.abc import Iterable, Iterator
from itertools import islice

from kiosk.cli.twin import Twin
from tests.twin.cases import KINDS, prepare
from tests.twin.compare import disagreements

AT_ONCE = 50


def run(twin: Twin, kind: str, numbers: Iterable[int], stop_at: int = 5) -> list[str]:
    """The first disagreements, each with the seed that brings it back."""
    prepare(twin)
    found: list[str] = []
    for some in batches(numbers):
        found += disagreements(twin, [KINDS[kind](f"{kind} {number}") for number in some])
        if len(found) >= stop_at:
            break
    return found


def batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(numbers)
    while some := list(islice(rest, AT_ONCE)):
        yield some
