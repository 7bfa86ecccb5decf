"""/api/schema: what may be asked of this node, as OpenAPI 3.1, made from its own routes.

Written by hand because the framework's generator knows neither the guard in front of the app nor
the forms behind a handler: it would promise 200 and 201 only. Made when it is first asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Litestar, Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response
from litestar.routes import HTTPRoute

from kiosk.web.guard import SAFE_METHODS, Room
from kiosk.web.limits import Door

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
HTML, PROBLEM = "text/html", "application/problem+json"
ABOUT = """Pages for people, forms for browsers: every form works without JavaScript.
A POST must say where it comes from (`Sec-Fetch-Site`, `Origin` or `Referer` of this node).
Whoever asks for JSON only, or anything below /api/ and /sync/, gets problems as RFC 9457."""

# What the guard, the framework and the store can say of any request, and of one that sends
# something. Looking may write as well: a session is touched, an officer's look is recorded.
ANY = (200, 400, 404, 405, 503, 507)
SENT = (303, 403, 409, 413, 415, 422, 429)

HEADERS = {303: "Location", 405: "Allow", 429: "Retry-After", 503: "Retry-After"}

Json = dict[str, Any]


@dataclass(frozen=True)
class Described:
    """What the signature of a handler does not tell: inputs of its form, parameters of its query,
    the types of what it gives when all is well, the type it takes where that is no form, and the
    statuses that no other operation has."""

    form: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    gives: tuple[str, ...] = (HTML,)
    takes: str = ""
    also: tuple[int, ...] = ()


@dataclass(frozen=True)
class Surface:
    """What is known about the routes from outside of them."""

    doors: Sequence[Door] = ()
    rooms: Sequence[Room] = ()
    described: Mapping[str, Described] = field(default_factory=dict)


@get("/api/schema", sync_to_thread=False)
def schema(request: Request[Any, Any, Any]) -> Response[bytes]:
    """This document."""
    app, state = request.app, request.app.state
    if "schema" not in state:
        state.schema = msgspec.json.encode(document(app, state.surface))
    return Response(state.schema, media_type="application/json")


def document(app: Litestar, surface: Surface) -> Json:
    paths: Json = {}
    for path, method, handler in operations(app):
        paths.setdefault(plain(path), {})[method.lower()] = operation(
            path, method, handler, surface
        )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Trạm Số", "version": "1", "description": ABOUT},
        "paths": paths,
        "components": {
            "responses": {str(status): _refusal(status) for status in (*ANY[1:], *SENT, 401, 410)}
            | {"304": _empty(304)},
            "securitySchemes": SECURITY,
        },
    }


def operations(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Path as the framework writes it, method, handler. HEAD is GET without its body."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                if method != "OPTIONS":
                    yield route.path, str(method), handler


def plain(path: str) -> str:
    """`{n:int}` as OpenAPI writes it."""
    return re.sub(r"{(\w+):\w+}", r"{\1}", path)


def operation(path: str, method: str, handler: HTTPRouteHandler, surface: Surface) -> Json:
    known = surface.described.get(path, Described())
    said: Json = {
        "operationId": f"{method.lower()}_{re.sub(r'[^a-z0-9]+', '_', plain(path)).strip('_')}",
        "tags": [handler.fn.__module__.split(".")[1]],
        "summary": _summary(handler),
        "parameters": [*_in_path(path), *map(_in_query, known.query)],
        "responses": responses(path, method, handler, surface),
    }
    if method not in SAFE_METHODS:
        said["requestBody"] = _body(path, known, surface.rooms)
    if is_guarded(handler):
        said["security"] = [{"staff": []}]
    return said


def responses(path: str, method: str, handler: HTTPRouteHandler, surface: Surface) -> Json:
    known = surface.described.get(path, Described())
    return {
        str(status): _response(status, known.gives)
        for status in sorted(statuses(path, method, handler, surface))
    }


def statuses(path: str, method: str, handler: HTTPRouteHandler, surface: Surface) -> set[int]:
    """Everything that this operation can answer, short of a fault of ours (500)."""
    found = {*ANY, *surface.described.get(path, Described()).also}
    if method not in SAFE_METHODS:
        found.update(SENT)
    elif path.count("/") > 1:
        found.add(303)  # a page that is not due, or not here, leads to the one that is
    if is_guarded(handler):
        found |= {303, 401, 403}
    if any(door.opens_for(method, path) for door in surface.doors):
        found.add(429)
    return found


def is_guarded(handler: HTTPRouteHandler) -> bool:
    return bool(handler.resolve_guards())


def _summary(handler: HTTPRouteHandler) -> str:
    told = (handler.fn.__doc__ or handler.fn.__name__.replace("_", " ")).strip()
    return told.split("\n")[0]


def _in_path(path: str) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer"} if type == "int" else {"type": "string"},
        }
        for name, type in re.findall(r"{(\w+):(\w+)}", path)
    ]


def _in_query(name: str) -> Json:
    return {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}


def _body(path: str, known: Described, rooms: Sequence[Room]) -> Json:
    if known.takes:
        return {"required": False, "content": {known.takes: {}}}
    inputs = {name: {"type": "string"} for name in known.form}
    form = {"type": "object", "properties": inputs, "additionalProperties": {"type": "string"}}
    content: Json = {FORM: {"schema": form}}
    if any(path.startswith(room.prefix) and room.multipart > room.bytes for room in rooms):
        content[MULTIPART] = {"schema": form}
    return {"required": False, "content": content}


def _response(status: int, gives: Sequence[str]) -> Json:
    if status == 204:
        return _empty(status)
    if status < 300:
        return {"description": HTTPStatus(status).phrase, "content": _content(gives)}
    return {"$ref": f"#/components/responses/{status}"}


def _empty(status: int) -> Json:
    return {"description": HTTPStatus(status).phrase}


def _refusal(status: int) -> Json:
    said: Json = {"description": HTTPStatus(status).phrase, "content": _content((HTML, PROBLEM))}
    if header := HEADERS.get(status):
        said["headers"] = {header: {"required": status == 303, "schema": {"type": "string"}}}
    return said


def _content(types: Sequence[str]) -> Json:
    return {type: {} for type in types}


SECURITY: Json = {
    "staff": {
        "type": "apiKey",
        "in": "cookie",
        "name": "staff",
        "description": "The session of somebody who works here.",
    }
}
