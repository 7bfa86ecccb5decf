"""The vectors of lessons as both engines are asked them."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from kiosk.engine.lesson.pack import LessonPack
from tests.twin.lessons import BACK, lesson_from, pack_of

FOLDER = Path(__file__).parents[1] / "vectors"
RUN = "0197a2b4-0000-7000-8000-000000000004"
SHORT = {"luot": {"r": RUN}, "ve": {"ve": BACK}}


def vectors(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@cache
def otp() -> LessonPack:
    """The lesson of the vectors."""
    return pack_of(lesson_from(vectors("lessons")["lesson"]))


def query_of(address: str) -> tuple[str, dict[str, str]]:
    """The scene of a vector's address, and its query with the short names made long."""
    parts = urlsplit(address)
    return parts.path, long(dict(parse_qsl(parts.query)))


def long(query: dict[str, str]) -> dict[str, str]:
    return {name: SHORT.get(name, {}).get(value, value) for name, value in query.items()}


def address(text: str) -> str:
    """An address of the vectors in full."""
    full = text.replace("luot=r", f"luot={RUN}")
    return full.replace("ve=ve", "ve=" + BACK.replace("#", "%23"))


def shown(values: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    return {name: values.get(name) for name in case.get("holes", {})}


def wanted(case: dict[str, Any]) -> dict[str, Any]:
    holes = case.get("holes", {})
    told = {name: address(one) if isinstance(one, str) else one for name, one in holes.items()}
    return {
        "url": "/hoc/ma-otp/" + address(case["to"]), "result": case["result"],
        "outcome": case["outcome"], "holes": told, "page": case.get("page"),
        **{name: case.get(name, False) for name in ("stays", "fell", "ends")},
    }  # fmt: skip


def got(played: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    turn = played["turn"]
    return {
        "url": played["url"], "holes": shown(played["values"], case),
        "page": played["page"] if "page" in case else None,
        **{name: turn[name] for name in ("result", "outcome", "stays", "fell", "ends")},
    }  # fmt: skip
