"""`/sw.js`, the offline worker; and what its pages say where no worker answers."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any, ClassVar

from litestar import Request, Response, get, post

from kiosk.flow.supplies import supplies_of
from kiosk.settings import Settings
from kiosk.web.openapi import Described
from kiosk.web.packed import checked, send, unchanged
from kiosk.web.redirects import go_to
from kiosk.web.screens import Screen, show

Req = Request[Any, Any, Any]
SCRIPT = "text/javascript"
DESCRIBED = {"/sw.js": Described(gives=(SCRIPT,), also=(304,))}


@dataclass(frozen=True)
class NothingWaitsScreen(Screen):
    template: ClassVar[str] = "flow/nothing_waits.html"


@dataclass(frozen=True)
class NothingKeptScreen(Screen):
    template: ClassVar[str] = "flow/nothing_kept.html"


@get("/sw.js")
async def worker(request: Req) -> Response[Any]:
    """The worker; where it is switched off, a script that takes its place and goes."""
    supplies, settings = supplies_of(request), request.app.state.settings
    wanted = is_wanted(settings, request)
    script = await (supplies.script() if wanted else supplies.script_off())
    same = unchanged(request, script.version)
    return same or send(request, script.bodies, SCRIPT, checked(script.version))


@get("/hang-cho")
async def waiting(request: Req) -> Response[str]:
    """What waits to be sent, where nothing can."""
    return show(request, NothingWaitsScreen())


@get("/may-nay")
async def this_device(request: Req) -> Response[str]:
    """What this device keeps, where it keeps nothing."""
    return show(request, NothingKeptScreen())


@post("/hang-cho/gui")
async def send_waiting(request: Req) -> Response[str]:
    return go_to("/hang-cho")


@post(["/may-nay", "/may-nay/khoa"])
async def change_device(request: Req) -> Response[str]:
    return go_to("/may-nay")


HANDLERS = (worker, waiting, this_device, send_waiting, change_device)


def is_wanted(settings: Settings, request: Req) -> bool:
    """A kiosk's own screen, which people share, has its drafts on the node beside it."""
    if settings.worker == "phones":
        return not is_this_machine(request.client.host if request.client else "")
    return settings.worker == "on"


def is_this_machine(address: str) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return (mapped or ip).is_loopback
