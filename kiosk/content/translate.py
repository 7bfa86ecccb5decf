"""The words of a flow: which they are, and the flow with all of them in another language."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from kiosk.content.yaml import Key
from kiosk.engine.shapes import Flow, decode_tree, encode

WORD_KEYS = frozenset(
    {
        "ask",
        "each",
        "help",
        "hint",
        "item",
        "label",
        "more",
        "name",
        "office",
        "replaced_by",
        "say",
        "who",
        "why",
    }
)
"""By its key an author's text is known to be for citizens or officers. `title` of a source is
the name of a document and stays as it is; so does the name of the official form and its fields."""
UNTRANSLATED = ("sources", "official_form")

Translate = Callable[[str], str]


def words_of(data: Any, key: Key = ()) -> Iterator[tuple[Key, str]]:
    """Every text to translate in an author's data, with its path."""
    if isinstance(data, (list, tuple)):
        for index, item in enumerate(data):
            yield from words_of(item, (*key, index))
    elif isinstance(data, dict):
        for name, item in data.items():
            if not key and name in UNTRANSLATED:
                continue
            if is_word(data, name):
                yield (*key, name), item
            else:
                yield from words_of(item, (*key, name))


def is_word(data: dict[str, Any], name: str) -> bool:
    """`each` names a member of a group to people; a table of fees names the group itself by it."""
    if name == "each" and "rows" in data:
        return False
    return name in WORD_KEYS and isinstance(data[name], str) and bool(data[name])


def in_language(flow: Flow, translate: Translate) -> Flow:
    """The same flow with every text passed through a catalogue."""
    data = msgspec.to_builtins(flow, enc_hook=encode)
    return msgspec.convert(replaced(data, translate, top=True), Flow, dec_hook=decode_tree)


def replaced(data: Any, translate: Translate, top: bool = False) -> Any:
    if isinstance(data, (list, tuple)):
        return [replaced(item, translate) for item in data]
    if not isinstance(data, dict):
        return data
    return {
        name: item
        if top and name in UNTRANSLATED
        else translate(item)
        if is_word(data, name)
        else replaced(item, translate)
        for name, item in data.items()
    }
