"""What can go wrong at the edge, before or beside any feature."""

from kiosk.problem import Kind, kind

malformed_request = kind("web.malformed_request", 400)
malformed_form = kind("web.malformed_form", 400)
gone = kind("web.gone", 400)
foreign_post = kind("web.foreign_post", 403)
not_found = kind("web.not_found", 404)
wrong_method = kind("web.wrong_method", 405)
too_large = kind("web.too_large", 413)
not_a_form = kind("web.not_a_form", 415)
unprocessable = kind("web.unprocessable", 422)
too_many = kind("web.too_many", 429)
busy = kind("web.busy", 503)
unexpected = kind("web.unexpected", 500)

_OF_STATUS = {
    problem.status: problem
    for problem in (
        malformed_request,
        foreign_post,
        not_found,
        wrong_method,
        too_large,
        not_a_form,
        unprocessable,
        too_many,
    )
}


def of_status(status: int) -> Kind:
    """The problem behind a bare HTTP status, as the framework raises it."""
    return _OF_STATUS.get(status) or kind(f"web.status_{status}", status)
