"""The JSON Schema of `lesson.yaml`, for editors: made from the shapes that the engine plays."""

from typing import Any

import msgspec

from kiosk.content.schema import ADDRESS, hook, one_line, pretty
from kiosk.engine.lesson.shapes import Lesson


def schema() -> dict[str, Any]:
    """Authors write scenes by their ids, and no `forms`."""
    made: dict[str, Any] = msgspec.json.schema(Lesson, schema_hook=hook)
    parts = {name: made["$defs"][name] for name in sorted(used(made["$defs"]))}
    keys = parts["Lesson"]["properties"]
    del keys["forms"]
    scene = parts["Scene"]
    id = scene["properties"].pop("id")
    scene["required"].remove("id")
    keys["scenes"] = {
        "type": "object",
        "propertyNames": id,
        "additionalProperties": {"$ref": "#/$defs/Scene"},
        "minProperties": keys["scenes"].get("minItems", 1),
        "maxProperties": keys["scenes"]["maxItems"],
    }
    for part in parts.values():
        one_line(part)
    return {"$schema": ADDRESS, "title": "lesson.yaml", **made, "$defs": parts}


def text() -> str:
    """As it stands in docs/lesson.schema.json."""
    return pretty(schema())


def used(parts: dict[str, Any]) -> set[str]:
    """The parts that a lesson is made of, without those of the flows that a pack adds."""
    found: set[str] = set()
    waiting = ["Lesson"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            keys = {key: one for key, one in parts[name]["properties"].items() if key != "forms"}
            waiting += [ref for ref in parts if f'"#/$defs/{ref}"' in _text(keys)]
    return found


def _text(data: Any) -> str:
    return msgspec.json.encode(data).decode()
