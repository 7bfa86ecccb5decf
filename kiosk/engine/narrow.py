"""A flow cut down to the steps that a citizen has to redo, answered without the old answers.

Pure and total. The officer asked for these steps, so their conditions are gone; what depends on
answers that are not asked again is judged at the hub, which has them.
"""

from collections.abc import Collection
from copy import copy

from msgspec.structs import replace

from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Check, Expr, Flow

WORLD = frozenset({"today", "commune", "channel"})
"""What a condition may read besides answers."""
NEVER = Expr(["lit", False])


def narrow(flow: Flow, steps: Collection[str]) -> Flow:
    """Only these steps, in the flow's order and without conditions; early ends are left out, and
    so are papers, fees and what is computed for the official form. Ids of no step are ignored."""
    asked = tuple(
        replace(step, when=None)
        for step in flow.steps
        if step.id in steps and step.stop is None and step is not flow.receiver
    )
    known = WORLD | {name for step in asked for name in step.adds}
    checks = tuple(judged_here(check, known) for check in flow.checks)
    return replace(flow, steps=asked, checks=checks, derived=(), papers=(), fee=())


def judged_here(check: Check, known: Collection[str]) -> Check:
    """A check that looks at what is not asked never holds here. It keeps its place in the list,
    because a pack finds the words of a check by that place."""
    if check.on in known and check.when.names <= frozenset(known):
        return check
    return replace(check, when=NEVER)


def narrow_pack(pack: Pack, steps: Collection[str]) -> Pack:
    """The pack with the narrowed flow: its pages are found by the ids of their steps. Its hash
    stays, since it names the questions as they were asked."""
    cut = copy(pack)
    cut.flow = narrow(pack.flow, steps)
    return cut
