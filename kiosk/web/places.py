"""Names of communes on pages, by the tables of today."""

from typing import Any

from litestar import Request

from kiosk.content.reference.today import References
from kiosk.web.screens import reader_language


def commune_name(request: Request[Any, Any, Any], code: str) -> str:
    """The code itself where nobody knows it."""
    references: References = request.app.state.references
    return references[reader_language(request).code].commune_name(code) or code
