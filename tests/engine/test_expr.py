import json

import pytest

from kiosk.engine.expr import EACH, FUNCTIONS, ExprError, calls, names, parse

X, Y = ["name", "x"], ["name", "y"]
ONE, TWO, THREE = (["lit", n] for n in (1, 2, 3))

TREES = {
    "x == false": ["==", X, ["lit", False]],
    "x != null": ["!=", X, ["lit", None]],
    "1 + 2 * 3": ["+", ONE, ["*", TWO, THREE]],
    "1 - 2 - 3": ["-", ["-", ONE, TWO], THREE],
    "x || y && !x": ["||", X, ["&&", Y, ["!", X]]],
    "x && y && x": ["&&", X, Y, X],
    "x && (y && x)": ["&&", X, ["&&", Y, X]],
    "x ? 1 : y ? 2 : 3": ["?", X, ONE, ["?", Y, TWO, THREE]],
    "1 + 2 < 3": ["<", ["+", ONE, TWO], THREE],
    "-1": ["lit", -1],
    "-x": ["neg", X],
    "-x.a": ["neg", ["get", X, "a"]],
    "x.a[1].b": ["get", ["at", ["get", X, "a"], ONE], "b"],
    "[1, x]": ["list", ONE, X],
    "1 in [1]": ["in", ONE, ["list", ONE]],
    "year(x)": ["call", "year", X],
    "max(1, 2, 3)": ["call", "max", ONE, TWO, THREE],
    "any(x, y, y == 1)": ["any", "y", X, ["==", Y, ONE]],
    "'e\u0302\u0301'": ["lit", "ế"],
}

WRONG = {
    "": ("expr.unfinished", 1, {}),
    "x ==": ("expr.unfinished", 5, {}),
    "x = 1": ("expr.equals", 3, {"found": "="}),
    "x & y": ("expr.and", 3, {"found": "&"}),
    "x | y": ("expr.or", 3, {"found": "|"}),
    "x and y": ("expr.other_language", 3, {"found": "and", "instead": "&&"}),
    "not x": ("expr.other_language", 1, {"found": "not", "instead": "!"}),
    "x == ‘a’": ("expr.quotes", 6, {"found": "‘"}),
    "x == 'a": ("expr.open_text", 6, {"found": "'"}),
    "x == 'a\n'": ("expr.open_text", 6, {"found": "'"}),
    r"'a\n'": ("expr.backslash", 1, {}),
    "x # y": ("expr.stray", 3, {"found": "#"}),
    "ngày == 1": ("expr.accents", 1, {"found": "ngày"}),
    "xa == 00070": ("expr.code", 7, {"found": "00070"}),
    "9007199254740993000": ("expr.large", 1, {"found": "9007199254740993000"}),
    "1 2": ("expr.misplaced", 3, {"found": "2"}),
    "12abc": ("expr.misplaced", 3, {"found": "abc"}),
    "x.": ("expr.name_after_dot", 3, {}),
    "x.1": ("expr.name_after_dot", 3, {}),
    "1 < x < 5": ("expr.two_at_a_time", 7, {}),
    "!x in y": ("expr.not_what", 4, {}),
    "(x": ("expr.open_bracket", 3, {}),
    "x[1": ("expr.open_square", 4, {}),
    "[1 2]": ("expr.no_comma", 4, {"end": "]"}),
    "[1,]": ("expr.misplaced", 4, {"found": "]"}),
    "x ? 1": ("expr.no_colon", 6, {}),
    "tuoi(x)": ("expr.no_function", 1, {"found": "tuoi"}),
    "1 + age(x)": ("expr.arguments", 5, {"usage": "age(birth, on)", "count": 1}),
    "min(1)": ("expr.arguments", 1, {"usage": "min(a, b, …)", "count": 1}),
    "any(x, 1, true)": ("expr.each", 8, {"name": "any"}),
    "any(x, in, true)": ("expr.each", 8, {"name": "any"}),
    "any(x, y)": ("expr.each", 9, {"name": "any"}),
    "x.contains(y)": ("expr.no_methods", 11, {}),
    "in": ("expr.misplaced", 1, {"found": "in"}),
    "any(x, a, any(x, b, any(x, c, c)))": ("expr.each_deep", 21, {"most": 2}),
    "(" * 40 + "1" + ")" * 40: ("expr.deep", 33, {"most": 32}),
    "x" * 1001: ("expr.long", 1001, {"most": 1000}),
}


@pytest.mark.parametrize("source", TREES)
def test_a_source_becomes_its_tree(source: str) -> None:
    assert json.dumps(parse(source)) == json.dumps(TREES[source])


@pytest.mark.parametrize("source", WRONG)
def test_a_mistake_is_named_with_where_it_is(source: str) -> None:
    with pytest.raises(ExprError) as told:
        parse(source)
    assert (told.value.id, told.value.column, told.value.params) == WRONG[source]
    assert str(told.value).endswith(f"(column {told.value.column})")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_with_no_values_is_a_mistake(name: str) -> None:
    with pytest.raises(ExprError, match=r"expr\.(arguments|each)"):
        parse(f"{name}()")


@pytest.mark.parametrize("deep", ["(" * 40 + "1" + ")" * 40, "!" * 40 + "x", "1" + "+1" * 40])
def test_a_source_nested_too_deep_is_refused(deep: str) -> None:
    with pytest.raises(ExprError, match=r"expr\.deep most=32"):
        parse(deep)


def test_a_source_too_long_is_refused() -> None:
    with pytest.raises(ExprError, match=r"expr\.long most=1000"):
        parse("x" * 1001)


def test_a_long_condition_is_not_a_deep_one() -> None:
    assert len(parse(" || ".join(f"x == {n}" for n in range(90)))) == 91


def test_names_are_what_is_read_from_outside() -> None:
    assert names(parse("a.b == c && age(d, today) > 1 || 'e' in f")) == {*"acdf", "today"}


def test_a_variable_is_not_a_name_except_outside_its_reach() -> None:
    assert names(parse("any(x, y, y == z)")) == {"x", "z"}
    assert names(parse("any(y, y, y == 1)")) == {"y"}
    assert names(parse("all(x, y, any(y, z, z == 1)) && z")) == {"x", "z"}


def test_calls_are_the_functions_used() -> None:
    assert calls(parse("any(x, y, year(y) > 1) || size(x) > max(1, 2)")) == {
        "any", "year", "size", "max",
    }  # fmt: skip
    assert not set(EACH) & set(FUNCTIONS)
