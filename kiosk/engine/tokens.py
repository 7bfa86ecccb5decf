"""Cuts the source of an expression into tokens, and says in plain words what cannot be one."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kiosk.engine.text import WHITESPACE

LARGEST_NUMBER = 2**53

_MISTYPED = {
    "=": "To compare, write == with two equals signs.",
    "&": "For 'and', write && with two signs.",
    "|": "For 'or', write || with two signs.",
    **dict.fromkeys("‘’“”", "Use straight quotes: 'text'."),
    **dict.fromkeys("'\"", "This text has no closing quote."),
}
_TOKEN = re.compile(
    f"(?P<space>[{WHITESPACE}]+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<name>[^\W\d]\w*)"
    r"""|(?P<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
    r"|(?P<mark>&&|\|\||[=!<>]=|[-!<>+*/%?:.,()\[\]])"
)


class ExprError(ValueError):
    """Why a source cannot be read, in plain words, and at which character (the first is 1)."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message, column)
        self.message = message
        self.column = column

    def __str__(self) -> str:
        return f"{self.message} (column {self.column})"


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
            raise ExprError(_MISTYPED.get(letter, f"{letter} means nothing here."), at + 1)
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
        raise ExprError(f"Names have no accents: {source} cannot be one.", column)
    if kind == "number" and re.match("0[0-9]", source):
        raise ExprError(f"A number does not start with 0. Is it a code? '{source}'", column)
    if kind == "number" and float(source) > LARGEST_NUMBER:
        raise ExprError("This number is too large to count with.", column)
    if kind == "text" and re.search(r"""\\[^\\'"]""", source.replace(r"\\", "")):
        raise ExprError("After \\ comes \\ or a quote, nothing else.", column)
    return token
