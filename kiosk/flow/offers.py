"""What a device is told that it may fetch, to go on without a line. Pure."""

import json
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from kiosk.content.lessons.library import LessonEdition
from kiosk.content.library import Edition
from kiosk.engine.fields.files import MOST as KINDS_OF_FILE
from kiosk.engine.shapes import Flow

MOST_COMMON = 4
"""As many as the first page has tiles, and a device keeps unasked."""

Hashes = Mapping[str, str]
"""SHA-256 of a pack, by its language."""


class Area(NamedTuple):
    """Where the node is. The province is "" for a commune that nobody knows."""

    province: str
    commune: str


def index(
    editions: Iterable[Edition], shell: Hashes, reference: str, area: Area,
    marked: Collection[str], lessons: Iterable[LessonEdition] = (),
    receiving: Iterable[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """The packs of today; `marked` are the flows that the commune called common, `receiving` the
    communes that dossiers may be sent to."""
    offered, taught = tuple(editions), in_order(lessons)
    known = {one.lesson.id for one in taught}
    common = common_among([one.flow.id for one in offered], marked)
    return {
        "shell": dict(shell),
        "reference": reference,
        "province": area.province,
        "commune": area.commune,
        "receiving": sorted(receiving),
        "flows": [
            told(one, one.flow.id in common) | {"lessons": named_in(one.flow, known)}
            for one in offered
        ],
        "lessons": [told_lesson(one) for one in taught],
    }


def told(edition: Edition, is_common: bool) -> dict[str, Any]:
    return {
        "id": edition.flow.id,
        "version": edition.flow.version,
        "name": {locale: pack.flow.procedure.name for locale, pack in edition.packs.items()},
        "packs": edition.hashes,
        "files": takes_files(edition.flow),
        "common": is_common,
    }


def told_lesson(edition: LessonEdition) -> dict[str, Any]:
    return {
        "id": edition.lesson.id,
        "version": edition.lesson.version,
        "title": {locale: pack.lesson.title for locale, pack in edition.packs.items()},
        "minutes": edition.lesson.minutes,
        "prerequisites": list(edition.lesson.prerequisites),
        "packs": edition.hashes,
    }


def named_in(flow: Flow, known: Collection[str]) -> list[str]:
    """The lessons that the flow's steps name, as far as they are here; each once."""
    named = (step.lesson for step in flow.steps if step.lesson and step.lesson in known)
    return list(dict.fromkeys(named))


def in_order(lessons: Iterable[LessonEdition]) -> list[LessonEdition]:
    """As they are listed: first what has to be known before others."""
    by_id = {one.lesson.id: one for one in lessons}

    def depth(id: str, above: tuple[str, ...] = ()) -> int:
        if id not in by_id or id in above:
            return 0
        before = by_id[id].lesson.prerequisites
        return 1 + max((depth(one, (*above, id)) for one in before), default=0)

    return sorted(by_id.values(), key=lambda one: (depth(one.lesson.id), one.lesson.id))


def common_among(flows: Iterable[str], marked: Collection[str]) -> tuple[str, ...]:
    """Those that the commune marked, as far as they are offered; else the first on the list."""
    offered = tuple(flows)
    return tuple(one for one in offered if one in marked) or offered[:MOST_COMMON]


def takes_files(flow: Flow) -> bool:
    return any(one.type in KINDS_OF_FILE for one in flow.fields())


def worker_script(worker: str, shell: Mapping[str, Any]) -> tuple[str, str]:
    """The script with what it has to fetch in its first line, and the version that names both."""
    version = sha256(f"{json.dumps(shell, sort_keys=True)}\n{worker}".encode()).hexdigest()[:16]
    told = json.dumps({"version": version, **shell}, separators=(",", ":"))
    return f"self.SHELL={told};\n{worker}", version
