"""From an author's `flow.yaml` to the engine's shape, with every mistake named by its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kiosk.content import plain
from kiosk.content.words import N_
from kiosk.content.yaml import ContentError, Document, Key, Trouble, load
from kiosk.engine.expr import ExprError, parse
from kiosk.engine.shapes import (
    Check,
    Derived,
    FeeTable,
    Flow,
    Need,
    NotFor,
    Paper,
    Source,
    Step,
    decode,
    flow_from,
)  # fmt: skip

SHARED = "_shared.yaml"
EXPRESSIONS = ("when", "min", "max", "unit", "value")
NO_SHARED = N_("không có bước chung tên “{name}”")
NOT_A_FLOW = N_("tệp thủ tục phải là các dòng “tên: giá trị”")
BAD_EXPRESSION = N_("biểu thức “{source}” chưa đúng: {why}")
WRONG_SHAPE = "{why}"

PARTS: dict[str, type] = {
    "sources": Source,
    "not_for": NotFor,
    "need": Need,
    "where": Need,
    "steps": Step,
    "derived": Derived,
    "papers": Paper,
    "checks": Check,
    "fee": FeeTable,
}
"""Whose members are looked at one by one, so that each mistake is told at once."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Leads from a flow's own paths (`("steps", 3)`) to the document and path they came from,
    since shared steps stand in another file."""

    document: Document
    steps: tuple[tuple[Document, Key], ...]

    def trouble(self, key: Key, text: str, /, **params: object) -> Trouble:
        document, place = self.locate(key)
        return document.trouble(place, text, **params)

    def locate(self, key: Key) -> tuple[Document, Key]:
        at = key[1] if len(key) > 1 else None
        if key[:1] == ("steps",) and isinstance(at, int) and at < len(self.steps):
            home, place = self.steps[at]
            return home, (*place, *key[2:])
        if key[:2] == ("fee", 0) and ("fee", 0) not in self.document.lines:
            return self.document, ("fee", *key[2:])
        return self.document, key


@dataclass(frozen=True, slots=True)
class FlowFile:
    """A flow that could be read. `data` is what its author wrote, with the shared steps put in
    and the fee always a list."""

    flow: Flow
    folder: Path
    data: Mapping[str, Any]
    origin: Origin

    def trouble(self, key: Key, text: str, /, **params: object) -> Trouble:
        return self.origin.trouble(key, text, **params)

    def place(self, key: Key) -> str:
        """`flow.yaml:12`: where something stands, to name it inside a sentence."""
        document, place = self.origin.locate(key)
        return f"{document.file.name}:{document.line(place)}"


def read_flow(folder: Path) -> FlowFile:
    """Raises ContentError with every trouble that keeps the flow from being used."""
    document = load(folder / "flow.yaml")
    if not isinstance(document.data, dict):
        raise ContentError(document.trouble((), NOT_A_FLOW))
    data, places = with_shared_steps(document, folder.parent / SHARED)
    if isinstance(data.get("fee"), dict):
        data["fee"] = [data["fee"]]
    origin = Origin(document, places)
    if troubles := [*bad_expressions(data, origin), *bad_shapes(data, origin)]:
        raise ContentError(*troubles)
    return FlowFile(flow_from(data), folder, data, origin)


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
        taken = shared_steps(shared, step["use"])
        if taken is None:
            raise ContentError(document.trouble(("steps", index), NO_SHARED, name=step["use"]))
        steps += taken
        places += [(shared, ("steps", step["use"], at)) for at in range(len(taken))]
    return {**data, "steps": steps}, tuple(places)


def shared_steps(shared: Document, name: object) -> list[Any] | None:
    known = shared.data.get("steps") if isinstance(shared.data, dict) else None
    found = known.get(name) if isinstance(known, dict) and isinstance(name, str) else None
    return found if isinstance(found, list) else None


def bad_expressions(data: Mapping[str, Any], origin: Origin) -> Iterator[Trouble]:
    """All of them at once: an author should not have to run the check once for each mistake."""
    for key, source in expressions(data, ()):
        try:
            parse(source)
        except ExprError as problem:
            why = plain.of_expression(problem)
            yield origin.trouble(key, BAD_EXPRESSION, source=source, why=why)


def expressions(data: Any, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from expressions(item, (*key, index))
    elif isinstance(data, dict):
        is_option = key[-2:-1] == ("options",)
        for name, item in data.items():
            if name in EXPRESSIONS and isinstance(item, str) and not is_option:
                yield (*key, name), item
            elif name != "default":
                yield from expressions(item, (*key, name))


def bad_shapes(data: Mapping[str, Any], origin: Origin) -> Iterator[Trouble]:
    """What does not fit, apart from expressions that `bad_expressions` has told already."""
    rest = dict(data)
    for name, kind in PARTS.items():
        whole = data.get(name)
        if isinstance(whole, dict) and kind is Source:
            rest[name] = {}
            members: Any = whole.items()
        elif isinstance(whole, list) and kind is not Source:
            rest[name] = []
            members = enumerate(whole)
        else:
            continue
        for key, member in members:
            yield from misfit(member, kind, (name, key), origin)
    yield from misfit(rest, Flow, (), origin)


def misfit(data: object, kind: type, key: Key, origin: Origin) -> Iterator[Trouble]:
    try:
        msgspec.convert(data, kind, dec_hook=decode)
    except msgspec.ValidationError as problem:
        if not isinstance(problem.__cause__, ExprError):
            inside, why = plain.of_shape(problem, kind)
            yield origin.trouble((*key, *inside), WRONG_SHAPE, why=why)
