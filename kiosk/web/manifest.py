"""`/manifest.webmanifest`: what a phone needs to put us on its first screen."""

from typing import Any

from litestar import Request, Response, get

from kiosk.web.assets import Assets
from kiosk.web.openapi import Described
from kiosk.web.screens import reader_language

MANIFEST = "application/manifest+json"
DESCRIBED = {"/manifest.webmanifest": Described(gives=(MANIFEST,), query=("lang",))}
# As in base.html and in css/20-base.css: the bar of wood, the table.
WOOD, TABLE = "#4a2a14", "#eedfc6"
ICONS = (
    ("icons/icon-192.png", 192, "any"),
    ("icons/icon-512.png", 512, "any"),
    ("icons/maskable-192.png", 192, "maskable"),
    ("icons/maskable-512.png", 512, "maskable"),
)


@get("/manifest.webmanifest", sync_to_thread=False)
def manifest(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """In the language of the page that asks: browsers send no cookies along."""
    named = request.app.state.languages.get(request.query_params.get("lang"))
    language = named or reader_language(request)
    _ = language.gettext
    assets: Assets = request.app.state.assets
    body = {
        "id": "/",
        "name": _("Trạm Số"),
        "short_name": _("Trạm Số"),
        "description": _("Trạm Số: giúp bạn làm giấy tờ"),
        "lang": language.code,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": WOOD,
        "background_color": TABLE,
        "icons": [icon(assets, *one) for one in ICONS],
    }
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"}
    return Response(body, media_type=MANIFEST, headers=headers)


HANDLERS = (manifest,)


def icon(assets: Assets, name: str, size: int, purpose: str) -> dict[str, str]:
    sizes = f"{size}x{size}"
    return {"src": assets.url(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
