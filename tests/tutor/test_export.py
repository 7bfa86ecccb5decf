"""What a commune practised, for those who teach there: nobody else, and no formula."""

import csv
import io
import json
from uuid import UUID

import httpx
import pytest
from sqlalchemy import Connection, text

from kiosk.clock import FixedClock
from kiosk.people.rules import Role
from kiosk.store import Store
from tests.conftest import HERE
from tests.tutor.conftest import LAN, Pupil, staff_cookie
from tests.tutor.test_learners import enter

PATHS = ("/hoc/xuat.csv", "/hoc/xuat.jsonl")


@pytest.fixture
async def practised(client: httpx.AsyncClient, held: Store, group: str) -> None:
    """Lan has played a lesson: a hint, a mistake, a trap, then all of it."""
    await enter(client, 3, 7, 11)
    pupil = Pupil(client)
    await pupil.begin()
    await pupil.do(lam="goi-y")
    await pupil.do(chu="1")
    await pupil.do(chu="482913")
    await pupil.do(lam="doc-ma", giup="1")
    await pupil.do(chu="482913")
    await pupil.do(lam="cup-may")
    client.cookies.clear()


async def table(client: httpx.AsyncClient, cookie: dict[str, str]) -> list[dict[str, str]]:
    answer = await client.get("/hoc/xuat.csv", headers=cookie)
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def lines(client: httpx.AsyncClient, cookie: dict[str, str]) -> list[dict[str, object]]:
    answer = await client.get("/hoc/xuat.jsonl", headers=cookie)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


async def change(store: Store, *statements: str) -> None:
    def all_of_them(db: Connection) -> None:
        for one in statements:
            db.execute(text(one))

    await store.write(all_of_them)


async def test_a_table_of_what_was_done(
    client: httpx.AsyncClient, held: Store, clock: FixedClock, practised: None
) -> None:
    found = await table(client, await staff_cookie(held, clock, "volunteer"))
    assert [one["outcome"] for one in found][:3] == ["bat-dau", "goi-y", "thieu-so"]
    assert {one["learner"] for one in found} == {LAN}
    assert {one["group"] for one in found} == {"Thôn Đông"}
    fell = next(one for one in found if one["outcome"] == "doc-ma")
    assert (fell["fell"], fell["trap"], fell["touch"]) == ("1", "1", "coach")
    assert fell["at"] == "2026-11-22T02:00:00.000Z"


async def test_no_spreadsheet_runs_what_somebody_wrote(
    client: httpx.AsyncClient, held: Store, clock: FixedClock, practised: None
) -> None:
    await change(
        held,
        "UPDATE learner SET nickname = '=HYPERLINK(\"http://x\")'",
        "UPDATE learning_group SET name = '@\"a\", b'",
    )
    found = await table(client, await staff_cookie(held, clock, "lead"))
    assert {one["nickname"] for one in found} == {'\'=HYPERLINK("http://x")'}
    assert {one["group"] for one in found} == {'\'@"a", b'}


async def test_statements_of_xapi(
    client: httpx.AsyncClient, held: Store, clock: FixedClock, practised: None
) -> None:
    cookie = await staff_cookie(held, clock, "lead")
    said = await lines(client, cookie)
    verbs = [str(one["verb"]["id"]).rpartition("/")[2] for one in said]  # type: ignore[index]
    assert verbs[:3] == ["experienced", "experienced", "failed"]
    assert verbs.count("completed") == 1
    assert {"passed", "failed"} <= set(verbs)
    for one in said:
        UUID(str(one["id"]))
        assert one["actor"] == {
            "objectType": "Agent",
            "account": {"homePage": HERE, "name": LAN},
        }
        UUID(str(one["context"]["registration"]))  # type: ignore[index]
    assert len({str(one["id"]) for one in said}) == len(said)
    assert [one["id"] for one in await lines(client, cookie)] == [one["id"] for one in said]


async def test_a_rehearsal_completes_no_lesson(
    client: httpx.AsyncClient, held: Store, clock: FixedClock
) -> None:
    pupil = Pupil(client)
    await pupil.begin("?ve=/to-khai/019c2b7e-6f00-7abc-8def-000000000001/ten")
    await pupil.do(chu="482913")
    said = await lines(client, await staff_cookie(held, clock, "lead"))
    verbs = [str(one["verb"]["id"]).rpartition("/")[2] for one in said]  # type: ignore[index]
    assert verbs == ["experienced", "passed"]


async def test_a_statement_tells_of_help(
    client: httpx.AsyncClient, held: Store, clock: FixedClock, practised: None
) -> None:
    said = await lines(client, await staff_cookie(held, clock, "lead"))
    failed = next(one for one in said if one.get("result", {}).get("success") is False)  # type: ignore[attr-defined]
    assert failed["object"]["id"] == f"{HERE}/hoc/ma-otp/nhap-ma"  # type: ignore[index]
    given = failed["context"]["extensions"]  # type: ignore[index]
    assert given["urn:tramso:xapi:hint"] == 1
    assert given["urn:tramso:xapi:touch"] == "alone"
    assert failed["timestamp"] == "2026-11-22T02:00:00.000Z"


async def test_another_commune_has_none_of_it(
    client: httpx.AsyncClient, held: Store, clock: FixedClock, practised: None
) -> None:
    assert await table(client, await staff_cookie(held, clock, "lead", "00091")) == []


async def test_nobody_of_another_commune_is_named(
    client: httpx.AsyncClient, held: Store, clock: FixedClock, practised: None
) -> None:
    """Whatever was told of them before it was looked at."""
    await change(
        held,
        "UPDATE learner SET nickname = 'Lan'",
        "UPDATE learning_group SET commune = '00004'",
    )
    told = await table(client, await staff_cookie(held, clock, "lead"))
    assert told != []
    assert {(one["group"], one["nickname"]) for one in told} == {("", "")}


@pytest.mark.parametrize("role", ["officer", "admin"])
async def test_who_does_not_teach_may_not(
    client: httpx.AsyncClient, held: Store, clock: FixedClock, role: Role
) -> None:
    cookie = await staff_cookie(held, clock, role)
    for path in PATHS:
        assert (await client.get(path, headers=cookie)).status_code == 403


async def test_a_stranger_is_sent_to_the_door(client: httpx.AsyncClient) -> None:
    for path in (*PATHS, "/hoc/ma-otp/xem"):
        answer = await client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/mot-cua/dang-nhap?ve=")


async def test_it_is_on_record(client: httpx.AsyncClient, held: Store, clock: FixedClock) -> None:
    cookie = await staff_cookie(held, clock, "volunteer")
    for path in PATHS:
        await client.get(path, headers=cookie)
    query = text("SELECT detail FROM audit WHERE action = 'export_practice' ORDER BY seq")
    told = await held.read(lambda db: db.scalars(query).all())
    assert told[-2:] == ["csv", "xapi"]


async def test_staff_see_the_whole_lesson_on_one_sheet(
    client: httpx.AsyncClient, held: Store, clock: FixedClock
) -> None:
    page = await client.get("/hoc/ma-otp/xem", headers=await staff_cookie(held, clock, "volunteer"))
    assert page.status_code == 200
    assert "Em gọi từ ngân hàng." in page.text
    assert "Ma OTP cua ban la 482913." in page.text
    missing = await client.get("/hoc/khong-co/xem", headers={"Cookie": "staff=x"})
    assert missing.status_code == 303
