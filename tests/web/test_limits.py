"""Token buckets: steady, for each address and for all."""

import pytest

from kiosk.web import limits
from kiosk.web.limits import Door, Limits

LOOK_UP = Door(("GET", "POST"), "/ho-so", below=True)
SIGN_IN = Door(("POST",), "/mot-cua", cost=3, below=True)


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


def knocks(gate: Limits, address: str, times: int, path: str = "/ho-so") -> list[int]:
    return [gate.wait("POST", path, address) for _ in range(times)]


def test_a_minutes_worth_then_wait_then_again(watch: Watch) -> None:
    gate = Limits([LOOK_UP], address_rate=6, all_rate=100, now=watch)
    assert knocks(gate, "10.0.0.1", 7) == [0] * 6 + [10]
    watch.seconds = 10
    assert knocks(gate, "10.0.0.1", 2) == [0, 10]


def test_one_address_does_not_use_up_anothers(watch: Watch) -> None:
    gate = Limits([LOOK_UP], address_rate=2, all_rate=100, now=watch)
    knocks(gate, "10.0.0.1", 9)
    assert knocks(gate, "10.0.0.2", 1) == [0]


def test_all_together_have_a_limit_too(watch: Watch) -> None:
    gate = Limits([LOOK_UP], address_rate=6, all_rate=3, now=watch)
    assert [gate.wait("GET", "/ho-so/7", f"10.0.0.{n}") for n in range(4)] == [0, 0, 0, 20]


def test_doors_are_counted_apart_and_some_cost_more(watch: Watch) -> None:
    gate = Limits([LOOK_UP, SIGN_IN], address_rate=6, all_rate=100, now=watch)
    assert knocks(gate, "10.0.0.1", 3, "/mot-cua/dang-nhap") == [0, 0, 30]
    assert knocks(gate, "10.0.0.1", 1) == [0]


def test_other_pages_are_not_counted(watch: Watch) -> None:
    gate = Limits([SIGN_IN], address_rate=1, all_rate=1, now=watch)
    assert [gate.wait("GET", "/mot-cua/dang-nhap", "10.0.0.1") for _ in range(5)] == [0] * 5


def test_a_whole_ipv6_network_is_one_address(watch: Watch) -> None:
    gate = Limits([LOOK_UP], address_rate=1, all_rate=100, now=watch)
    assert knocks(gate, "2001:db8::1", 1) == [0]
    assert knocks(gate, "2001:db8::2", 1) == [60]
    assert knocks(gate, "2001:db8:0:1::1", 1) == [0]


def test_addresses_are_forgotten(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ADDRESSES", 10)
    gate = Limits([LOOK_UP], address_rate=1, all_rate=1000, now=watch)
    for n in range(200):
        gate.wait("GET", "/ho-so", f"10.0.0.{n}")
    assert len(gate._buckets) <= 11


def test_saving_an_answer_is_not_counted_like_opening_a_draft(watch: Watch) -> None:
    opening = Door(("POST",), "/to-khai")
    gate = Limits([opening], address_rate=1, all_rate=100, now=watch)
    assert knocks(gate, "10.0.0.1", 2, "/to-khai") == [0, 60]
    assert knocks(gate, "10.0.0.1", 9, "/to-khai/1/tre-ten") == [0] * 9
