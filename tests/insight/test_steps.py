"""How often a step was done and refused: counted without a write, and with nobody in it."""

from typing import Any

import httpx
import pytest
from litestar import Litestar

from kiosk.flow.figures import Counts, Tally, add, in_days
from kiosk.store import Store
from kiosk.sync.canonical import canonical
from tests.flow.citizen import AGREED, LAN, Citizen
from tests.insight.conftest import counted
from tests.tutor.test_practice_sync import ID, event, put

WRONG = {"ho_ten": "", "ngay_sinh.d": "1/3/1990"}
TALLY = Tally("00070", "2026-11-22", "nha-toi", "1", "noi", "done")


async def test_a_draft_is_counted_from_its_beginning_to_its_end(
    app: Litestar, lan: Citizen
) -> None:
    await lan.answer_all()
    answer = await lan.send("cam-doan", AGREED)
    assert "/bien-nhan/" in lan.at, answer.text
    assert await counted(app) == {
        ("", "begun"): 1,
        ("nguoi", "done"): 1,
        ("so", "done"): 1,
        ("co-con", "done"): 1,
        ("con-em", "done"): 1,
        ("noi", "done"): 1,
        ("", "sent"): 1,
    }


async def test_what_has_to_be_mended_is_counted_each_time(app: Litestar, lan: Citizen) -> None:
    for _ in range(2):
        await lan.send("nguoi", WRONG)
    await lan.send("nguoi", LAN["nguoi"])
    assert await counted(app) == {("", "begun"): 1, ("nguoi", "error"): 2, ("nguoi", "done"): 1}


async def test_who_comes_back_to_correct_is_not_counted_twice(app: Litestar, lan: Citizen) -> None:
    await lan.send("nguoi", LAN["nguoi"])
    await lan.send("nguoi", {**LAN["nguoi"], "ho_ten": "Nguyễn Thị Hoa"})
    await lan.send("nguoi?sua=1", LAN["nguoi"])
    assert (await counted(app))["nguoi", "done"] == 1


async def test_who_saves_half_a_page_for_later_made_no_mistake(app: Litestar, lan: Citizen) -> None:
    await lan.send("luu", {"step": "nguoi", **WRONG})
    assert await counted(app) == {("", "begun"): 1}


async def test_a_step_that_is_not_there_is_not_counted(app: Litestar, lan: Citizen) -> None:
    await lan.send("khong-co", WRONG)
    await lan.send("noi/7", LAN["noi"])
    assert await counted(app) == {("", "begun"): 1}


async def test_counts_of_the_day_add_up(database_url: str) -> None:
    store = await Store.open(database_url)
    for n in (2, 3):
        await store.write(add, {TALLY: n, TALLY._replace(kind="error"): 1})
    found = await store.read(in_days, "00070", "2026-11-01", "2026-12-01")
    assert {(one.kind, one.times) for one in found} == {("done", 5), ("error", 2)}
    assert await store.read(in_days, "00070", "2026-11-23", "2026-12-01") == ()
    assert await store.read(in_days, "00091", "2026-11-01", "2026-12-01") == ()
    await store.close()


async def test_a_fold_that_fails_is_made_up_for_by_the_next(held: Store) -> None:
    class Full:
        async def write(self, *_: Any) -> None:
            raise OSError("disk full")

    counts = Counts()
    counts.add(TALLY)
    with pytest.raises(OSError, match="disk full"):
        await counts.fold(Full())  # type: ignore[arg-type]
    counts.add(TALLY)
    await counts.fold(held)
    found = await held.read(in_days, "00070", "2026-11-01", "2026-12-01")
    assert [one.times for one in found] == [2]


def told(**changes: Any) -> dict[str, Any]:
    step = {"day": "2026-11-22", "flow": "nha-toi", "version": "1", "step": "noi", "kind": "done"}
    return step | {"count": 3} | changes


def batch(*steps: dict[str, Any], events: Any = ()) -> bytes:
    usual = {"v": 1, "id": ID, "kind": "practice", "commune": "00070", "device": "lan-1"}
    return canonical(usual | {"events": list(events), "steps": list(steps)})


async def test_what_a_device_counted_is_added_once(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    body = batch(told(), told(kind="error", count=1), told(), events=[event()])
    answers = [await put(client, body) for _ in "ab"]
    assert [one.status_code for one in answers] == [201, 200]
    assert await counted(app) == {("noi", "done"): 6, ("noi", "error"): 1}


async def test_a_device_may_have_nothing_but_counts_to_tell(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    assert (await put(client, batch(told(step="", kind="begun")))).status_code == 201
    assert await counted(app) == {("", "begun"): 3}


@pytest.mark.parametrize(
    "wrong",
    [{"count": 0}, {"count": 10_001}, {"day": "22/11/2026"}, {"kind": "x"}, {"who": "Lan"},
     {"step": "Họ tên"}, {"flow": ""}, {"version": ""}],
)  # fmt: skip
async def test_counts_of_another_shape_are_refused(
    client: httpx.AsyncClient, app: Litestar, wrong: dict[str, Any]
) -> None:
    assert (await put(client, batch(told(**wrong)))).status_code == 422
    assert await counted(app) == {}
