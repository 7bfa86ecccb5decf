"""Evaluates an expression's tree: always an answer, never an exception, whatever it reads.

What cannot be worked out is null; what cannot be compared is false. The JavaScript twin has the
same functions in the same order, and tests/vectors/expressions.json holds both to it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from kiosk.engine.expr import Tree, names
from kiosk.engine.operators import BINARY, FUNCTIONS
from kiosk.engine.values import Value, flat, read, same, settled

Env: TypeAlias = Mapping[str, Value]
Of: TypeAlias = Callable[[Env], Value]

LONGEST_LIST = 1_000


def evaluate(tree: Tree, env: Env) -> Value:
    return compile(tree)(env)


def compile(tree: Tree) -> Of:
    """Turns a tree that `parse` gave into a function of what the names stand for."""
    of = _build(tree)
    if tree[0] not in _OPEN:
        return of
    return lambda env: settled(of(env))


# Nodes whose result may be a list or a record; the others give plain values.
_OPEN = ("name", "get", "at", "list", "?", "filter", "map")


def _build(tree: Tree) -> Of:
    return _BUILDERS[tree[0]](*tree[1:])


def _lit(value: Value) -> Of:
    return lambda env: value


def _list(*parts: Tree) -> Of:
    items = [_build(part) for part in parts]
    return lambda env: [flat(item(env)) for item in items]


def _name(name: str) -> Of:
    return lambda env: read(env.get(name))


def _get(record: Tree, key: str) -> Of:
    of = _build(record)
    return lambda env: _reach(of(env), key)


def _at(container: Tree, place: Tree) -> Of:
    of, where = _build(container), _build(place)
    return lambda env: _reach(of(env), where(env))


def _reach(container: Value, place: Value) -> Value:
    if type(container) is dict and type(place) is str:
        return read(container.get(place))
    if type(container) is list and type(place) is int:
        return read(container[place]) if 0 <= place < len(container) else None
    return None


# Only `true` is true: null, 1 and 'no' are not.


def _not(part: Tree) -> Of:
    of = _build(part)
    return lambda env: of(env) is not True


# Loops, because they run on every step of every walk and a generator costs as much again.


def _and(*parts: Tree) -> Of:
    conditions = [_build(part) for part in parts]

    def all_hold(env: Env) -> bool:
        for holds in conditions:  # noqa: SIM110
            if holds(env) is not True:
                return False
        return True

    return all_hold


def _or(*parts: Tree) -> Of:
    conditions = [_build(part) for part in parts]

    def one_holds(env: Env) -> bool:
        for holds in conditions:  # noqa: SIM110
            if holds(env) is True:
                return True
        return False

    return one_holds


def _choice(condition: Tree, then: Tree, otherwise: Tree) -> Of:
    holds, yes, no = _build(condition), _build(then), _build(otherwise)
    return lambda env: yes(env) if holds(env) is True else no(env)


def _equal(left: Tree, right: Tree) -> Of:
    if left[0] == "name" and right[0] == "lit":
        return _name_is(left[1], right[1])
    a, b = _build(left), _build(right)
    return lambda env: same(a(env), b(env))


def _name_is(name: str, wanted: Value) -> Of:
    """What most conditions are, and so the shortest way through."""
    if type(wanted) is bool:
        return lambda env: env.get(name) is wanted
    if type(wanted) is str:
        return lambda env: type(found := env.get(name)) is str and found == wanted
    return lambda env: same(read(env.get(name)), wanted)


def _unequal(left: Tree, right: Tree) -> Of:
    equal = _equal(left, right)
    return lambda env: not equal(env)


def _binary(operator: str) -> Callable[[Tree, Tree], Of]:
    work_out = BINARY[operator]

    def build(left: Tree, right: Tree) -> Of:
        a, b = _build(left), _build(right)
        return lambda env: work_out(a(env), b(env))

    return build


def _negative(part: Tree) -> Of:
    return _build(["-", ["lit", 0], part])


def _call(name: str, *parts: Tree) -> Of:
    function, given = FUNCTIONS[name], [_build(part) for part in parts]
    return lambda env: function(*[of(env) for of in given])


Answers: TypeAlias = Iterator[tuple[Value, Value]]
"""Each item of a list, with what the body says of it."""


def _each(gather: Callable[[Answers], Value], without: Value) -> Callable[[str, Tree, Tree], Of]:
    """`without` is the result where there is no list, or too long a one."""

    def build(variable: str, items: Tree, body: Tree) -> Of:
        of, asked = _build(items), _build(body)
        outer = sorted(names(body) - {variable})

        def answers(found: list[Value], env: Env) -> Answers:
            # Only what the body reads: an env may be large, or work out its values when asked.
            scope = {name: env.get(name) for name in outer}
            for item in found:
                scope[variable] = item
                yield item, asked(scope)

        def gathered(env: Env) -> Value:
            found = of(env)
            walkable = type(found) is list and len(found) <= LONGEST_LIST
            return gather(answers(found, env)) if walkable else without

        return gathered

    return build


def _any(answers: Answers) -> bool:
    return any(answer is True for _, answer in answers)


def _all(answers: Answers) -> bool:
    return all(answer is True for _, answer in answers)


def _filter(answers: Answers) -> list[Value]:
    return [item for item, answer in answers if answer is True]


def _map(answers: Answers) -> list[Value]:
    return [flat(answer) for _, answer in answers]


_BUILDERS: dict[str, Callable[..., Of]] = {
    "lit": _lit,
    "list": _list,
    "name": _name,
    "get": _get,
    "at": _at,
    "!": _not,
    "&&": _and,
    "||": _or,
    "?": _choice,
    "==": _equal,
    "!=": _unequal,
    **{operator: _binary(operator) for operator in BINARY},
    "neg": _negative,
    "call": _call,
    "any": _each(_any, without=False),
    "all": _each(_all, without=False),
    "filter": _each(_filter, without=None),
    "map": _each(_map, without=None),
}
