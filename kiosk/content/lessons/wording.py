"""Looks at the words of a lesson: short, plain, explained, translated, and nobody's number."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kiosk.content.lessons.read import LessonFile
from kiosk.content.lessons.translate import words_of
from kiosk.content.wording import (
    BRACES,
    LONG_SENTENCE,
    LONGEST_SENTENCE,
    SENTENCE_END,
    UNTRANSLATED,
    Lookup,
    strings,
)
from kiosk.content.words import N_
from kiosk.content.yaml import Key, Trouble
from kiosk.engine.lesson.shapes import FIXTURE

LONGEST_GOAL = LONGEST_TITLE = 12
MOST_SENTENCES, MOST_FEEDBACK = 2, 4
FULL_STOP = re.compile(r"[.!?…]+[”\"’)]*(?:\s+|$)|\n+")
NUMBER_OF_A_PERSON = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){11}")
GLOSSES: dict[str, tuple[str, ...]] = {
    "OTP": ("dùng một lần",),
    "QR": ("ô vuông", "hình vuông"),
    "VNeID": ("định danh",),
    "SMS": ("tin nhắn",),
    "PIN": ("mật khẩu",),
    "CCCD": ("căn cước",),
    "UBND": ("ủy ban", "uỷ ban"),
    "DVC": ("dịch vụ công",),
    "STK": ("số tài khoản",),
    "app": ("ứng dụng",),
    "link": ("đường dẫn",),
    "web": ("trang",),
    "email": ("thư điện tử",),
    "file": ("tệp",),
    "scan": ("quét",),
    "online": ("trên mạng", "qua mạng"),
    "password": ("mật khẩu",),
    "click": ("bấm",),
    "trình duyệt": ("mở trang",),
}
"""Words that a lesson uses only where it also says, at least once, what they are."""

LONG_GOAL = N_("mục tiêu dài {count} tiếng, nhiều nhất {most}")
LONG_TITLE = N_("tên bài dài {count} tiếng, nhiều nhất {most}")
MANY_SENTENCES = N_("có {count} câu, nhiều nhất {most}")
NO_FIXTURE = N_("“{name}” không có trong mục fixtures")
STRAY_BRACE = N_("dấu ngoặc nhọn chỉ dùng quanh tên của một fixture")
PERSON_NUMBER = N_("không ghi số 12 chữ số: trông như số định danh của một người thật")
BY_HAND = N_("viết “{{{name}}}” thay cho “{value}”: giá trị đổi thì chữ mới đổi theo")
UNEXPLAINED = N_("chữ “{term}” chưa được giải nghĩa: bài cần một lần nói “{gloss}”")


def wording(file: LessonFile) -> Iterator[Trouble]:
    made_up = {
        name: spelt(value) for name, value in file.lesson.fixtures.items() if is_made_up(value)
    }
    for key, text in strings(file.document.data, ()):
        # The address of a source may hold any number.
        if key[0] != "sources":
            yield from braces(file, key, text)
            yield from by_hand(file, key, text, made_up)
            if NUMBER_OF_A_PERSON.search(file.lesson.worded(text)):
                yield file.trouble(key, PERSON_NUMBER)
    said = list(words_of(file.document.data))
    for key, text in said:
        yield from lengths(file, key, file.lesson.worded(text))
    yield from glosses(file, said)


def translations(file: LessonFile, lookups: Mapping[str, Lookup]) -> Iterator[Trouble]:
    """Texts for which a catalogue has no words, each once; `lookups` by the language's name."""
    first: dict[str, Key] = {}
    for key, text in words_of(file.document.data):
        first.setdefault(text, key)
    for language, lookup in lookups.items():
        for text, key in first.items():
            if lookup(text) is None:
                yield file.trouble(key, UNTRANSLATED, language=language, text=text[:60])


def braces(file: LessonFile, key: Key, text: str) -> Iterator[Trouble]:
    if "{{" in text or "}}" in text:
        yield file.trouble(key, BRACES)
        return
    names = [] if key[0] == "fixtures" else FIXTURE.findall(text)
    for name in names:
        if name not in file.lesson.fixtures:
            yield file.trouble(key, NO_FIXTURE, name=name)
    if set("{}") & set(FIXTURE.sub("", text) if names else text):
        yield file.trouble(key, STRAY_BRACE)


def by_hand(
    file: LessonFile, key: Key, text: str, made_up: Mapping[str, re.Pattern[str]]
) -> Iterator[Trouble]:
    """A number or a name that a fixture gives, also one that is spelt out digit by digit."""
    for name, pattern in made_up.items():
        if key[0] != "fixtures" and pattern.search(text):
            yield file.trouble(key, BY_HAND, name=name, value=file.lesson.fixtures[name])


def is_made_up(value: str) -> bool:
    """Other fixtures are words of the language, which may stand anywhere."""
    parts = value.split()
    return any(letter.isdigit() for letter in value) or (
        len(parts) > 1 and all(part[0].isupper() for part in parts)
    )


def spelt(value: str) -> re.Pattern[str]:
    if not any(letter.isdigit() for letter in value):
        return re.compile(re.escape(value))
    signs = r"[\s,.-]{0,2}".join(re.escape(sign) for sign in value if sign.isalnum())
    return re.compile(rf"(?<!\d){signs}(?!\d)")


def lengths(file: LessonFile, key: Key, text: str) -> Iterator[Trouble]:
    if key[-1] == "goal" and (count := syllables(text)) > LONGEST_GOAL:
        yield file.trouble(key, LONG_GOAL, count=count, most=LONGEST_GOAL)
    if key == ("title",) and (count := syllables(text)) > LONGEST_TITLE:
        yield file.trouble(key, LONG_TITLE, count=count, most=LONGEST_TITLE)
    most = most_sentences(key)
    if most and (count := len(sentences(text))) > most:
        yield file.trouble(key, MANY_SENTENCES, count=count, most=most)
    for sentence in SENTENCE_END.split(text):
        if (count := syllables(sentence)) > LONGEST_SENTENCE:
            start = sentence[:40]
            yield file.trouble(key, LONG_SENTENCE, count=count, most=LONGEST_SENTENCE, start=start)


def most_sentences(key: Key) -> int:
    """Feedback may take longer than what is asked; other texts have no such limit."""
    feedback = key[-1] in ("done", "other") or {"mistakes", "hints"} & set(key[2:])
    if key[-1] in ("say", "done", "other") and feedback:
        return MOST_FEEDBACK
    return MOST_SENTENCES if key[-1] in ("say", "goal") else 0


def syllables(text: str) -> int:
    """Vietnamese puts a blank between any two."""
    return sum(any(letter.isalnum() for letter in part) for part in text.split())


def sentences(text: str) -> list[str]:
    return [part for part in FULL_STOP.split(text) if syllables(part)]


def glosses(file: LessonFile, said: Sequence[tuple[Key, str]]) -> Iterator[Trouble]:
    whole = "\n".join(text for _, text in said).lower()
    for term, known in GLOSSES.items():
        if any(gloss in whole for gloss in known):
            continue
        # Not within an address: there `app` is a name.
        alone = rf"(?<![\w./-]){term}(?![\w/-]|\.\w)"
        pattern = re.compile(alone, 0 if term.isupper() else re.IGNORECASE)
        key = next((key for key, text in said if pattern.search(text)), None)
        if key is not None:
            yield file.trouble(key, UNEXPLAINED, term=term, gloss=known[0])
