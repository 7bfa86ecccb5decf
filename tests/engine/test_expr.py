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
    "": ("Something is missing at the end.", 1),
    "x ==": ("Something is missing at the end.", 5),
    "x = 1": ("To compare, write == with two equals signs.", 3),
    "x & y": ("For 'and', write && with two signs.", 3),
    "x | y": ("For 'or', write || with two signs.", 3),
    "x and y": ("Instead of 'and' write &&.", 3),
    "not x": ("Instead of 'not' write !.", 1),
    "x == ‘a’": ("Use straight quotes: 'text'.", 6),
    "x == 'a": ("This text has no closing quote.", 6),
    "x == 'a\n'": ("This text has no closing quote.", 6),
    r"'a\n'": ("After \\ comes \\ or a quote, nothing else.", 1),
    "x # y": ("# means nothing here.", 3),
    "ngày == 1": ("Names have no accents: ngày cannot be one.", 1),
    "xa == 00070": ("A number does not start with 0. Is it a code? '00070'", 7),
    "9007199254740993000": ("This number is too large to count with.", 1),
    "1 2": ("2 cannot stand here.", 3),
    "12abc": ("abc cannot stand here.", 3),
    "x.": ("After '.' comes a name.", 3),
    "x.1": ("After '.' comes a name.", 3),
    "1 < x < 5": ("Compare two things at a time: 1 < x && x < 5.", 7),
    "!x in y": ("Does ! belong to the left side or to all of it? Use brackets: !(a == b).", 4),
    "(x": ("'(' has no ')'.", 3),
    "x[1": ("'[' has no ']'.", 4),
    "[1 2]": ("Between values comes ',', after the last ']'.", 4),
    "[1,]": ("] cannot stand here.", 4),
    "x ? 1": ("'?' needs a ':' and what holds otherwise.", 6),
    "tuoi(x)": ("There is no function tuoi().", 1),
    "1 + age(x)": ("Write age(birth, on): 1 given here.", 5),
    "min(1)": ("Write min(a, b, …): 1 given here.", 1),
    "any(x, 1, true)": ("Write any(list, x, what to ask of x).", 8),
    "any(x, in, true)": ("Write any(list, x, what to ask of x).", 8),
    "any(x, y)": ("Write any(list, x, what to ask of x).", 9),
    "x.contains(y)": ("Write contains(a, b), not a.contains(b).", 11),
    "in": ("in cannot stand here.", 1),
    "any(x, a, any(x, b, any(x, c, c)))": ("any, all, filter and map nest at most 2 deep.", 21),
}


@pytest.mark.parametrize("source", TREES)
def test_a_source_becomes_its_tree(source: str) -> None:
    assert json.dumps(parse(source)) == json.dumps(TREES[source])


@pytest.mark.parametrize("source", WRONG)
def test_a_mistake_is_told_in_plain_words_and_where_it_is(source: str) -> None:
    with pytest.raises(ExprError) as told:
        parse(source)
    assert (told.value.message, told.value.column) == WRONG[source]
    assert str(told.value) == f"{told.value.message} (column {told.value.column})"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_with_no_values_is_a_mistake(name: str) -> None:
    with pytest.raises(ExprError, match="Write"):
        parse(f"{name}()")


@pytest.mark.parametrize("deep", ["(" * 40 + "1" + ")" * 40, "!" * 40 + "x", "1" + "+1" * 40])
def test_a_source_nested_too_deep_is_refused(deep: str) -> None:
    with pytest.raises(ExprError, match="nested more than 32 deep"):
        parse(deep)


def test_a_source_too_long_is_refused() -> None:
    with pytest.raises(ExprError, match="at most 1000"):
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
