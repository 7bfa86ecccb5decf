"""From an author's `flow.yaml` to the engine's shape, with every mistake named by its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kiosk.content.words import N_
from kiosk.content.yaml import ContentError, Document, Key, Trouble, load
from kiosk.engine.expr import ExprError, parse
from kiosk.engine.shapes import Flow, flow_from

SHARED = "_shared.yaml"
EXPRESSIONS = ("when", "min", "max", "unit", "value")
NO_SHARED = N_("không có bước chung tên “{name}”")
NOT_A_FLOW = N_("tệp thủ tục phải là các dòng “tên: giá trị”")
BAD_EXPRESSION = N_("biểu thức “{source}” chưa đúng: {why}")
UNKNOWN_KEY = N_("không có mục tên “{name}” ở đây")
MISSING_KEY = N_("thiếu mục “{name}”")
WRONG_SHAPE = N_("chỗ này chưa đúng dạng: {why}")

UNKNOWN = re.compile(r"unknown field `(.+?)`")
MISSING = re.compile(r"missing required field `(.+?)`")
STEP = re.compile(r"\.([A-Za-z_][\w]*)|\[(\d+|\.\.\.)\]")


@dataclass(frozen=True, slots=True)
class FlowFile:
    """A flow that could be read. `places` leads from the flow's own paths (`("steps", 3)`) to
    the document and path they came from, since shared steps stand in another file."""

    flow: Flow
    folder: Path
    document: Document
    steps: tuple[tuple[Document, Key], ...]

    def trouble(self, key: Key, text: str, **params: object) -> Trouble:
        document, place = locate(self.document, self.steps, key)
        return document.trouble(place, text, **params)


def read_flow(folder: Path) -> FlowFile:
    """Raises ContentError with every trouble that keeps the flow from being used."""
    document = load(folder / "flow.yaml")
    if not isinstance(document.data, dict):
        raise ContentError(document.trouble((), NOT_A_FLOW))
    data, steps = with_shared_steps(document, folder.parent / SHARED)
    fee = data.get("fee")
    if isinstance(fee, dict):
        data = {**data, "fee": [fee]}
    troubles = list(bad_expressions(data, document, steps))
    if troubles:
        raise ContentError(*troubles)
    try:
        flow = flow_from(data)
    except msgspec.ValidationError as problem:
        raise ContentError(shape_trouble(problem, document, steps)) from problem
    return FlowFile(flow, folder, document, steps)


def with_shared_steps(
    document: Document, shared_file: Path
) -> tuple[dict[str, Any], tuple[tuple[Document, Key], ...]]:
    """Replaces `use: name` by the shared steps of that name, which may be several pages."""
    data = dict(document.data)
    given = data.get("steps")
    if not isinstance(given, list):
        return data, ()
    shared: Document | None = None
    steps: list[Any] = []
    places: list[tuple[Document, Key]] = []
    for index, step in enumerate(given):
        if not (isinstance(step, dict) and set(step) == {"use"}):
            steps.append(step)
            places.append((document, ("steps", index)))
            continue
        shared = shared or load(shared_file)
        taken = (shared.data or {}).get("steps", {}).get(step["use"])
        if not isinstance(taken, list):
            raise ContentError(document.trouble(("steps", index), NO_SHARED, name=step["use"]))
        steps += taken
        places += [(shared, ("steps", step["use"], at)) for at in range(len(taken))]
    return {**data, "steps": steps}, tuple(places)


def locate(
    document: Document, steps: tuple[tuple[Document, Key], ...], key: Key
) -> tuple[Document, Key]:
    if len(key) > 1 and key[0] == "steps" and isinstance(key[1], int) and key[1] < len(steps):
        home, place = steps[key[1]]
        return home, (*place, *key[2:])
    return document, key


def bad_expressions(
    data: Mapping[str, Any], document: Document, steps: tuple[tuple[Document, Key], ...]
) -> Iterator[Trouble]:
    """All of them at once: an author should not have to run the check once for each mistake."""
    for key, source in expressions(data, ()):
        try:
            parse(source)
        except ExprError as problem:
            home, place = locate(document, steps, key)
            yield home.trouble(place, BAD_EXPRESSION, source=source, why=problem)


def expressions(data: Any, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from expressions(item, (*key, index))
    elif isinstance(data, dict):
        is_option = key[-2:-1] == ("options",)
        for name, item in data.items():
            if name in EXPRESSIONS and isinstance(item, str) and not is_option:
                yield (*key, name), item
            else:
                yield from expressions(item, (*key, name))


def shape_trouble(
    problem: msgspec.ValidationError, document: Document, steps: tuple[tuple[Document, Key], ...]
) -> Trouble:
    said, _, path = str(problem).partition(" - at `$")
    key: Key = tuple(
        int(index) if index.isdigit() else name or index for name, index in STEP.findall(path)
    )
    home, place = locate(document, steps, key)
    if unknown := UNKNOWN.search(said):
        return home.trouble((*place, unknown[1]), UNKNOWN_KEY, name=unknown[1])
    if missing := MISSING.search(said):
        return home.trouble(place, MISSING_KEY, name=missing[1])
    return home.trouble(place, WRONG_SHAPE, why=said)
