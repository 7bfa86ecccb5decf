"""The other yardstick: the very page that the node serves, drawn by Jinja2 at each request.

The node's own templates, with values where a pack has holes; otherwise as bare as `bench.bare`.
`python -m bench.same PORT BASE` serves it with the links of the draft at BASE.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from litestar import Litestar, get
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template.config import TemplateConfig
from markupsafe import Markup

from bench import citizens
from bench.bare import serve
from bench.node import environ
from bench.server import FLOW, STEP
from kiosk import settings
from kiosk.app import create_app
from kiosk.content.compile import options
from kiosk.content.reference.lookup import reference
from kiosk.engine import view
from kiosk.engine.turn import Draft
from kiosk.engine.walk import Place, walk
from kiosk.flow.node import Node

Call = Callable[[], str]


def make(base: str) -> Litestar:
    engine, values = asyncio.run(drawn(base))

    @get("/")
    async def question() -> Template:
        return Template("flow/step.html", context=values)

    config = TemplateConfig(instance=engine)
    return Litestar([question], template_config=config, logging_config=None, openapi_config=None)


async def drawn(base: str) -> tuple[JinjaTemplateEngine, dict[str, Any]]:
    """The templates, and what fills the page of a draft that has come as far as the question."""
    with TemporaryDirectory() as folder:
        app = create_app(settings.read(environ(Path(folder), 1)))
        async with app.lifespan():
            node: Node = app.state.node
            engine = JinjaTemplateEngine(engine_instance=app.state.renderer.environment("vi"))
            return engine, values_of(node, base)


def values_of(node: Node, base: str) -> dict[str, Any]:
    edition = node.guide.library.flows[FLOW]
    pack, context = edition.pack("vi"), node.guide.context("vi")
    answers = citizens.before(edition, node.guide, citizens.answers_of(FLOW), STEP)
    result = walk(pack.flow, answers, context)
    holes = view.step_values(
        pack, Draft(answers, {}), result, Place(STEP), context, base, to_check=False
    )
    return {
        **live(holes),
        "flow": pack.flow,
        "step": pack.flow.step(STEP),
        "links": {},
        "provinces": options(reference("vi").provinces()),
        "path": holes["path"],
        "fragment": False,
    }


def live(holes: Mapping[str, Any]) -> dict[str, Callable[..., str]]:
    """What stands for `hole`, `when` and `unless` where there is no pack."""

    def when(name: str, caller: Call) -> str:
        return Markup(caller()) if holes.get(name) else ""

    def unless(name: str, caller: Call) -> str:
        return "" if holes.get(name) else Markup(caller())

    return {"hole": lambda name: holes.get(name) or "", "when": when, "unless": unless}


if __name__ == "__main__":
    serve(make(sys.argv[2]), int(sys.argv[1]))
