"""What a device is told that it may fetch, to go on without a line. Pure."""

import json
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

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
    editions: Iterable[Edition], shell: Hashes, reference: str, area: Area, marked: Collection[str]
) -> dict[str, Any]:
    """The packs of today; `marked` are the flows that the commune called common."""
    offered = tuple(editions)
    common = common_among([one.flow.id for one in offered], marked)
    return {
        "shell": dict(shell),
        "reference": reference,
        "province": area.province,
        "commune": area.commune,
        "flows": [told(one, one.flow.id in common) for one in offered],
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
