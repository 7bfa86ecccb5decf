"""One case, worked out by Python and asked of the twin: a form sent from a page, and all pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from kiosk.cli.twin import Request, Twin
from kiosk.engine import view
from kiosk.engine.fields import read
from kiosk.engine.narrow import narrow_pack
from kiosk.engine.pack import Pack
from kiosk.engine.turn import CHECK, Draft, Turn, key, turn
from kiosk.engine.walk import Context, Note, Place, Walk, derived, submitted, walk
from tests.twin.shared import message, plain, told

BASE = "/to-khai/0197"


@dataclass(frozen=True)
class Case:
    """`whole`: pages are compared as HTML, else their holes. `steps`: the flow is narrowed."""

    name: str
    pack: Pack
    reference: str
    context: Context
    draft: Draft
    place: Place
    sent: dict[str, list[str]]
    to_check: bool = False
    whole: bool = False
    steps: tuple[str, ...] | None = None
    looks: Sequence[Place] = ()

    @property
    def request(self) -> Request:
        return {
            "do": "turn", "pack": self.pack.sha256, "reference": self.reference,
            "today": self.context.today, "commune": self.context.commune,
            "channel": self.context.channel, "receiving": sorted(self.context.receiving),
            "place": self.place, "sent": self.sent, "base": BASE,
            "draft": {"answers": self.draft.answers, "typed": self.draft.typed},
            "to_check": self.to_check, "whole": self.whole, "steps": self.steps,
            "looks": self.looks,
        }  # fmt: skip


def disagreements(twin: Twin, cases: Sequence[Case]) -> list[str]:
    """Where the two engines differ, told so that it can be looked into."""
    for pack in {case.pack.sha256: case.pack for case in cases}.values():
        twin.keep(pack.sha256, pack.data)
    found = twin.ask_all([case.request for case in cases])
    return [
        f"{case.name}: {difference}"
        for case, theirs in zip(cases, found, strict=True)
        for difference in [first_difference(plain(in_python(case)[0]), plain(theirs))]
        if difference
    ]


def in_python(case: Case) -> tuple[dict[str, Any], Turn]:
    pack = case.pack if case.steps is None else narrow_pack(case.pack, case.steps)
    done = turn(pack.flow, case.draft, case.place, case.sent, case.context, case.to_check)
    before = walk(pack.flow, case.draft.answers, case.context)
    seen = {
        "before": walked(pack, before),
        "draft": {"answers": done.draft.answers, "typed": done.draft.typed},
        "go": key(done.go),
        "unseen": done.unseen,
        "walk": walked(pack, done.walk),
        "open": [view.is_open(pack.flow, done.draft, done.walk, one) for one in case.looks],
        "views": views(replace(case, pack=pack), done),
    }
    return seen, done


def walked(pack: Pack, result: Walk) -> dict[str, Any]:
    return {
        "path": [key(place) for place in result.path],
        "at": key(result.at) if result.at else None,
        "errors": [note(one) for one in result.errors],
        "warnings": [note(one) for one in result.warnings],
        "officer": [note(one) for one in result.officer],
        "papers": [paper.id for paper in result.papers],
        "fee": {"total": result.fee.total, "lines": [line(one) for one in result.fee.lines]},
        "stopped": result.stopped,
        "done": result.done,
        "env": dict(result.env),
        "derived": derived(pack.flow, result.env),
        "submitted": submitted(pack.flow, result),
    }


def note(one: Note) -> dict[str, Any]:
    return {"on": one.on, "step": one.step, "message": message(one.message)}


def line(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("name", "total", "why", "source", "quantity")}


def views(case: Case, done: Turn) -> dict[str, Any]:
    """The holes of every page that is open, or the hash of each whole page and fragment."""
    pack, context, seen = case.pack, case.context, {}

    def look(name: str, page: str, values: view.Holes) -> None:
        drawn = (pack.page, pack.fragment) if case.whole else ()
        seen[name] = [digest(draw(page, values)) for draw in drawn] if case.whole else values

    for place in (*done.walk.path, done.go):
        step = pack.flow.step(place.step)
        if step and not step.stop and view.is_open(pack.flow, done.draft, done.walk, place):
            values = view.step_values(
                pack, done.draft, done.walk, place, context, BASE, case.to_check
            )
            look(key(place), view.page_of(place), values)
    values = view.check_values(pack, done.draft, done.walk, context, BASE)
    look(key(CHECK), key(CHECK), values)
    if pack.flow.ends == "checklist":
        values = view.checklist_values(pack, done.draft, done.walk, context, BASE)
        look("danh-sach", "danh-sach", values)
    elif pack.flow.declaration:
        errors = {
            one.id: read(one, case.sent, done.walk.env, context.reference).error
            for one in view.declared(pack)
        }
        values = view.declaration_values(pack, done.walk, BASE, case.sent, errors)
        look("cam-doan", "cam-doan", values)
    return seen


def digest(html: str) -> str:
    return sha256(html.encode()).hexdigest()


def first_difference(ours: Any, theirs: Any, where: str = "") -> str | None:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        names = sorted({*ours, *theirs})
        pairs = [(ours.get(name, "—"), theirs.get(name, "—"), f"{where}/{name}") for name in names]
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = [
            (a, b, f"{where}/{at}") for at, (a, b) in enumerate(zip(ours, theirs, strict=True))
        ]
    else:
        same = told(ours) == told(theirs)
        return None if same else f"{where}: Python {told(ours)[:300]}, twin {told(theirs)[:300]}"
    return next((found for pair in pairs if (found := first_difference(*pair))), None)
