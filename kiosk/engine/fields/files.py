"""Photographs, papers and a signature: files that stand beside the answers, each in a slot.

The engine sees what a file is called and which slot it took, never the file. What a form holds
under such a field is written by the edge that took the files in, not by the browser: the entries
that are there, each as JSON, and for a file that was turned down why.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.engine.fields.base import Message, OneInput, Reference, Typed, Wrong
from kiosk.engine.shapes import Env, Field, Value
from kiosk.engine.values import plain

Entry = dict[str, Any]
"""`{"slot", "sha256", "size", "type", "name"}`, of the ciphertext; a PDF has its `pages` too."""

MOST = {"photo": 1, "document": 10, "signature": 1}
"""Files of a field whose author says nothing; a PDF counts as one."""
IMAGES = ("image/jpeg", "image/png", "image/webp")
PDF = "application/pdf"
LARGEST_SLOT = 65535
LONGEST_NAME = 100
KEYS = {"slot", "sha256", "size", "type", "name"}
HEX = re.compile(r"[0-9a-f]{64}")
UNREADABLE = Message("file.unreadable")


class Files(OneInput):
    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        found = [parsed(text) for text in typed.get(f.id, ())]
        for one in found:
            if not is_entry(one):
                return Wrong(reason(one))
        return found or None

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        if not isinstance(value, list) or not value or not all(is_entry(one) for one in value):
            return UNREADABLE
        if len({one["slot"] for one in value}) < len(value):
            return UNREADABLE
        most = most_of(f)
        return Message("file.too_many", {"most": str(most)}) if len(value) > most else None

    def retype(self, f: Field, value: Value) -> dict[str, str]:
        return {}


def most_of(f: Field) -> int:
    return f.pages or MOST.get(f.type, 1)


def is_file_field(f: Field) -> bool:
    return f.type in MOST


def entries_in(value: Value) -> list[Entry]:
    """The files of an answer, whatever it holds."""
    return [one for one in value if is_entry(one)] if isinstance(value, list) else []


def entries_typed(texts: Sequence[str]) -> list[Entry]:
    """The files among what a page holds under a field; those turned down are left out."""
    return [one for one in map(parsed, texts) if is_entry(one)]


def typed_entry(one: Entry) -> str:
    return json.dumps(one, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def typed_refusal(why: Message) -> str:
    return typed_entry({"error": why.id, "params": dict(why.params)})


def page_count(entries: Sequence[Entry]) -> int:
    return sum(one.get("pages", 1) for one in entries)


def made_up(count: int) -> list[Entry]:
    """An answer for examples and proofs; behind it there are no files."""
    one = {"sha256": "0" * 64, "size": 16, "type": "image/jpeg", "name": "anh.jpg"}
    return [{**one, "slot": slot} for slot in range(count)]


def parsed(text: str) -> Value:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def is_entry(one: Value) -> bool:
    """Whether this is a file's entry, key by key."""
    if not isinstance(one, dict) or set(one) - {"pages"} != KEYS:
        return False
    name, digest = one["name"], one["sha256"]
    return (
        is_count(one["slot"], 0, LARGEST_SLOT)
        and is_count(one["size"], 0, 1 << 40)
        and is_count(one.get("pages", 1), 1, 10_000)
        and isinstance(digest, str)
        and HEX.fullmatch(digest) is not None
        and one["type"] in (*IMAGES, PDF)
        and isinstance(name, str)
        and len(name) <= LONGEST_NAME
    )


def is_count(value: Value, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def reason(one: Value) -> Message:
    """Why the edge turned a file down."""
    why = one.get("error") if isinstance(one, Mapping) else None
    if not isinstance(why, str) or not why.startswith("file."):
        return UNREADABLE
    params = one.get("params")
    pairs = params.items() if isinstance(params, Mapping) else ()
    return Message(why, {str(name): plain(value) for name, value in pairs})
