"""Problems as answers: a page in the reader's language, or RFC 9457 JSON for machines."""

import secrets
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar

import structlog
from litestar import Request
from litestar.exceptions import HTTPException
from litestar.response import Response
from litestar.types import ExceptionHandlersMap

from kiosk.problem import Problem
from kiosk.web import problems
from kiosk.web.forms import Form, sent_form
from kiosk.web.redirects import local_path
from kiosk.web.screens import Screen, page, path_and_query, reader_language, show
from kiosk.web.words import Words, words_for

MACHINE_PATHS = ("/sync/", "/api/")
# Letters and digits that nobody mixes up, for reading out over the telephone.
ALPHABET = "346789ABCDEFGHJKMNPRTWXY"
# It will work later, as it is: the page holds what was typed and sends it again.
PROBLEM = "application/problem+json"
URN = "urn:tramso:problem:"
"""RFC 9457: a problem's type is this and its code."""
LATER = ("files.no_room", "files.away", "store.busy", "store.away")

log = structlog.get_logger()


@dataclass(frozen=True)
class ErrorScreen(Screen):
    template: ClassVar[str] = "web/error.html"

    heading: str
    advice: str
    link: str
    href: str
    again: tuple[tuple[str, str], ...] = ()
    to: str = "/"


def answer(request: Request[Any, Any, Any], problem: Problem) -> Response[Any]:
    """The page or the JSON for a problem, with the headers that its status asks for."""
    words = words_for(problem, reader_language(request))
    response = (
        _as_json(problem, words) if is_machine(request) else _as_page(request, problem, words)
    )
    if "retry_after" in problem.params:
        response.headers["Retry-After"] = str(problem.params["retry_after"])
    return response


def is_machine(request: Request[Any, Any, Any]) -> bool:
    if request.scope["path"].startswith(MACHINE_PATHS):
        return True
    accept = request.headers.get("accept", "")
    return "json" in accept and "text/html" not in accept


def on_problem(request: Request[Any, Any, Any], problem: Problem) -> Response[Any]:
    return answer(request, problem)


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What the framework itself refuses: no such route, a malformed parameter."""
    if error.status_code >= 500:
        return on_unexpected(request, error)
    response = answer(request, problems.of_status(error.status_code)())
    for name, value in (error.headers or {}).items():
        response.headers[name.title()] = value
    return response


def on_unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The trace goes to the log under a number; the reader gets the number."""
    incident = "".join(secrets.choice(ALPHABET) for _ in range(6))
    log.error("unexpected", incident=incident, route=route_of(request), exc_info=error)
    return answer(request, problems.unexpected(incident=incident))


def route_of(request: Request[Any, Any, Any]) -> str:
    return str(request.scope.get("path_template", "-"))


HANDLERS: ExceptionHandlersMap = {
    Problem: on_problem,
    HTTPException: on_http,
    Exception: on_unexpected,
}


def _as_json(problem: Problem, words: Words) -> Response[Any]:
    body = {
        **problem.params,
        "type": f"{URN}{problem.code}",
        "title": words.heading,
        "detail": words.advice,
        "status": problem.status,
    }
    return Response(body, status_code=problem.status, media_type=PROBLEM)


def _as_page(request: Request[Any, Any, Any], problem: Problem, words: Words) -> Response[Any]:
    again = _again(sent_form(request)) if problem.code in LATER else ()
    here = local_path(path_and_query(request.scope))
    try:
        return show(
            request,
            ErrorScreen(words.heading, words.advice, words.link, words.href, again, here),
            problem.status,
        )
    except Exception:  # whatever is wrong with our pages, the reader is told
        log.exception("no error page", code=problem.code)
        return _plain(problem, words)


def _again(form: Form | None) -> tuple[tuple[str, str], ...]:
    """Each input that was sent; none of a form with a password, which no page repeats."""
    if form is None or any("password" in name for name in form):
        return ()
    return tuple((name, value) for name in form for value in form.all(name))


def _plain(problem: Problem, words: Words) -> Response[Any]:
    heading, advice = escape(words.heading), escape(words.advice)
    html = f"<!doctype html><title>{heading}</title><h1>{heading}</h1><p>{advice}</p>"
    return page(html, problem.status)
