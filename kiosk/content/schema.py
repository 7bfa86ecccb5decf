"""The JSON Schema of `flow.yaml`, for editors: made from the shapes that the engine walks.

Stricter than the checks nowhere and weaker often: it knows keys and kinds, not meanings.
"""

from typing import Any

import msgspec

from kiosk.engine.shapes import Expr, Flow

ADDRESS = "https://json-schema.org/draft/2020-12/schema"
EXPRESSION = {
    "description": "An expression: docs/expressions.md",
    "type": ["string", "integer"],
    "maxLength": 1000,
}
USE = {
    "title": "Use",
    "description": "Takes in shared steps of flows/_shared.yaml by their name.",
    "type": "object",
    "properties": {"use": {"type": "string"}},
    "required": ["use"],
    "additionalProperties": False,
}


def schema() -> dict[str, Any]:
    made: dict[str, Any] = msgspec.json.schema(Flow, schema_hook=hook)
    parts = made["$defs"]
    parts["Use"] = USE
    keys = parts["Flow"]["properties"]
    keys["steps"]["items"] = {"anyOf": [keys["steps"]["items"], {"$ref": "#/$defs/Use"}]}
    # One table may be written without the list around it.
    keys["fee"] = {"anyOf": [{"$ref": "#/$defs/FeeTable"}, {**keys["fee"]}]}
    for part in parts.values():
        one_line(part)
    return {"$schema": ADDRESS, "title": "flow.yaml", **made}


def text() -> str:
    """As it stands in docs/flow.schema.json."""
    return pretty(schema())


def pretty(made: dict[str, Any]) -> str:
    """Sorted and over many lines, so that a diff can be read."""
    text: bytes = msgspec.json.format(msgspec.json.encode(made, order="sorted"), indent=2)
    return text.decode() + "\n"


def hook(kind: type) -> dict[str, Any]:
    if kind is Expr:
        return EXPRESSION
    raise NotImplementedError


def one_line(part: dict[str, Any]) -> None:
    """Docstrings are wrapped for the code."""
    if "description" in part:
        part["description"] = " ".join(part["description"].split())
