"""What a commune sets for itself at the hub, brought to its nodes."""

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from kiosk.commune.actions import CommuneSettings, save_settings
from kiosk.commune.rules import NAMES
from kiosk.dossier import days_off
from kiosk.sync import upstream
from kiosk.sync.upstream import NoLine, Upstream

if TYPE_CHECKING:
    from kiosk.sync.envoy import Envoy

COMMUNE = "/sync/v1/commune"


class Set(Struct, frozen=True):
    """`days_off` says of a day whether nobody works on it. The desk's usual reasons come along and
    are of no use here. `receiving` are the communes of the hub that have a desk; an older hub names
    none."""

    commune: str
    settings: dict[str, str]
    days_off: dict[str, bool]
    receiving: tuple[str, ...] = ()


async def fetch_settings(envoy: "Envoy") -> None:
    """An errand. Raises NoLine."""
    known = envoy.upstream.facts.commune_tag
    headers = {"If-None-Match": known} if known else {}
    answer = await envoy.ask("GET", COMMUNE, headers=headers)
    if answer.status != 200:
        return
    try:
        found = msgspec.json.decode(answer.body, type=Set)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NoLine("not the hub's settings") from error
    tag = answer.headers.get("etag", "")
    envoy.upstream.become(await envoy.store.write(keep, found, tag))


def keep(db: Connection, found: Set, tag: str) -> Upstream:
    settings = {name: value for name, value in found.settings.items() if name in NAMES}
    save_settings(db, found.commune, CommuneSettings(**settings))
    for one in days_off.days_off(db):
        days_off.remove_day_off(db, one.day)
    for day, is_off in found.days_off.items():
        days_off.set_day_off(db, day, is_off, "")
    return upstream.note(db, commune_tag=tag, receiving=found.receiving)
