"""What browser tests share: a node of their own, and a phone that speaks Vietnamese."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tools import browser


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the node keeps its database and keys: for `kiosk people add` and the like."""
    return tmp_path_factory.mktemp("node")


@pytest.fixture(scope="session")
def base_url(data_dir: Path) -> Iterator[str]:
    """A node as `kiosk serve` starts it, so `page.goto("/")` is its home page."""
    port = _free_port()
    environ = os.environ | {"KIOSK_DATA_DIR": str(data_dir), "KIOSK_PORT": str(port)}
    kiosk = Path(sys.executable).with_name("kiosk")
    with (data_dir / "serve.log").open("wb") as log:
        node = subprocess.Popen([kiosk, "serve"], env=environ, stdout=log, stderr=log)
    try:
        yield _answering(f"http://127.0.0.1:{port}", data_dir / "serve.log")
    finally:
        node.terminate()
        node.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answering(url: str, log: Path) -> str:
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=6), trust_env=False) as client:
            client.get(f"{url}/healthz").raise_for_status()
    except httpx.HTTPError as error:
        pytest.fail(f"the node does not answer: {error}\n{log.read_text()}", pytrace=False)
    return url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = browser.find()
    if path is None:
        pytest.fail("no Chromium: `make test` installs one, $CHROMIUM names one", pytrace=False)
    return {**browser_type_launch_args, "executable_path": str(path)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
    }
