"""kiosk enrol CODE: makes this machine a station of the hub that KIOSK_UPSTREAM names."""

import argparse
import asyncio
from typing import Any

from kiosk.clock import SystemClock, to_millis
from kiosk.settings import Settings, SettingsError
from kiosk.store.migrate import on_connection, upgrade
from kiosk.sync import codes, keyfolder
from kiosk.sync.hello import Hello
from kiosk.sync.joining import Joined, join, settle_in
from kiosk.sync.keys import Key
from kiosk.sync.link import linked
from kiosk.sync.problems import no_such_invitation
from kiosk.sync.upstream import NoLine, keys_of


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("enrol", help="make this machine a station of its hub")
    parser.add_argument("code", help="the one-time code from the hub: kiosk stations invite")
    parser.set_defaults(run=_enrol)


def _enrol(settings: Settings, arguments: argparse.Namespace) -> int:
    if settings.upstream is None:
        raise SettingsError("Set KIOSK_UPSTREAM to the address of the hub first.")
    code = codes.normalise_resume(arguments.code)
    if code is None:
        raise SettingsError("This is no code: it has 16 letters and digits, in four groups.")
    if keyfolder.load_ring(settings.keys_dir).of("sealing"):
        raise SettingsError(
            f"{settings.data_dir} is a hub's own: choose another folder by KIOSK_DATA_DIR."
        )
    upgrade(settings.database_url)
    key = _own_key(settings)
    try:
        joined, greeting = asyncio.run(_join(settings.upstream, code, key))
    except NoLine as error:
        raise SettingsError(f"{settings.upstream} does not answer as a hub ({error}).") from error
    except Exception as error:
        if getattr(error, "kind", None) != no_such_invitation:
            raise
        raise SettingsError("The hub does not know this code, or its time is over.") from None
    on_connection(
        settings.database_url, lambda db: settle_in(db, joined, greeting, key, SystemClock())
    )
    print(f"This machine is {joined.id} ({joined.name}, commune {joined.commune}).")
    print("A node that is running serves under this name once it is started again.")
    return 0


def _own_key(settings: Settings) -> Key:
    """One that no hub knows yet, and the same until one does: where the answer got lost, the code
    is good for this key alone."""
    now = to_millis(SystemClock().now())
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    ring = keyfolder.open_ring(settings.keys_dir, keyfolder.NODE, now)
    known = {one.id for one in on_connection(settings.database_url, keys_of)}
    fresh = [key for key in ring.of("signing") if key.id not in known]
    return fresh[-1] if fresh else keyfolder.rotate(settings.keys_dir, "signing", now).signing


async def _join(url: str, code: str, key: Key) -> tuple[Joined, Hello]:
    async with linked(url, SystemClock()) as link:
        return await join(link, code, key)
