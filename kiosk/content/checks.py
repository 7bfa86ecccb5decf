"""What `kiosk check` proves of a flow beyond its shape. Each check yields troubles."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from kiosk.content.flows import FlowFile
from kiosk.content.words import N_
from kiosk.content.yaml import Key, Trouble
from kiosk.engine.shapes import Expr, FeeRow, Field, Step

WORLD = frozenset({"today", "commune", "channel"})
LONGEST_SENTENCE, LONGEST_QUESTION = 20, 12
WORD = re.compile(r"[^\W_]+(?:[-./:][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?;:]\s|\n")

SAME_ID = N_("mã “{id}” đã dùng ở chỗ khác")
RESERVED = N_("mã “{id}” đã dành riêng, chọn mã khác")
UNKNOWN_NAME = N_("“{name}” không có ở bước nào trước chỗ này")
UNKNOWN_SOURCE = N_("nguồn “{id}” không có trong mục sources")
ONLY_MEMORY = N_("nguồn “{id}” chỉ là [M]: không được hứa với người dân, chỉ hỏi hoặc nhắc")
UNKNOWN_FIELD = N_("không có câu trả lời nào tên “{id}”")
NO_OPTIONS = N_("câu chọn “{id}” cần ít nhất hai lựa chọn trong mục options")
NO_FIELDS = N_("bước “{id}” không hỏi gì: cần fields hoặc stop")
NO_QUESTION = N_("bước “{id}” thiếu câu hỏi ask")
LONG_QUESTION = N_("câu hỏi dài {count} chữ, nhiều nhất {most}")
LONG_SENTENCE = N_("có câu dài {count} chữ, nhiều nhất {most}: “{start}…”")
BRACES = N_("chữ không được có hai dấu ngoặc nhọn liền nhau")
OVERLAP = N_("dòng lệ phí này trùng ngày và trùng kênh với dòng {other}")
BACKWARDS = N_("ngày kết thúc đứng trước ngày bắt đầu")
NO_DECLARATION = N_("thủ tục nộp được cần mục declaration")
UNKNOWN_OFFICIAL = N_("tờ khai chính thức không có mục “{id}”")
NOT_COVERED = N_("mục “{id}” của tờ khai chưa hỏi, chưa suy ra, chưa giao cho cán bộ")

RESERVED_STEPS = frozenset({"start", "kiem-tra", "cam-doan", "luu", "xong"})


def structure(file: FlowFile) -> Iterator[Trouble]:
    """Everything that can be told from the flow alone, without walking it."""
    for check in (ids, options, conditions, sources, dates, lengths, official):
        yield from check(file)


def ids(file: FlowFile) -> Iterator[Trouble]:
    seen: set[str] = set()
    for key, found in named(file):
        if found in seen:
            yield file.trouble(key, SAME_ID, id=found)
        if found in WORLD | RESERVED_STEPS:
            yield file.trouble(key, RESERVED, id=found)
        seen.add(found)


def named(file: FlowFile) -> Iterator[tuple[Key, str]]:
    """Ids that share the name space of expressions and URLs."""
    for index, step in enumerate(file.flow.steps):
        yield ("steps", index, "id"), step.id
        for at, one in enumerate(step.fields):
            yield ("steps", index, "fields", at, "id"), one.id
    if file.flow.declaration:
        for at, one in enumerate(file.flow.declaration.fields):
            yield ("declaration", "fields", at, "id"), one.id
    for index, derived in enumerate(file.flow.derived):
        yield ("derived", index, "id"), derived.id


def options(file: FlowFile) -> Iterator[Trouble]:
    for index, step in enumerate(file.flow.steps):
        if not (step.fields or step.stop):
            yield file.trouble(("steps", index), NO_FIELDS, id=step.id)
        if not (step.ask or step.stop):
            yield file.trouble(("steps", index), NO_QUESTION, id=step.id)
        for at, one in enumerate(step.fields):
            if one.type in ("choice", "choices") and len(one.options) < 2:
                yield file.trouble(("steps", index, "fields", at), NO_OPTIONS, id=one.id)
    if file.flow.ends == "hand_in" and not file.flow.declaration:
        yield file.trouble((), NO_DECLARATION)


def conditions(file: FlowFile) -> Iterator[Trouble]:
    """A condition may look at what was asked before it, never forward."""
    known = set(WORLD)
    for index, step in enumerate(file.flow.steps):
        key: Key = ("steps", index)
        yield from unknown(file, (*key, "when"), step.when, known)
        inside = set(known)
        for at, one in enumerate(step.fields):
            for bound in ("min", "max"):
                yield from unknown(file, (*key, "fields", at, bound), getattr(one, bound), inside)
            inside.add(one.id)
        known |= inside if step.group is None else {step.id.replace("-", "_")}
    yield from later_conditions(file, known)


def later_conditions(file: FlowFile, known: set[str]) -> Iterator[Trouble]:
    flow = file.flow
    for index, check in enumerate(flow.checks):
        yield from unknown(file, ("checks", index, "when"), check.when, known)
        if check.on not in known:
            yield file.trouble(("checks", index, "on"), UNKNOWN_FIELD, id=check.on)
    for index, paper in enumerate(flow.papers):
        yield from unknown(file, ("papers", index, "when"), paper.when, known)
    for index, table in enumerate(flow.fee):
        key: Key = ("fee",) if isinstance(file.document.data.get("fee"), dict) else ("fee", index)
        yield from unknown(file, (*key, "when"), table.when, known)
        yield from unknown(file, (*key, "unit"), table.unit, known)
        for at, row in enumerate(table.rows):
            yield from unknown(file, (*key, "rows", at, "when"), row.when, known)
        for at, exemption in enumerate(table.exempt):
            yield from unknown(file, (*key, "exempt", at, "when"), exemption.when, known)
    derived = set(known)
    for index, one in enumerate(flow.derived):
        yield from unknown(file, ("derived", index, "value"), one.value, derived)
        derived.add(one.id)


def unknown(file: FlowFile, key: Key, expr: Expr | None, known: set[str]) -> Iterator[Trouble]:
    for name in sorted(expr.names - known) if expr else ():
        yield file.trouble(key, UNKNOWN_NAME, name=name)


def sources(file: FlowFile) -> Iterator[Trouble]:
    """Every rule names a source that exists; a promise rests on more than memory."""
    flow = file.flow
    promises: list[tuple[Key, str]] = [(("time_limit", "source"), flow.time_limit.source)]
    promises += [(("need", at, "source"), one.source) for at, one in enumerate(flow.need)]
    promises += [(("papers", at, "source"), one.source) for at, one in enumerate(flow.papers)]
    promises += [
        (("steps", at, "stop", "source"), one.stop.source)
        for at, one in enumerate(flow.steps)
        if one.stop
    ]
    for index, table in enumerate(flow.fee):
        for part, rows in (("rows", table.rows), ("exempt", table.exempt)):
            promises += [
                (("fee", index, part, at, "source"), row.source) for at, row in enumerate(rows)
            ]
    questions = [(("checks", at, "source"), one.source) for at, one in enumerate(flow.checks)]
    for key, source in promises + questions:
        if source not in flow.sources:
            yield file.trouble(key, UNKNOWN_SOURCE, id=source)
        elif (key, source) in promises and flow.sources[source].confidence == "M":
            yield file.trouble(key, ONLY_MEMORY, id=source)


def dates(file: FlowFile) -> Iterator[Trouble]:
    effective = file.flow.effective
    if effective.end and effective.end < effective.start:
        yield file.trouble(("effective", "to"), BACKWARDS)
    for index, table in enumerate(file.flow.fee):
        for at, row in enumerate(table.rows):
            if row.end and row.end < row.start:
                yield file.trouble(("fee", index, "rows", at), BACKWARDS)
        for (first, one), (second, other) in combinations(enumerate(table.rows), 2):
            if one.when == other.when and overlap(one, other):
                yield file.trouble(("fee", index, "rows", second), OVERLAP, other=first + 1)


def overlap(one: FeeRow, other: FeeRow) -> bool:
    forever = "9999-12-31"
    in_time = one.start <= (other.end or forever) and other.start <= (one.end or forever)
    return in_time and bool(set(one.channels) & set(other.channels))


def lengths(file: FlowFile) -> Iterator[Trouble]:
    """Words short enough for a person who reads slowly."""
    for index, step in enumerate(file.flow.steps):
        yield from length(file, ("steps", index, "ask"), step.ask, LONGEST_QUESTION, LONG_QUESTION)
    for key, text in texts(file):
        if "{{" in text or "}}" in text:
            yield file.trouble(key, BRACES)
        for sentence in SENTENCE_END.split(text):
            yield from length(file, key, sentence, LONGEST_SENTENCE, LONG_SENTENCE)


def length(file: FlowFile, key: Key, text: str, most: int, say: str) -> Iterator[Trouble]:
    count = len(WORD.findall(text))
    if count > most:
        yield file.trouble(key, say, count=count, most=most, start=text[:40])


def texts(file: FlowFile) -> Iterator[tuple[Key, str]]:
    flow = file.flow
    yield ("who",), flow.who
    for index, step in enumerate(flow.steps):
        yield from step_texts(("steps", index), step)
    if flow.declaration:
        yield ("declaration", "ask"), flow.declaration.ask
        yield ("declaration", "help"), flow.declaration.help or ""
        for at, one in enumerate(flow.declaration.fields):
            yield from field_texts(("declaration", "fields", at), one)
    for name in ("need", "papers", "checks", "not_for"):
        for index, row in enumerate(getattr(flow, name)):
            for part in ("item", "name", "replaced_by", "say"):
                yield (name, index, part), getattr(row, part, None) or ""


def step_texts(key: Key, step: Step) -> Iterator[tuple[Key, str]]:
    yield (*key, "help"), step.help or ""
    if step.stop:
        yield (*key, "stop", "say"), step.stop.say
    for at, one in enumerate(step.fields):
        yield from field_texts((*key, "fields", at), one)


def field_texts(key: Key, one: Field) -> Iterator[tuple[Key, str]]:
    yield (*key, "label"), one.label
    yield (*key, "hint"), one.hint or ""
    for at, option in enumerate(one.options):
        yield (*key, "options", at, "label"), option.label


def official(file: FlowFile) -> Iterator[Trouble]:
    """Each field of the official form is asked, derived, or left to the officer."""
    form = file.flow.official_form
    if form is None:
        return
    listed = {one.id for one in form.fields}
    filled: set[str] = set()
    for key, name in officials(file):
        filled.add(name)
        if name not in listed:
            yield file.trouble(key, UNKNOWN_OFFICIAL, id=name)
    for index, field in enumerate(form.fields):
        if field.id not in filled and not field.officer:
            yield file.trouble(("official_form", "fields", index), NOT_COVERED, id=field.id)


def officials(file: FlowFile) -> Iterator[tuple[Key, str]]:
    for index, step in enumerate(file.flow.steps):
        for at, one in enumerate(step.fields):
            if one.official:
                yield ("steps", index, "fields", at, "official"), one.official
    for index, derived in enumerate(file.flow.derived):
        if derived.official:
            yield ("derived", index, "official"), derived.official


def translations(file: FlowFile, translate: Callable[[str], str | None]) -> Iterator[Trouble]:
    """Texts for which a catalogue has no words."""
    for key, text in texts(file):
        if text and translate(text) is None:
            yield file.trouble(key, MISSING_WORDS, text=text[:60])


MISSING_WORDS = N_("chưa có bản dịch: “{text}”")
