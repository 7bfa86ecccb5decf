"""Fills the holes of a page: a logic-less subset of Mustache, the same in both engines.

`{{name}}` is the escaped value. `{{#name}}…{{/name}}` shows its inside when the value is truthy:
for a list once for each item, whose keys come first inside; `{{^name}}…{{/name}}` when it is not.
Null, false, `""`, `[]` and a missing name are falsy; everything else is truthy. There is no way to
write a value unescaped. docs/packs.md publishes the grammar, tests/vectors/holes.json pins it.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

from kiosk.engine.shapes import Value

TAG = re.compile(r"\{\{([#^/]?)([A-Za-z0-9_.:=\-]+)\}\}")

Values = Mapping[str, Value]
Node = str | tuple[str, str] | tuple[str, str, "Template"]
Template = tuple[Node, ...]


class HoleError(Exception):
    """A section is left open, closed twice, or a brace pair is no hole."""


def compile(template: str) -> Template:
    """Raises HoleError where sections do not nest."""
    stack: list[tuple[str, str, list[Node]]] = [("", "", [])]
    end = 0
    for tag in TAG.finditer(template):
        keep_text(template[end : tag.start()], stack[-1][2])
        mark, name = tag.groups()
        if mark in ("#", "^"):
            stack.append((mark, name, []))
        elif mark == "/":
            close(name, stack)
        else:
            stack[-1][2].append(("", name))
        end = tag.end()
    keep_text(template[end:], stack[-1][2])
    if len(stack) > 1:
        raise HoleError(f"section {stack[-1][1]} is left open")
    return tuple(stack[0][2])


def keep_text(text: str, nodes: list[Node]) -> None:
    if "{{" in text:
        raise HoleError(f"not a hole: {text[text.index('{{') :][:40]!r}")
    if text:
        nodes.append(text)


def close(name: str, stack: list[tuple[str, str, list[Node]]]) -> None:
    mark, opened, nodes = stack.pop()
    if opened != name or not stack:
        raise HoleError(f"section {name} is closed where {opened or 'none'} is open")
    stack[-1][2].append((mark, name, tuple(nodes)))


def fill(template: Template, values: Values) -> str:
    out: list[str] = []
    pour(template, [values], out)
    return "".join(out)


def pour(template: Template, scopes: Sequence[Values], out: list[str]) -> None:
    for node in template:
        if isinstance(node, str):
            out.append(node)
            continue
        value = look_up(node[1], scopes)
        if len(node) == 2:
            out.append(text_of(value))
        elif node[0] == "^":
            if not is_truthy(value):
                pour(node[2], scopes, out)
        elif is_truthy(value):
            for item in value if isinstance(value, list | tuple) else (value,):
                pour(node[2], [*scopes, item] if isinstance(item, Mapping) else scopes, out)


def look_up(name: str, scopes: Sequence[Values]) -> Value:
    for scope in reversed(scopes):
        if name in scope:
            return scope[name]
    return None


def is_truthy(value: Value) -> bool:
    return not (value is None or value is False or value == "" or value == [] or value == ())


def text_of(value: Value) -> str:
    """Only text and numbers are shown; a flag or a list written as a value shows nothing."""
    if isinstance(value, str):
        return escape(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
