"""Where the browser goes after a POST."""

from litestar.datastructures import Cookie
from litestar.response import Response


def go_to(url: str, *cookies: Cookie) -> Response[str]:
    """303: the browser fetches `url` next, so that a reload does not send the form again."""
    headers = {"Location": url}
    return Response("", status_code=303, media_type="text/html", headers=headers, cookies=cookies)


def local_path(back: str) -> str:
    """The path itself if it leads nowhere but to this node, else the first page."""
    safe = back.startswith("/") and not back.startswith("//") and "\\" not in back
    return back if safe and back.isascii() and back.isprintable() else "/"
