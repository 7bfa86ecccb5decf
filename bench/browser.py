"""The rows of the browser: a phone on a thin connection, from the first visit to the receipt, and
again when its worker is there.

A fresh profile and an empty cache each time. A relay slows the line down for all, DevTools the
page's CPU.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from litestar import Litestar

from bench import citizens, outbox
from bench.node import node
from bench.phone import Form, Phone, Traffic, phone
from bench.relay import Line, Relay
from bench.report import Row, quantile, row_of
from kiosk.engine.shapes import Flow, Value
from kiosk.engine.walk import Place
from kiosk.flow.node import Node
from tools.browser import find

FLOWS = Path(__file__).resolve().parent / "flows"
FLOW = "muoi-hai"
START = f"/thu-tuc/{FLOW}"
Forms = list[Form]


class Promise(NamedTuple):
    """Seconds to wait on a line: to the first question, and in all to the receipt."""

    line: Line
    first: float
    whole: float


SLOW_3G = Promise(Line("slow 3G", 400, 400), 2.5, 6)
GPRS_2G = Promise(Line("2G", 250, 800), 4, 9)


class Sum(NamedTuple):
    """What was waited for, in seconds, and what went over the wire for it."""

    seconds: float
    pages: Traffic
    worker: Traffic

    @property
    def kb(self) -> float:
        return self.pages.kb + self.worker.kb

    @property
    def requests(self) -> int:
        return self.pages.requests + self.worker.requests


def rows(rounds: int) -> Iterator[Row]:
    chromium = find()
    if chromium is None:
        raise SystemExit("bench: no Chromium; the rows of the browser need one")
    with TemporaryDirectory() as name, node(Path(name), FLOWS) as server:
        forms = citizens.with_node(None, forms_of, FLOWS)
        for promise in (SLOW_3G, GPRS_2G):
            with Relay(server.port, promise.line) as relay:
                yield from on_line(chromium, relay, promise, forms, rounds)
        with Relay(server.port) as relay, phone(chromium, relay) as here:
            yield from steps(here, forms, rounds)
    yield from outbox.rows(chromium, rounds)


def on_line(
    chromium: Path, relay: Relay, promise: Promise, forms: Forms, rounds: int
) -> Iterator[Row]:
    firsts, agains, colds = [], [], []
    for _ in range(rounds):
        with phone(chromium, relay) as here:
            firsts.append(first_visit(here))
            agains.append(through(here, forms))
        with phone(chromium, relay) as here:
            colds.append(through(here, forms))
    name = promise.line.name
    if promise is SLOW_3G:
        yield from told_of_first(firsts)
    yield row_of(
        f"first visit: waiting, {name}", [one.seconds for one in firsts], "s", promise.first
    )
    yield from told_of_whole(f"12 questions, cold, {name}", colds, promise.whole)
    yield from told_of_whole(f"12 questions, second visit, {name}", agains, promise.whole)


def first_visit(here: Phone) -> Sum:
    """The start page, "begin", the first question; then its reader stays until the worker is there
    with all it needs."""
    waited = here.open(START) + here.tap()
    here.stay()
    return Sum(waited, *here.traffic())


def through(here: Phone, forms: Forms) -> Sum:
    """The start page, "begin", twelve questions, the check, the declaration, the receipt. Taps come
    as soon as a page can be used, whether or not a worker is there by then."""
    waited = here.open(START) + here.tap()
    for form in forms:
        waited += here.answer(form)
    here.stay()
    return Sum(waited, *here.traffic())


def told_of_first(sums: list[Sum]) -> Iterator[Row]:
    what = "first visit to the first question"
    yield row_of(f"{what}: wire, both ways", [one.pages.kb for one in sums], "KB", 30)
    yield row_of(f"{what}: requests", [one.pages.requests for one in sums], "", 8)
    what = "what the worker fetches after it"
    yield row_of(f"{what}: wire, both ways", [one.worker.kb for one in sums], "KB")
    yield row_of(f"{what}: requests", [one.worker.requests for one in sums], "")


def told_of_whole(what: str, sums: list[Sum], seconds: float) -> Iterator[Row]:
    """Budgets are for all that went over the wire; the notes say how much of it the worker's is."""
    kb = row_of("", [one.worker.kb for one in sums], "").measured
    requests = row_of("", [one.worker.requests for one in sums], "").measured
    yield row_of(
        f"{what}: wire", [one.kb for one in sums], "KB", 60, note=f"{kb:.1f} of them the worker's"
    )
    yield row_of(
        f"{what}: requests", [one.requests for one in sums], "", 20,
        note=f"{requests:.0f} of them the worker's",
    )  # fmt: skip
    yield row_of(f"{what}: waiting", [one.seconds for one in sums], "s", seconds)


def steps(here: Phone, forms: Forms, rounds: int) -> Iterator[Row]:
    """From the tap on a question until the next can be used, answered on the phone. The hand-in
    waits for the hub and is left out."""
    first_visit(here)
    waits = []
    for _ in range(rounds):
        here.open(START)
        here.tap()
        waits += [1000 * here.answer(form) for form in forms[:-1]]
        here.answer(forms[-1])
    note = f"{len(waits)} steps, CPU of the page 6× slower"
    yield Row("step to step from the worker, p50", quantile(waits, 0.5), "ms", 120, note=note)
    yield Row("step to step from the worker, p95", quantile(waits, 0.95), "ms", 250, note=note)


async def forms_of(app: Litestar) -> Forms:
    """What is filled in from the first question to the declaration; the check page asks nothing."""
    node: Node = app.state.node
    flow = node.guide.library.flows[FLOW].pack("vi").flow
    answers = citizens.answers_of(FLOW, FLOWS)
    asked = [form_of(flow, step.id, answers) for step in flow.steps]
    declared = [(one.id, ["yes"]) for one in flow.declaration.fields] if flow.declaration else []
    return [*asked, [], declared]


def form_of(flow: Flow, step: str, answers: dict[str, Value]) -> Form:
    form = citizens.form_of(flow, Place(step), answers)
    return [
        (name, value if isinstance(value, list) else [str(value)]) for name, value in form.items()
    ]
