"""The headers that every answer carries."""

from dataclasses import dataclass

from kiosk.settings import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'; "
    "manifest-src 'self'; "
    "worker-src 'self'; "
    "font-src 'self'; "
    "media-src 'self'"
)
# The camera reads a QR code or takes a photo; nothing else of the device is ever asked for.
PERMISSIONS_POLICY = "camera=(self), microphone=(), geolocation=(), payment=()"
NOTHING = "default-src 'none'; frame-ancestors 'none'"

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class SecurityHeaders:
    """`document` is for what a browser may run: pages, and the scripts of workers. `other` is for
    the rest; half a kilobyte less on each answer is a tenth of what a declaration may cost."""

    document: Headers
    other: Headers


def security_headers(settings: Settings) -> SecurityHeaders:
    shared = [
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
    ]
    if settings.is_https:
        shared.append(("strict-transport-security", "max-age=31536000"))
    document = [
        ("content-security-policy", CONTENT_SECURITY_POLICY),
        # Not `no-referrer`: that turns the Origin of a form into null.
        ("referrer-policy", "same-origin"),
        ("permissions-policy", PERMISSIONS_POLICY),
        ("cross-origin-opener-policy", "same-origin"),
    ]
    other = [("content-security-policy", NOTHING)]
    return SecurityHeaders(_encoded(shared + document), _encoded(shared + other))


def _encoded(headers: list[tuple[str, str]]) -> Headers:
    return [(name.encode(), value.encode()) for name, value in headers]
