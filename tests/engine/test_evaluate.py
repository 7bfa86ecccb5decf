import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.engine.evaluate import compile, evaluate
from kiosk.engine.expr import EACH, FUNCTIONS, Tree, parse
from kiosk.engine.operators import BINARY
from kiosk.engine.operators import FUNCTIONS as WORKED_OUT

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "tests/vectors/expressions.json").read_text("utf-8"))
KINDS = {"lit", "list", "name", "get", "at", "!", "&&", "||", "?", "==", "!=", "neg", "call"}
KINDS |= {*BINARY, *EACH}


def env_of(case: dict[str, Any]) -> dict[str, Any]:
    repeated = {k: what * times for k, (what, times) in case.get("repeat", {}).items()}
    return {**case["env"], **repeated}


@pytest.mark.parametrize("group", VECTORS, ids=lambda group: group["group"])
def test_expressions_agree_with_the_vectors(group: dict[str, Any]) -> None:
    for case in group["cases"]:
        result = evaluate(case["tree"], env_of(case))
        # As JSON, because Python holds that True == 1 == 1.0.
        told = (case["source"], case["env"])
        assert json.dumps(result, sort_keys=True) == json.dumps(case["result"], sort_keys=True), (
            told
        )
        assert json.dumps(parse(case["source"])) == json.dumps(case["tree"]), told


def nodes(tree: Tree) -> Iterator[Tree]:
    yield tree
    for part in tree[1:]:
        if isinstance(part, list):
            yield from nodes(part)


def test_every_operator_and_function_occurs_in_the_vectors() -> None:
    trees = [case["tree"] for group in VECTORS for case in group["cases"]]
    used = {tuple(node[:2]) if node[0] == "call" else node[0] for t in trees for node in nodes(t)}
    assert used >= (KINDS - {"call"}) | {("call", name) for name in FUNCTIONS}


def test_what_can_be_parsed_can_be_worked_out() -> None:
    assert WORKED_OUT.keys() == FUNCTIONS.keys()


def test_the_page_for_authors_tells_of_every_function_and_its_examples_parse() -> None:
    page = (ROOT / "docs/expressions.md").read_text("utf-8")
    for name, wanted in FUNCTIONS.items():
        assert f"`{name}({', '.join(wanted)})`" in page
    assert all(f"`{name}(list, x, " in page for name in EACH)
    for example in page.split("```")[1].strip().splitlines():
        parse(example)


def test_no_vector_is_there_twice() -> None:
    cases = [json.dumps(case, sort_keys=True) for group in VECTORS for case in group["cases"]]
    assert len(set(cases)) == len(cases)


TEXTS = st.sampled_from(
    ["", "a", "ế", "e\u0302\u0301", "Đ", "𠀋", "\uff5e", "1", "2024-02-29", "2023-02-29"]
)
NUMBERS = st.sampled_from([0, 1, -1, 2, 0.5, -7, 12, 1e15, 9007199254740992, 5e-324])
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
NAMES = st.sampled_from(["x", "y", "z", "constructor"])
VALUES = st.recursive(
    SCALARS | st.sampled_from([2**53 + 1, 10**400, 1e308]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
ENVS = st.dictionaries(NAMES, VALUES)
NOT_JSON = st.sampled_from(
    [math.nan, math.inf, -math.inf, -0.0, (1, 2), {1}, b"a", date(2024, 1, 1), object(), {1: 2}, 1j]
)


def node(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    two = ["==", "!=", *BINARY]
    calls = [
        st.tuples(*[parts] * (2 if "…" in wanted else len(wanted))).map(
            lambda given_, name=name: ["call", name, *given_]  # type: ignore[misc]
        )
        for name, wanted in FUNCTIONS.items()
    ]
    return st.one_of(
        st.tuples(st.sampled_from(two), parts, parts).map(list),
        st.tuples(st.sampled_from(["&&", "||"]), parts, parts).map(list),
        st.tuples(st.sampled_from(["!", "neg"]), parts).map(list),
        st.tuples(st.just("?"), parts, parts, parts).map(list),
        st.tuples(st.just("get"), parts, NAMES).map(list),
        st.tuples(st.just("at"), parts, parts).map(list),
        st.lists(parts, max_size=3).map(lambda items: ["list", *items]),
        st.tuples(st.sampled_from(EACH), NAMES, parts, parts).map(list),
        *calls,
    )


LEAVES = SCALARS.map(lambda value: ["lit", value]) | NAMES.map(lambda name: ["name", name])
TREES = st.recursive(LEAVES, node, max_leaves=12)


@settings(max_examples=300, deadline=None)
@given(TREES, ENVS)
def test_any_tree_gives_a_json_value_for_any_answers(tree: Tree, env: dict[str, Any]) -> None:
    result = evaluate(tree, env)
    assert json.loads(json.dumps(result, allow_nan=False)) == result


@settings(max_examples=200, deadline=None)
@given(TREES, st.dictionaries(NAMES, VALUES | NOT_JSON | st.lists(NOT_JSON)))
def test_what_is_not_json_reads_as_null(tree: Tree, env: dict[str, Any]) -> None:
    json.dumps(evaluate(tree, env), allow_nan=False)


@given(TREES, ENVS)
def test_evaluating_leaves_the_answers_as_they_were(tree: Tree, env: dict[str, Any]) -> None:
    before = repr(env)
    first = evaluate(tree, env)
    assert repr(env) == before
    assert repr(compile(tree)(MappingProxyType(env))) == repr(first)


@pytest.mark.parametrize("source", ["x == x", "x", "x in [x]", "[x]", "x[0]", "size(x)"])
def test_answers_nested_without_end_do_no_harm(source: str) -> None:
    endless: list[Any] = []
    endless.append(endless)
    json.dumps(evaluate(parse(source), {"x": endless}))


def test_a_condition_over_a_variable_does_not_read_other_answers() -> None:
    asked: set[str] = set()

    class Asked(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:
            asked.add(name)
            return super().get(name, default)

    assert evaluate(parse("any(x, i, i == y)"), Asked(x=[1, 2], y=2, z=3)) is True
    assert asked == {"x", "y"}
