"""What tests of the offline worker share: a node behind a bad line, and phones with a worker."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.conftest import serving
from tests.browser.walker import BIRTH
from tests.browser.walker import FLOWS as REAL
from tests.faults.offline.citizen import FLOWS, PHOTOS, Citizen
from tests.faults.offline.device import Device, controlled
from tests.faults.offline.hub import Hub
from tests.faults.offline.proxy import Proxy, in_front_of
from tools import browser as chromium

NewCitizen = Callable[..., Citizen]


@pytest.fixture(scope="session")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two small ones, three questions and photographs; and the registration of a birth."""
    folder = tmp_path_factory.mktemp("flows")
    for one in (FLOWS / "ba-cau", PHOTOS, REAL / BIRTH):
        shutil.copytree(one, folder / one.name)
    for rest in REAL.glob("_*.yaml"):
        shutil.copy(rest, folder)
    return folder


@pytest.fixture(scope="session")
def _line() -> Iterator[Proxy]:
    with in_front_of() as proxy:
        yield proxy


@pytest.fixture(scope="session")
def _hub(_line: Proxy, flows: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("hub")
    with serving(folder, KIOSK_FLOWS_DIR=str(flows), KIOSK_PUBLIC_URL=_line.url) as url:
        _line.node_port = urlsplit(url).port or 0
        yield Hub(folder, url)


@pytest.fixture
def line(_line: Proxy, _hub: Hub) -> Iterator[Proxy]:
    """Between the phones and the node; good when a test begins."""
    _line.heal()
    _line.log.clear()
    yield _line
    _line.heal()


@pytest.fixture
def hub(_hub: Hub) -> Iterator[Hub]:
    """The node that all hand in to. At the end of each test it has what screens called sent."""
    yield _hub
    _hub.check()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium.find()
    if path is None:
        pytest.fail("no Chromium: `make test` installs one, $CHROMIUM names one", pytrace=False)
    return {**browser_type_launch_args, "executable_path": str(path)}


@pytest.fixture(scope="session")
def small_phone() -> dict[str, Any]:
    """As in tests/browser, but a worker may be there."""
    return {
        "viewport": {"width": 360, "height": 740},
        "has_touch": True,
        "is_mobile": True,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        # No `sync` event, as with most browsers: Chromium alone knows when it comes.
        "permissions": [],
    }


@pytest.fixture
def phone(
    line: Proxy, browser: Browser, small_phone: dict[str, Any]
) -> Iterator[Callable[..., Page]]:
    """`phone()` is one more that knows nothing of the others; arguments make it differ."""
    with ExitStack() as stack:

        def new(**but: Any) -> Page:
            context = browser.new_context(**{**small_phone, "base_url": line.url, **but})
            stack.callback(context.close)
            return context.new_page()

        yield new


@pytest.fixture
def citizen(phone: Callable[..., Page], hub: Hub) -> NewCitizen:
    """`citizen()` is one more person with a phone of their own, whose worker is there."""

    def new(**traits: Any) -> Citizen:
        return Citizen(controlled(phone()), hub, **traits)

    return new


@pytest.fixture
def lan(citizen: NewCitizen) -> Citizen:
    return citizen()


@pytest.fixture
def device(
    line: Proxy, hub: Hub, playwright: Playwright, browser_type_launch_args: dict[str, Any],
    small_phone: dict[str, Any], tmp_path: Path,
) -> Iterator[Device]:  # fmt: skip
    """A phone whose power can be cut; it finds its profile again."""
    settings = {**browser_type_launch_args, **small_phone, "base_url": line.url}
    one = Device(playwright.chromium, tmp_path / "profile", settings)
    yield one
    one.switch_off()
