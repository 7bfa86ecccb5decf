"""What browser tests share: a node of their own, a phone that speaks Vietnamese, and the cast."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copytree
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page

from kiosk.settings import ROOT
from tests.browser.walker import Walker
from tools import browser as chromium

# The whole suite comes from one address.
NO_LIMITS = {"KIOSK_RATE_ADDRESS": "1000000", "KIOSK_RATE_ALL": "1000000"}
# For each new context Chromium makes a window whose address bar suggests things: two pages of its
# own, half of all the work of a short test. The rest is Playwright's list, which ours replaces.
NOT_NEEDED = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,"
    "MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,"
    "ThirdPartyStoragePartitioning"
)
FLOWS = Path(__file__).with_name("flows")
PASSWORD = "mot-cua-sang-thu-sau"
NewPhone = Callable[..., Page]


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the node keeps its database and keys."""
    return tmp_path_factory.mktemp("node")


@pytest.fixture(scope="session")
def base_url(data_dir: Path) -> Iterator[str]:
    """A node, so `page.goto("/")` is its home page."""
    with serving(data_dir) as url:
        yield url


SHELVES: dict[tuple[str | None, str | None], Path] = {}
"""What an earlier node has compiled, by the folders it came from: each node would take seconds."""


@contextmanager
def serving(data_dir: Path, **environ: str) -> Iterator[str]:
    """A node in a process of its own; at the end it must not have stumbled over anything."""
    log = data_dir / "serve.log"
    content = (environ.get("KIOSK_FLOWS_DIR"), environ.get("KIOSK_TUTORIALS_DIR"))
    here = data_dir / "packs"
    kept = SHELVES.setdefault(content, here)
    if kept.is_dir() and not here.is_dir():
        copytree(kept, here)
    with socket.create_server(("127.0.0.1", 0)) as door, log.open("wb") as out:
        environ |= {"KIOSK_DATA_DIR": str(data_dir), "KIOSK_PORT": str(door.getsockname()[1])}
        node = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.node", str(door.fileno())],
            env=os.environ | environ | NO_LIMITS, cwd=ROOT, pass_fds=[door.fileno()],
            stdout=out, stderr=out,
        )  # fmt: skip
    try:
        yield _answering(f"http://127.0.0.1:{environ['KIOSK_PORT']}", log)
    finally:
        node.terminate()
        node.wait(timeout=20)
    assert "Traceback" not in log.read_text(), log.read_text()[-3000:]


def _answering(url: str, log: Path) -> str:
    """The door has been open since before the node started, so that the first knock waits."""
    try:
        httpx.get(f"{url}/healthz", timeout=60, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        pytest.fail(f"the node does not answer: {error}\n{log.read_text()[-3000:]}", pytrace=False)
    return url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium.find()
    if path is None:
        pytest.fail("no Chromium: `make test` installs one, $CHROMIUM names one", pytrace=False)
    args = [*browser_type_launch_args.get("args", ()), f"--disable-features={NOT_NEEDED}"]
    return {**browser_type_launch_args, "executable_path": str(path), "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 1,
        "has_touch": True,
        "is_mobile": True,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        # The path of browsers that have no worker, each time alike: whether one takes over in time
        # is a race. With it, see tests/faults/offline.
        "service_workers": "block",
    }


@pytest.fixture
def phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[NewPhone]:
    """`phone()` is one more phone that knows nothing of the others; arguments make it differ."""
    with ExitStack() as stack:

        def new(**but: Any) -> Page:
            context = browser.new_context(**{**browser_context_args, **but})
            stack.callback(context.close)
            return context.new_page()

        yield new


@pytest.fixture
def plain(phone: NewPhone) -> Page:
    """A phone without JavaScript."""
    return phone(java_script_enabled=False)


@pytest.fixture
def lan(page: Page) -> Walker:
    """A mother who registers the birth of her son, on her phone."""
    return Walker(page)


@pytest.fixture(scope="session")
def minh(base_url: str, data_dir: Path) -> str:
    """The login of an officer of the node's commune."""
    return add_staff(data_dir, "minh", "Lê Quang Minh", "officer")


def add_staff(data_dir: Path, login: str, name: str, role: str, commune: str = "00070") -> str:
    kiosk = Path(sys.executable).with_name("kiosk")
    words = ["--name", name, "--role", role, "--commune", commune, "--ask"]
    subprocess.run(
        [kiosk, "people", "add", login, *words],
        env=os.environ | {"KIOSK_DATA_DIR": str(data_dir)},
        input=PASSWORD, text=True, check=True, capture_output=True,
    )  # fmt: skip
    return login


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A node with the flow that asks for photographs, and an officer."""
    folder = tmp_path_factory.mktemp("photos")
    with serving(folder, KIOSK_FLOWS_DIR=str(FLOWS)) as url:
        add_staff(folder, "minh", "Lê Quang Minh", "officer")
        yield url
