"""Twenty of the sequences that `python -m tests.faults.offline.soak` makes up without end."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.faults.offline.device import Device
from tests.faults.offline.hub import Hub
from tests.faults.offline.proxy import Proxy
from tests.faults.offline.soak import Soak
from tests.faults.offline.soak_phone import Phone

# Quick ones; in the last six the browser is killed, or people are quicker than the worker.
SEEDS = (
    1006, 1008, 1014, 1016, 1021, 1023, 1024, 1028, 1030, 1033, 1039, 1041, 1070, 1077,
    1034, 1040, 1045, 1020, 1047, 1083,
)  # fmt: skip


@pytest.fixture(scope="module")
def phone(
    _line: Proxy, _hub: Hub, playwright: Playwright, browser_type_launch_args: dict[str, Any],
    small_phone: dict[str, Any], tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Phone]:  # fmt: skip
    """One for all of them: a browser takes longer to start than a sequence takes."""
    settings = {**browser_type_launch_args, **small_phone, "base_url": _line.url}
    device = Device(playwright.chromium, tmp_path_factory.mktemp("phone") / "profile", settings)
    phone = Phone(device, _line.url)
    yield phone
    phone.off()


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_done_and_befalls_nothing_is_lost_and_nothing_is_twice(
    phone: Phone, line: Proxy, hub: Hub, seed: int
) -> None:
    Soak(phone, line, hub).run(seed)
