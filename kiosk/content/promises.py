"""Checks on what a flow promises: that it was read somewhere, and from when to when it holds."""

from collections.abc import Iterator
from itertools import combinations

from kiosk.content.flows import FlowFile
from kiosk.content.words import N_
from kiosk.content.yaml import Key, Trouble
from kiosk.engine.dates import is_date
from kiosk.engine.shapes import FeeRow, Flow

UNKNOWN_SOURCE = N_("nguồn “{id}” không có trong mục sources")
ONLY_MEMORY = N_("nguồn “{id}” chỉ là [M]: không được hứa với người dân, chỉ hỏi hoặc nhắc")
BAD_URL = N_("địa chỉ của nguồn phải bắt đầu bằng https:// hoặc http://")
OVERLAP = N_("dòng lệ phí này trùng ngày và trùng kênh với dòng {other}")
BACKWARDS = N_("ngày kết thúc đứng trước ngày bắt đầu")
NO_SUCH_DAY = N_("không có ngày {day} trong lịch")


def sources(file: FlowFile) -> Iterator[Trouble]:
    """Every rule names a source that exists; a promise rests on more than memory."""
    known = file.flow.sources
    promised = list(promises(file.flow))
    for key, source in [*promised, *questions(file.flow)]:
        if source not in known:
            yield file.trouble(key, UNKNOWN_SOURCE, id=source)
        elif (key, source) in promised and known[source].confidence == "M":
            yield file.trouble(key, ONLY_MEMORY, id=source)
    for name, one in known.items():
        if one.url is not None and not one.url.startswith(("https://", "http://")):
            yield file.trouble(("sources", name, "url"), BAD_URL)


def promises(flow: Flow) -> Iterator[tuple[Key, str]]:
    yield ("time_limit", "source"), flow.time_limit.source
    for at, need in enumerate(flow.need):
        yield ("need", at, "source"), need.source
    for at, where in enumerate(flow.where):
        yield ("where", at, "source"), where.source
    for at, paper in enumerate(flow.papers):
        yield ("papers", at, "source"), paper.source
    for at, step in enumerate(flow.steps):
        if step.stop:
            yield ("steps", at, "stop", "source"), step.stop.source
    for index, table in enumerate(flow.fee):
        for at, row in enumerate(table.rows):
            yield ("fee", index, "rows", at, "source"), row.source
        for at, exemption in enumerate(table.exempt):
            yield ("fee", index, "exempt", at, "source"), exemption.source


def questions(flow: Flow) -> Iterator[tuple[Key, str]]:
    for at, check in enumerate(flow.checks):
        yield ("checks", at, "source"), check.source
    if flow.official_form:
        yield ("official_form", "source"), flow.official_form.source


def dates(file: FlowFile) -> Iterator[Trouble]:
    for key, day in days(file.flow):
        if day is not None and not is_date(day):
            yield file.trouble(key, NO_SUCH_DAY, day=day)
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


def days(flow: Flow) -> Iterator[tuple[Key, str | None]]:
    yield ("effective", "from"), flow.effective.start
    yield ("effective", "to"), flow.effective.end
    yield ("reviewed", "on"), flow.reviewed.on
    for name, source in flow.sources.items():
        yield ("sources", name, "read"), source.read
    for index, table in enumerate(flow.fee):
        for at, row in enumerate(table.rows):
            yield ("fee", index, "rows", at, "from"), row.start
            yield ("fee", index, "rows", at, "to"), row.end


def overlap(one: FeeRow, other: FeeRow) -> bool:
    forever = "9999-12-31"
    in_time = one.start <= (other.end or forever) and other.start <= (one.end or forever)
    return in_time and bool(set(one.channels) & set(other.channels))
