"""What a phone fetches once to go through a procedure by itself: the worker and its packs."""

from collections.abc import Mapping
from typing import Any

import brotli  # type: ignore[import-untyped]
from litestar import Litestar
from msgspec.structs import replace

from bench.citizens import with_node
from bench.report import Row
from kiosk.content.compile import compile_pack
from kiosk.content.reference.lookup import reference
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import Flow
from kiosk.flow.node import Node
from kiosk.flow.supplies import Supplies
from kiosk.web import packed

FLOW = "khai-sinh"
STEPS = 25
BUDGET_KB = 15.0
WORKER_BUDGET_KB = 30.0


def rows() -> list[Row]:
    """Birth registration as it is, and as if it ended after 25 steps, which the budget is for."""
    whole, shortened = with_node(None, packs_of)
    return [*sizes(whole, None), *sizes(shortened, BUDGET_KB), *with_node(None, supplies_of)]


async def packs_of(app: Litestar) -> tuple[Pack, Pack]:
    node: Node = app.state.node
    whole = node.guide.library.flows[FLOW].pack("vi")
    environment = app.state.renderer.environment("vi")

    def render(template: str, values: Mapping[str, Any]) -> str:
        return str(environment.get_template(template).render(values))

    short = compile_pack(shortened(whole.flow), "vi", str, render, reference("vi"), {})
    return whole, short


async def supplies_of(app: Litestar) -> list[Row]:
    """As the node sends them."""
    supplies: Supplies = app.state.supplies
    script = await supplies.script()
    rows = [brotli_row("worker with engine and protocol", script.bodies, WORKER_BUDGET_KB)]
    _, places = await supplies.reference()
    named = [(f"pages of no procedure ({lang})", sha) for lang, sha in supplies.shell.items()]
    packs = [(name, await supplies.pack_of_no_flow(sha)) for name, sha in named]
    for name, data in [*packs, ("places, peoples, countries", places)]:
        assert data is not None
        rows.append(brotli_row(name, packed.pack(data)))
    return rows


def brotli_row(name: str, bodies: packed.Bodies, budget: float | None = None) -> Row:
    note = f"{len(bodies[b'']) / 1000:.0f} KB as it is"
    return Row(f"{name}, brotli", len(bodies[b"br"]) / 1000, "KB", budget, note=note)


def shortened(flow: Flow) -> Flow:
    """The first steps, with what is checked, derived and asked in them; papers and fees stay."""
    kept, gone = flow.steps[:STEPS], flow.steps[STEPS:]
    names = {one.id for step in kept for one in step.fields}
    gone_names = {one.id for step in gone for one in step.fields}
    elsewhere = {one.official for step in gone for one in step.fields}
    form = flow.official_form
    assert form is not None
    asked = tuple(one for one in form.fields if one.id not in elsewhere)
    return replace(
        flow,
        steps=kept,
        derived=tuple(one for one in flow.derived if gone_names.isdisjoint(one.value.names)),
        checks=tuple(check for check in flow.checks if check.on in names),
        official_form=replace(form, fields=asked),
    )


def sizes(pack: Pack, budget: float | None) -> list[Row]:
    name = f"pack of {len(pack.flow.steps)} steps ({FLOW})"
    return [
        Row(f"{name}, as it is", len(pack.data) / 1000, "KB"),
        Row(f"{name}, brotli", len(brotli.compress(pack.data)) / 1000, "KB", budget),
    ]
