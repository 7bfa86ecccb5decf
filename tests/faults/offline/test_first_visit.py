"""The first visit over a bad line, and devices whose clock is wrong. Numbers are rows of the
catalogue of failures in other systems."""

from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from tests.faults.offline.citizen import Citizen
from tests.faults.offline.device import controlled, send_again
from tests.faults.offline.hub import Hub, at_hub
from tests.faults.offline.proxy import Proxy

SLOW_BYTES_A_SECOND = 30_000
LONGEST_SECONDS = 5.0
MOST_BYTES = 150_000
# A device's clock against the node's: what pages and workers take for now.
OFF_YEARS = (-2, 2)


def test_row_37_the_first_question_comes_soon_over_a_slow_line(
    phone: Callable[..., Page], line: Proxy
) -> None:
    """30 KB/s and an empty browser: the first question within 5 s and 150 KB."""
    page = phone()
    line.throttle(SLOW_BYTES_A_SECOND)
    began = monotonic()
    page.goto("/thu-tuc/khai-sinh", wait_until="commit")
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.locator("main form input").first).to_be_visible()
    assert monotonic() - began < LONGEST_SECONDS
    assert sum(one.down for one in line.log) < MOST_BYTES


@pytest.mark.parametrize("years", OFF_YEARS)
def test_row_35_a_wrong_clock_costs_nothing(
    phone: Callable[..., Page], line: Proxy, hub: Hub, years: int
) -> None:
    """Two years off, either way: accepted, in the hub's own order, and the device says so."""
    line.rewrite(lambda script: off_by(years).encode() + script, on="^GET /sw.js")
    lan = Citizen(phone(), hub)
    lan.page.add_init_script(off_by(years))
    controlled(lan.page)
    before = list(at_hub(hub.data_dir))
    lan.fill_in()
    line.refuse()
    code = lan.hand_in()
    line.heal()
    send_again(lan.page)
    lan.until_sent(code)
    assert lan.item(code)["made_at"][:4] == str(2026 + years)
    assert list(at_hub(hub.data_dir)) == [*before, hub.id_of(code)]
    lan.page.goto("/may-nay")
    expect(lan.main).to_contain_text("Ngày giờ trên máy này đang sai")


def off_by(years: int) -> str:
    """A clock so many years off, for a page or a worker."""
    return f"""{{
      const off = {years} * 365.25 * 24 * 3600e3, now = Date.now.bind(Date), Right = Date;
      self.Date = class extends Right {{
        constructor(...all) {{ super(...(all.length ? all : [now() + off])); }}
        static now() {{ return now() + off; }}
      }};
    }}
    """
