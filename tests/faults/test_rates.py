"""A commune behind one address never meets a limit; somebody who guesses does."""

from collections import Counter
from random import Random

from kiosk.app import DOORS
from kiosk.settings import Settings
from kiosk.settings import read as settings_of
from kiosk.web.limits import Limits

HOUR = 3600.0
PEOPLE, FORMS, OFFICERS = 60, 5, 10
NAT = "203.0.113.7"
Asked = tuple[float, str, str]


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def form(at: float, chance: Random) -> list[Asked]:
    """One citizen's form, the receipt looked at and printed, the dossier looked up twice."""
    paths = [("POST", "/to-khai"), ("POST", "/lam-tiep"), ("GET", "/bien-nhan/A"),
             ("GET", "/bien-nhan/A.pdf"), ("GET", "/ho-so/A"), ("GET", "/ho-so"),
             ("POST", "/ho-so")]  # fmt: skip
    pages = [("POST", f"/to-khai/1/page-{n}") for n in range(25)]
    return [(at + chance.uniform(0, 300), *one) for one in paths + pages]


def officer(at: float) -> list[Asked]:
    """Signs in, mistypes once, enters the code."""
    return [(at + n, "POST", path) for n, path in enumerate(
        ["/mot-cua/dang-nhap", "/mot-cua/dang-nhap", "/mot-cua/dang-nhap/ma"])]  # fmt: skip


def refused(asked: list[Asked], settings: Settings) -> Counter[str]:
    watch = Watch()
    limits = Limits(DOORS, settings.rate_address, settings.rate_all, watch)
    waits: Counter[str] = Counter()
    for at, method, path in sorted(asked):
        watch.seconds = at
        waits[path] += limits.wait(method, path, NAT) > 0
    return +waits


def test_a_commune_behind_one_address_never_waits() -> None:
    chance = Random(60)
    asked = [one for _ in range(PEOPLE * FORMS) for one in form(chance.uniform(0, HOUR), chance)]
    asked += [one for _ in range(OFFICERS) for one in officer(0.0)]  # all at eight o'clock
    assert refused(asked, settings_of({})) == {}


def test_not_even_when_everybody_begins_in_the_same_minute() -> None:
    chance = Random(61)
    asked = [one for _ in range(PEOPLE * FORMS) for one in form(chance.uniform(0, 60), chance)]
    asked += [one for _ in range(OFFICERS) for one in officer(0.0)]
    assert not refused(asked, settings_of({})).keys() & {"/to-khai", "/mot-cua/dang-nhap"}
    hundred = [one for _ in range(100) for one in form(chance.uniform(0, 60), chance)]
    assert refused(hundred, settings_of({})) == {}


def test_somebody_who_guesses_waits() -> None:
    """What is let through in an hour of ten tries a second, at each door."""
    tries = [n / 10 for n in range(int(HOUR) * 10)]
    let_in = {
        path: len(tries) - refused([(at, "POST", path) for at in tries], settings_of({}))[path]
        for path in ("/lam-tiep", "/ho-so", "/mot-cua/dang-nhap", "/mot-cua/dang-nhap/ma")
    }
    assert let_in["/lam-tiep"] <= 61 * 100 + 1
    assert let_in["/ho-so"] <= 61 * 300 + 1
    assert let_in["/mot-cua/dang-nhap"] <= 61 * 60 + 1
    assert let_in["/mot-cua/dang-nhap/ma"] <= 61 * 60 + 1
