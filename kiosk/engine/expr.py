"""Reads an expression (`age(ngay_sinh, today) < 18 && quan_he == 'cha'`) into a JSON tree.

The tree is what packs carry and both engines evaluate; its shapes are in docs/expressions.md.
"""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeAlias

from kiosk.engine.text import nfc
from kiosk.engine.tokens import ExprError, Token, number, tokens, unquoted

__all__ = ["EACH", "FUNCTIONS", "RESERVED", "ExprError", "Tree", "calls", "names", "parse"]

Tree: TypeAlias = list[Any]
"""JSON: the kind of node, then what it is made of: `["==", ["name", "x"], ["lit", False]]`."""

LONGEST_SOURCE = 1000
DEEPEST = 32
DEEPEST_EACH = 2

FUNCTIONS = {
    "age": ("birth", "on"),
    "days": ("from", "to"),
    "addDays": ("date", "days"),
    "addMonths": ("date", "months"),
    "year": ("date",),
    "month": ("date",),
    "day": ("date",),
    "weekday": ("date",),
    "size": ("text or list",),
    "contains": ("text", "part"),
    "startsWith": ("text", "start"),
    "endsWith": ("text", "end"),
    "fold": ("text",),
    "min": ("a", "b", "…"),
    "max": ("a", "b", "…"),
}
EACH = ("any", "all", "filter", "map")

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in")
_CONSTANTS = {"true": True, "false": False, "null": None}
_OTHER_LANGUAGES = {"and": "&&", "or": "||", "not": "!", "is": "=="}
RESERVED = frozenset({"in", *_CONSTANTS, *_OTHER_LANGUAGES})
"""Words that cannot be names."""


def parse(source: str) -> Tree:
    """Raises `ExprError`. The source is taken as NFC, so its texts match tidied answers."""
    if len(source) > LONGEST_SOURCE:
        raise ExprError("expr.long", LONGEST_SOURCE + 1, most=LONGEST_SOURCE)
    tree = _Parser(nfc(source)).whole()
    if _depth(tree) > DEEPEST:
        raise ExprError("expr.deep", 1, most=DEEPEST)
    return tree


def names(tree: Tree) -> frozenset[str]:
    """What the expression reads from outside: not the variables of any, all, filter, map."""
    if tree[0] == "name":
        return frozenset({tree[1]})
    if tree[0] in EACH:
        _, variable, items, body = tree
        return names(items) | (names(body) - {variable})
    return frozenset[str]().union(*(names(part) for part in _parts(tree)))


def calls(tree: Tree) -> frozenset[str]:
    """The functions that the expression uses, `any` and its kin among them."""
    own = {tree[1]} if tree[0] == "call" else {tree[0]} & set(EACH)
    return frozenset(own).union(*(calls(part) for part in _parts(tree)))


def _parts(tree: Tree) -> Iterator[Tree]:
    return (part for part in tree[1:] if isinstance(part, list))


def _depth(tree: Tree) -> int:
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [part for node in level for part in _parts(node)]
    return depth


class _Parser:
    """One method for each line of the grammar, loosest operator first."""

    def __init__(self, source: str) -> None:
        self.tokens = list(tokens(source))
        self.at = 0
        self.depth = 0
        self.each = 0

    def whole(self) -> Tree:
        tree = self.expression()
        if self.token.kind != "end":
            self.unexpected()
        return tree

    def expression(self) -> Tree:
        return self.nested(self.choice)

    def choice(self) -> Tree:
        condition = self.either()
        if not self.take("?"):
            return condition
        then = self.expression()
        self.expect(":", "expr.no_colon")
        return ["?", condition, then, self.expression()]

    def either(self) -> Tree:
        return self.joined("||", self.both)

    def both(self) -> Tree:
        return self.joined("&&", self.comparison)

    def comparison(self) -> Tree:
        first = self.token.source
        left = self.sum()
        if self.token.source not in _COMPARISONS:
            return left
        if first == "!":
            self.fail("expr.not_what")
        tree = [self.next().source, left, self.sum()]
        if self.token.source in _COMPARISONS:
            self.fail("expr.two_at_a_time")
        return tree

    def sum(self) -> Tree:
        return self.chained(("+", "-"), self.product)

    def product(self) -> Tree:
        return self.chained(("*", "/", "%"), self.unary)

    def unary(self) -> Tree:
        if self.take("!"):
            return ["!", self.nested(self.unary)]
        if not self.take("-"):
            return self.reached()
        negated = self.nested(self.unary)
        if negated[0] == "lit" and type(negated[1]) in (int, float):
            return ["lit", -negated[1]]
        return ["neg", negated]

    def reached(self) -> Tree:
        tree = self.operand()
        while True:
            if self.take("."):
                tree = ["get", tree, self.name("expr.name_after_dot")]
                if self.token.source == "(":
                    self.fail("expr.no_methods")
            elif self.take("["):
                tree = ["at", tree, self.expression()]
                self.expect("]", "expr.open_square")
            else:
                return tree

    def operand(self) -> Tree:
        kind, source, _ = self.token
        if kind == "number":
            return ["lit", number(self.next())]
        if kind == "text":
            return ["lit", unquoted(self.next())]
        if source in _CONSTANTS:
            return ["lit", _CONSTANTS[self.next().source]]
        if kind == "name" and source not in RESERVED:
            return self.named(self.next())
        if self.take("["):
            return ["list", *self.listed("]")]
        if not self.take("("):
            self.unexpected()
        tree = self.expression()
        self.expect(")", "expr.open_bracket")
        return tree

    def named(self, name: Token) -> Tree:
        if not self.take("("):
            return ["name", name.source]
        if name.source in EACH:
            return self.each_of(name)
        if name.source in FUNCTIONS:
            return self.called(name)
        raise ExprError("expr.no_function", name.column, found=name.source)

    def called(self, name: Token) -> Tree:
        given, wanted = self.listed(")"), FUNCTIONS[name.source]
        fits = len(given) >= 2 if "…" in wanted else len(given) == len(wanted)
        if fits:
            return ["call", name.source, *given]
        usage = f"{name.source}({', '.join(wanted)})"
        raise ExprError("expr.arguments", name.column, usage=usage, count=len(given))

    def each_of(self, name: Token) -> Tree:
        items = self.expression()
        self.expect(",", "expr.each", name=name.source)
        variable = self.name("expr.each", name=name.source)
        self.expect(",", "expr.each", name=name.source)
        self.each += 1
        if self.each > DEEPEST_EACH:
            raise ExprError("expr.each_deep", name.column, most=DEEPEST_EACH)
        body = self.expression()
        self.each -= 1
        self.expect(")", "expr.each", name=name.source)
        return [name.source, variable, items, body]

    def listed(self, end: str) -> list[Tree]:
        trees: list[Tree] = []
        while not self.take(end):
            if trees:
                self.expect(",", "expr.no_comma", end=end)
            trees.append(self.expression())
        return trees

    def joined(self, operator: str, part: Callable[[], Tree]) -> Tree:
        """`a && b && c` is one node, so that a long condition is not a deep one."""
        parts = [part()]
        while self.take(operator):
            parts.append(part())
        return parts[0] if len(parts) == 1 else [operator, *parts]

    def chained(self, operators: tuple[str, ...], part: Callable[[], Tree]) -> Tree:
        tree = part()
        while self.token.source in operators:
            tree = [self.next().source, tree, part()]
        return tree

    def nested(self, part: Callable[[], Tree]) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail("expr.deep", most=DEEPEST)
        tree = part()
        self.depth -= 1
        return tree

    def name(self, otherwise: str, **params: str) -> str:
        if self.token.kind != "name" or self.token.source in RESERVED:
            self.fail(otherwise, **params)
        return self.next().source

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def take(self, mark: str) -> bool:
        taken = self.token.source == mark
        self.at += taken
        return taken

    def expect(self, mark: str, otherwise: str, **params: str) -> None:
        if not self.take(mark):
            self.fail(otherwise, **params)

    def unexpected(self) -> NoReturn:
        kind, source, _ = self.token
        if kind == "end":
            self.fail("expr.unfinished")
        if source in _OTHER_LANGUAGES:
            self.fail("expr.other_language", found=source, instead=_OTHER_LANGUAGES[source])
        self.fail("expr.misplaced", found=source)

    def fail(self, id: str, **params: str | int) -> NoReturn:
        raise ExprError(id, self.token.column, **params)
