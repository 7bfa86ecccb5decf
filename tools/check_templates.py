"""Check every template: it compiles, escapes what it shows, and needs no inline script or style."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes

ROOT = Path(__file__).resolve().parents[1]
# The Content-Security-Policy is strict: a browser would ignore these, so they are mistakes.
FORBIDDEN = {
    "inline style": re.compile(r"<style\b|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
    "javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "hx-on": re.compile(r"\shx-on[:\s=]", re.IGNORECASE),
    "escaping switched off": re.compile(r"autoescape\s+false|\|\s*safe\b", re.IGNORECASE),
}
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)


def complaints(name: str, text: str) -> Iterator[str]:
    """Every mistake in one template as `file:line: what`."""
    try:
        _compile(name, text)
    except TemplateSyntaxError as error:
        yield f"{name}:{error.lineno}: {error.message}"
    shown = COMMENT.sub(_blank, text)
    for what, pattern in FORBIDDEN.items():
        for match in pattern.finditer(shown):
            yield f"{name}:{shown.count(chr(10), 0, match.start()) + 1}: {what}"


def _compile(name: str, text: str) -> None:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n", "jinja2.ext.do"]
    )
    tree = environment.parse(text, name)
    # The program's own filters and tests are not known here: StrictUndefined and the tests of the
    # pages find a wrong name; this finds what is wrong in a branch that no test renders.
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        table = environment.filters if isinstance(node, nodes.Filter) else environment.tests
        table.setdefault(node.name, len)
    environment.compile(tree, name)


def _blank(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def main() -> int:
    """Print every complaint; 1 when there is any."""
    files = sorted((ROOT / "kiosk").glob("**/templates/**/*.*"))
    found = [
        complaint
        for path in files
        for complaint in complaints(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
    ]
    print(*found, f"{len(files)} templates, {len(found)} mistakes", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
