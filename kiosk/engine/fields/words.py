"""Text, long text and a person's full name."""

import unicodedata

from kiosk.engine.fields.base import Message, OneInput, Reference, Typed, Wrong, first
from kiosk.engine.shapes import Env, Field, Value
from kiosk.engine.text import nfc, tidy

LONGEST = {"text": 200, "full_name": 100, "long_text": 2000}
# Names of Vietnam's peoples hold apostrophes, hyphens and dots ("Y B'Lông", "Hồ Thị Xu-pha").
NAME_MARKS = " '‘’-."
WITHOUT_MARKS = str.maketrans("", "", NAME_MARKS)


class Text(OneInput):
    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        return tidy(first(typed, f.id)) or None

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        if not isinstance(value, str):
            return Message("text.not_text")
        return too_long(f, value)


class LongText(Text):
    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        lines = nfc(first(typed, f.id)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(tidy(line) for line in lines).strip("\n") or None


class FullName(Text):
    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        wrong = super().check(f, value, env, ref)
        # Nearly every name: looked at letter by letter only if it is not all letters and marks.
        if wrong or value.translate(WITHOUT_MARKS).isalpha():
            return wrong
        if any(letter.isdecimal() for letter in value):
            return Message("full_name.digits")
        if not all(is_name_letter(letter) for letter in value):
            return Message("full_name.marks")
        if not any(unicodedata.category(letter)[0] == "L" for letter in value):
            return Message("full_name.marks")
        return None

    def warn(self, f: Field, value: Value, env: Env) -> Message | None:
        return None if " " in value else Message("full_name.one_word")


def too_long(f: Field, value: str) -> Message | None:
    longest = f.max_length or LONGEST[f.type]
    return Message("text.too_long", {"max": str(longest)}) if len(value) > longest else None


def is_name_letter(letter: str) -> bool:
    return letter in NAME_MARKS or unicodedata.category(letter)[0] in "LM"
