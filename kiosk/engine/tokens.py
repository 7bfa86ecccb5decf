"""Cuts the source of an expression into tokens, and says what cannot be one."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kiosk.engine.text import WHITESPACE

LARGEST_NUMBER = 2**53

_MISTYPED = {
    "=": "expr.equals",
    "&": "expr.and",
    "|": "expr.or",
    **dict.fromkeys("‘’“”", "expr.quotes"),
    **dict.fromkeys("'\"", "expr.open_text"),
}
_TOKEN = re.compile(
    f"(?P<space>[{WHITESPACE}]+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<name>[^\W\d]\w*)"
    r"""|(?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
    r"|(?P<mark>&&|\|\||[=!<>]=|[-!<>+*/%?:.,()\[\]])"
)


class ExprError(ValueError):
    """Why a source cannot be read, and at which character (the first is 1).

    `id` and `params` are put into words by whoever shows them, in the reader's language.
    """

    def __init__(self, id: str, column: int, **params: str | int) -> None:
        super().__init__(id, column, params)
        self.id = id
        self.column = column
        self.params = params

    def __str__(self) -> str:
        given = "".join(f" {name}={value}" for name, value in self.params.items())
        return f"{self.id}{given} (column {self.column})"


class Token(NamedTuple):
    """The last one has the kind `end` and no source; a text keeps its quotes."""

    kind: str
    source: str
    column: int


def tokens(source: str) -> Iterator[Token]:
    """Raises `ExprError`."""
    at = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if found is None:
            letter = source[at]
            raise ExprError(_MISTYPED.get(letter, "expr.stray"), at + 1, found=letter)
        if found.lastgroup != "space":
            yield _checked(Token(str(found.lastgroup), found[0], at + 1))
        at = found.end()
    yield Token("end", "", at + 1)


def number(token: Token) -> int | float:
    double = float(token.source)
    return int(double) if double.is_integer() else double


def unquoted(token: Token) -> str:
    """The text between the quotes; a backslash stands before a quote or a backslash only."""
    return re.sub(r"\\(.)", r"\1", token.source[1:-1])


def _checked(token: Token) -> Token:
    kind, source, column = token
    if kind == "name" and not source.isascii():
        raise ExprError("expr.accents", column, found=source)
    if kind == "number" and re.match("0[0-9]", source):
        raise ExprError("expr.code", column, found=source)
    if kind == "number" and float(source) > LARGEST_NUMBER:
        raise ExprError("expr.large", column, found=source)
    if kind == "text" and re.search(r"""\\[^\\'"]""", source.replace(r"\\", "")):
        raise ExprError("expr.backslash", column)
    return token
