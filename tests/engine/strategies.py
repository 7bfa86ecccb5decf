"""Made-up JSON, answers and flows: what a walk may meet, and never should, but has to survive."""

from typing import Any, get_args

from hypothesis import strategies as st

from kiosk.engine.fields.files import made_up
from kiosk.engine.shapes import FieldKind, Flow, flow_from

KINDS: tuple[str, ...] = get_args(FieldKind)
OPTIONS = [{"value": "co", "label": "Có"}, {"value": "khong", "label": "Không"}]
TRUE_TO_LIFE = st.sampled_from(
    [None, True, False, 0, 3, -1, 10**15, "", "co", "kinh", "VN", "2024-03-01", "2024", "Lê Lan",
     "001197004321", "0912345678", [], ["co"], {}, {"province": "01", "commune": "00004"},
     {"province": "01", "commune": "00004", "place": "x"}, made_up(1), made_up(11), [{"slot": 0}]]
)  # fmt: skip
LEAF = st.one_of(TRUE_TO_LIFE, st.integers(), st.text(max_size=8))
JSON = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)  # fmt: skip


def answers_to(flow: Flow) -> st.SearchStrategy[dict[str, Any]]:
    """Any JSON under any name that the flow, or nobody, knows; members hold the same."""
    fields = [one.id for one in flow.fields()]
    groups = [step.id for step in flow.steps if step.group]
    members = st.lists(st.dictionaries(st.sampled_from(fields), LEAF), max_size=4)
    plain = st.dictionaries(
        st.sampled_from([*fields, *groups, *(f"{one}.more" for one in groups), "x"]), JSON
    )
    if not groups:
        return plain
    people = st.dictionaries(st.sampled_from(groups), members | JSON)
    return st.builds(lambda a, b: {**a, **b}, plain, people)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A flow of one to six steps: fields of any kind, conditions, groups, stops and checks."""
    known: list[str] = ["today"]
    steps = [draw(a_step(number, known)) for number in range(draw(st.integers(1, 6)))]
    checks = [
        {"when": draw(condition(known)), "level": level, "on": name, "say": "?", "source": "s"}
        for name in known[1:]
        if (level := draw(st.sampled_from(["", "", "error", "warn", "officer"])))
    ]
    return flow_from(FRAME | {"steps": steps, "checks": checks})


@st.composite
def a_step(draw: st.DrawFn, number: int, known: list[str]) -> dict[str, Any]:
    step: dict[str, Any] = {"id": f"s-{number}", "ask": "?"}
    if draw(st.booleans()):
        step["when"] = draw(condition(known))
    if draw(st.integers(0, 9)) == 0:
        return step | {"stop": {"say": "!", "source": "s"}}
    kinds: list[str] = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))
    step["fields"] = [draw(a_field(f"f{number}{at}", kind)) for at, kind in enumerate(kinds)]
    if draw(st.integers(0, 3)) == 0:
        least = draw(st.integers(0, 2))
        step["group"] = {"each": "?", "more": "?", "min": least, "max": max(1, least) + number % 2}
        known.append(f"s_{number}")
    else:
        known += [one["id"] for one in step["fields"]]
    return step


@st.composite
def a_field(draw: st.DrawFn, id: str, kind: str) -> dict[str, Any]:
    field: dict[str, Any] = {"id": id, "type": kind, "label": "?", "required": draw(st.booleans())}
    if kind in ("choice", "choices"):
        field["options"] = OPTIONS
    if draw(st.booleans()):
        field["max"] = draw(st.sampled_from(["today", "5", "year(today)"]))
    return field


@st.composite
def condition(draw: st.DrawFn, known: list[str]) -> str:
    name = draw(st.sampled_from(known))
    shape = draw(st.sampled_from(
        ["{} == true", "{} != null", "{} == null", "size({}) > 0", "{} < today", "{} == 'co'",
         "any({0}, x, x.f00 == null)", "{}.commune == '00004'", "!({} in ['co', 'kinh'])"]
    ))  # fmt: skip
    return shape.format(name)


FRAME: dict[str, Any] = {
    "id": "thu",
    "procedure": {"code": "0.000000", "name": "Thử"},
    "version": "1",
    "effective": {"from": "2026-01-01"},
    "time_limit": {"working_days": 1, "source": "s"},
    "sources": {"s": {"title": "s", "confidence": "L"}},
}
