"""A QR code as SVG: it needs neither a script nor a request of its own."""

from io import BytesIO
from urllib.parse import quote

import segno
from markupsafe import Markup

QUIET_ZONE = 4
PLAIN = "/:=,;"


def qr(text: str) -> str:
    """An SVG document, dark on white. A quarter of it may be lost to a crease or a stain and it
    still reads (error correction Q; a higher level where that takes no more room)."""
    drawn = BytesIO()
    segno.make(text, error="q", micro=False).save(
        drawn,
        kind="svg",
        border=QUIET_ZONE,
        light="#fff",
        omitsize=True,
        xmldecl=False,
        nl=False,
        svgclass=None,
        lineclass=None,
    )
    return drawn.getvalue().decode()


def qr_on_page(text: str, label: str) -> Markup:
    """The same inside a page, named for those who hear the page."""
    opening = Markup('<svg role="img" aria-label="{}" ').format(label)
    return opening + Markup(qr(text).removeprefix("<svg "))  # noqa: S704  segno draws digits only


def qr_image(text: str) -> str:
    """The same as the address of an image, for pages whose values are all escaped."""
    return f"data:image/svg+xml,{quote(qr(text), safe=PLAIN)}"
