"""Static files: read, shrunk and compressed once at the start, then served from memory for ever."""

import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import rcssmin  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]
from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from kiosk.web.packed import Bodies, pack, send
from kiosk.web.problems import not_found

HTMX = "vendor/htmx.min.js"
WORKER, WORKER_OFF = "built/worker.js", "worker-off.js"
# A worker comes by an address of its own, and all its parts in one script.
NOT_SERVED = (HTMX, WORKER_OFF, "worker/*", "engine/*", "sync/*", "built/*")
FOR_EVER = "public, max-age=31536000, immutable"
# Formats that are compressed already.
PACKED = (".png", ".jpg", ".webp", ".woff2", ".opus", ".mp3")
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}


class AssetError(Exception):
    """A static file without which no page works. Its text is one sentence."""


@dataclass(frozen=True)
class Asset:
    name: str
    media_type: str
    digest: str
    bodies: Bodies

    @property
    def url(self) -> str:
        return f"/static/{self.digest}/{self.name}"


class Assets:
    """The files of a folder, `css/*.css` as one app.css, `js/*.js` behind htmx as one app.js.
    `worker` is the script of the offline worker, `worker_off` what takes its place and goes."""

    def __init__(self, folder: Path) -> None:
        self.worker = _needed(folder / WORKER).decode()
        self.worker_off = str(rjsmin.jsmin(_needed(folder / WORKER_OFF).decode()))
        bodies = {"app.css": _stylesheet(folder), "app.js": _script(folder)}
        for path in _single_files(folder):
            bodies[path.relative_to(folder).as_posix()] = path.read_bytes()
        self._assets = {name: _asset(name, body) for name, body in bodies.items()}

    def url(self, name: str) -> str:
        """`static("app.css")` in templates. Raises KeyError for a file that is not there."""
        return self._assets[name].url

    def find(self, name: str) -> Asset | None:
        return self._assets.get(name)

    def names(self, suffix: str) -> tuple[str, ...]:
        return tuple(sorted(name for name in self._assets if name.endswith(suffix)))


@get("/static/{digest:str}/{name:path}", sync_to_thread=False)
def static_file(
    request: Request[Any, Any, Any], digest: FromPath[str], name: FromPath[str]
) -> Response[bytes]:
    assets: Assets = request.app.state.assets
    asset = assets.find(str(name).lstrip("/"))
    if asset is None:
        raise not_found()
    # A page from before an upgrade asks by the old digest: it gets the new file, but not for ever.
    kept = FOR_EVER if digest == asset.digest else "no-cache"
    return send(request, asset.bodies, asset.media_type, {"Cache-Control": kept})


def _stylesheet(folder: Path) -> bytes:
    """The files' names give the order, which is that of the layers."""
    css = "".join(path.read_text("utf-8") for path in sorted(folder.glob("css/*.css")))
    return str(rcssmin.cssmin(css)).encode()


def _script(folder: Path) -> bytes:
    htmx = _needed(folder / HTMX).decode().strip()
    own = (str(rjsmin.jsmin(path.read_text("utf-8"))) for path in sorted(folder.glob("js/*.js")))
    # A semicolon between: a file that ends in `)` must not call the next one.
    return ";\n".join([htmx, *own]).encode()


def _needed(file: Path) -> bytes:
    if not file.exists():
        raise AssetError(f"{file} is missing: make it with `make install`.")
    return file.read_bytes()


def _single_files(folder: Path) -> Iterable[Path]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        in_bundle = len(relative.parts) == 2 and relative.match("css/*.css")
        in_bundle = in_bundle or (len(relative.parts) == 2 and relative.match("js/*.js"))
        hidden = any(part.startswith(".") for part in relative.parts)
        kept_back = any(fnmatch(relative.as_posix(), one) for one in NOT_SERVED)
        if path.is_file() and not in_bundle and not hidden and not kept_back:
            yield path


def _asset(name: str, body: bytes) -> Asset:
    suffix = Path(name).suffix
    guessed = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(
        name,
        guessed,
        sha256(body).hexdigest()[:10],
        {b"": body} if suffix in PACKED else _packed(body),
    )


# Kept across apps, for tests that make many; the hardest compression takes a while.
_packed = lru_cache(256)(pack)
