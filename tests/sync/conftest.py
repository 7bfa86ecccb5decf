"""Lan's declaration of birth, as the protocol's tests hand it in again and again; and a hub with a
station below it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.settings import Settings
from kiosk.sync.envelope import BlobRef, Header, PlainBlob, Plaintext, make
from kiosk.sync.keys import KeyRing, key_ring, new_key
from tests.flow.citizen import Citizen
from tests.stations import Station, browser_at, started, station, two_settings

LAN_ID = "019c2b7e-6f00-7abc-8def-0123456789ab"


@pytest.fixture(scope="session")
def hub() -> KeyRing:
    return key_ring([new_key("sealing", 1), new_key("signing", 1)])


@pytest.fixture(scope="session")
def node() -> KeyRing:
    return key_ring([new_key("signing", 1)])


@pytest.fixture(scope="session")
def header(hub: KeyRing) -> Callable[..., Header]:
    def _header(**changes: object) -> Header:
        usual: dict[str, object] = {
            "id": LAN_ID,
            "kind": "submission",
            "flow": "khai-sinh",
            "flow_version": "2026.3",
            "pack": "ab" * 32,
            "locale": "vi",
            "commune": "00070",
            "made_at": "2026-11-22T03:04:05.678Z",
            "assist": "none",
            "follow": "cd" * 32,
            "parent": None,
            "key": hub.sealing.id,
            "blobs": (),
        }
        return Header(**(usual | changes))  # type: ignore[arg-type]

    return _header


@pytest.fixture(scope="session")
def plaintext() -> Callable[..., Plaintext]:
    def _plaintext(**changes: object) -> Plaintext:
        usual: dict[str, object] = {
            "k": bytes(range(32)),
            "answers": {"ho_ten": "Nguyễn Thị Lan", "co_giay": True},
            "contact": {"phone": "0912345678"},
        }
        return Plaintext(**(usual | changes))  # type: ignore[arg-type]

    return _plaintext


@pytest.fixture(scope="session")
def lans_envelope(
    hub: KeyRing, header: Callable[..., Header], plaintext: Callable[..., Plaintext]
) -> bytes:
    declared = header(blobs=(BlobRef(0, "ef" * 32, 1000),))
    photo = PlainBlob(0, "giay_chung_sinh", "image/jpeg", "giấy chứng sinh.jpg")
    return make(declared, plaintext(blobs=(photo,)), hub.sealing.public)


@pytest.fixture
def two(tmp_path: Path, migrated: Path) -> tuple[Settings, Settings]:
    above, below = two_settings(tmp_path, migrated)
    return above, replace(below, commune="00074")


@pytest.fixture
def above(two: tuple[Settings, Settings]) -> Settings:
    return two[0]


@pytest.fixture
async def centre(above: Settings, clock: FixedClock) -> AsyncIterator[Litestar]:
    async with started(above, clock) as app:
        yield app


@pytest.fixture
async def pair(
    centre: Litestar, two: tuple[Settings, Settings], clock: FixedClock
) -> AsyncIterator[Station]:
    async with station(centre, two[1], clock) as one:
        yield one


@pytest.fixture
async def citizen(pair: Station) -> AsyncIterator[Citizen]:
    async with browser_at(pair.app) as browser:
        yield Citizen(browser)
