"""A telephone at a station: what it hands in is sealed to the hub, whom it never speaks with, and
is called sent only by the hub's own receipt."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from kiosk.settings import ROOT
from kiosk.sync import envelope
from kiosk.sync.keyfolder import load_ring
from tests.browser.conftest import add_staff, serving
from tests.browser.look import complaints
from tests.browser.officer import Officer
from tests.faults.offline.citizen import Citizen
from tests.faults.offline.device import controlled, send_again, until, until_item
from tests.faults.offline.hub import Hub, at_hub
from tests.faults.offline.proxy import Proxy


def command(folder: Path, *words: str, **environ: str) -> str:
    env = {**os.environ, "KIOSK_DATA_DIR": str(folder), **environ}
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *words], env=env, cwd=ROOT, check=True, text=True,
        capture_output=True, timeout=60,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def station(
    _hub: Hub, _line: Proxy, flows: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str]]:
    """Its data folder and address; between it and the hub is the bad line."""
    folder = tmp_path_factory.mktemp("station")
    said = command(_hub.data_dir, "stations", "invite", "Nhà văn hoá")
    code = next(word for word in said.split() if word.count("-") == 3)
    environ = {"KIOSK_UPSTREAM": _line.url, "KIOSK_SYNC_SECONDS": "1"}
    command(folder, "enrol", code, **environ)
    with serving(folder, KIOSK_FLOWS_DIR=str(flows), **environ) as url:
        yield folder, url


@pytest.fixture
def lan_there(
    station: tuple[Path, str], hub: Hub, browser: Browser, small_phone: dict[str, Any]
) -> Iterator[Citizen]:
    context = browser.new_context(**{**small_phone, "base_url": station[1]})
    yield Citizen(controlled(context.new_page()), hub)
    context.close()


def test_only_the_hubs_receipt_makes_it_sent(
    lan_there: Citizen, station: tuple[Path, str], line: Proxy, hub: Hub
) -> None:
    line.refuse()
    lan_there.prepare()
    [code] = lan_there.queue(1)
    until_item(lan_there.page, code, state="received")
    lan_there.page.goto(f"/bien-nhan/{code}")
    assert not lan_there.sees_sent
    assert hub.has(code) == 0
    line.heal()
    until_sent(lan_there, code)
    assert hub.has(code) == 1
    assert at_hub(station[0])[hub.id_of(code)] == lan_there.digest(code)


def test_the_station_cannot_read_it_and_the_hub_can(
    lan_there: Citizen, station: tuple[Path, str], line: Proxy, hub: Hub
) -> None:
    lan_there.prepare()
    [code] = lan_there.queue(1)
    until_sent(lan_there, code)
    sent = envelope.read(hub.body(hub.id_of(code)))
    assert load_ring(station[0] / "keys").openers == {}
    opened = envelope.open(sent, load_ring(hub.data_dir / "keys").openers)
    assert lan_there.answers["ho_ten"] in opened.answers.values()


def test_the_page_of_its_line_can_be_read_by_everybody(
    station: tuple[Path, str], browser: Browser, small_phone: dict[str, Any]
) -> None:
    folder, url = station
    context = browser.new_context(**{**small_phone, "base_url": url, "service_workers": "block"})
    minh = Officer(context.new_page(), add_staff(folder, "minh", "Phạm Minh", "officer"))
    minh.sign_in()
    assert minh.page.url.endswith("/mot-cua/gui-len")
    assert complaints(minh.page) == []
    minh.press(minh.button("Gửi ngay"))
    assert complaints(minh.page) == []
    context.close()


def until_sent(citizen: Citizen, code: str) -> None:
    """The telephone asks again now and then; here at once."""

    def is_sent() -> bool:
        send_again(citizen.page)
        return bool(citizen.item(code)["state"] == "sent")

    until(is_sent, f"{code} is sent")
    citizen.until_sent(code)
