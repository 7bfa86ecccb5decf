"""Nobody writes Vietnamese past the translators, on a page that no test opens either."""

import ast
import re
from collections.abc import Iterator

from kiosk.settings import ROOT

CODE = ROOT / "kiosk"
MARKS = frozenset({"_", "N_", "gettext", "ngettext"})
# The engine speaks in ids and only reads Vietnamese; names of places, peoples and countries; what
# invented citizens answer; a document about a form that is Vietnamese in every language; letters
# and words that are looked for in what people type.
DATA = (
    "engine/",
    "content/reference/",
    "content/explore.py",
    "content/lessons/wording.py",
    "content/official.py",
    "flow/finding.py",
    "people/guessable.py",
    "store/fold.py",
    "web/pseudo.py",
)
# The brand, the currency, a language by its own name, what the first administrator is called, and
# a browser.
NAMES = ("Trạm Số", "đồng", "Tiếng Việt", "Quản trị", "Cốc Cốc")
JINJA = re.compile(r"\{%-? trans .*?endtrans -?%\}|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def test_a_vietnamese_text_in_code_is_marked_for_translation() -> None:
    found = [
        f"{file}: {text}"
        for file in sorted(str(path.relative_to(CODE)) for path in CODE.rglob("*.py"))
        if not file.startswith(DATA)
        for text in unmarked(ast.parse((CODE / file).read_text(encoding="utf-8")))
    ]
    assert found == []


def test_a_text_in_a_template_stands_in_a_call_of_gettext() -> None:
    files = {file: file.read_text(encoding="utf-8") for file in CODE.glob("*/templates/*.html")}
    found = {file.name: JINJA.sub("", text) for file, text in files.items()}
    assert [name for name, text in found.items() if is_vietnamese(text)] == []


def test_scripts_and_drawings_bring_no_words_of_their_own() -> None:
    files = [*(ROOT / "static/js").glob("*.js"), *CODE.rglob("*.typ")]
    assert files
    assert [file.name for file in files if is_vietnamese(file.read_text(encoding="utf-8"))] == []


def unmarked(tree: ast.Module) -> Iterator[str]:
    """Texts with Vietnamese letters that are neither marked nor documentation."""
    spared = {id(one) for node in ast.walk(tree) for one in spared_by(node)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    for node in texts:
        if isinstance(node.value, str) and id(node) not in spared and is_vietnamese(node.value):
            yield node.value


def spared_by(node: ast.AST) -> Iterator[ast.AST]:
    """What a marking call holds, and texts that stand as statements."""
    if isinstance(node, ast.Call) and name_of(node.func) in MARKS:
        yield from ast.walk(node)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_vietnamese(text: str) -> bool:
    for name in NAMES:
        text = text.replace(name, "")
    return any(letter.isalpha() and not letter.isascii() for letter in text)
