"""The figures of a commune: for those who lead it, in words and as CSV."""

import csv
import io
from collections.abc import Sequence

import httpx
import pytest
from sqlalchemy import Connection, insert, text

from kiosk.coach.tables import VisitRow
from kiosk.flow.figures import Kind, Tally, add
from kiosk.people.rules import Role
from kiosk.store import Store
from tests.insight.conftest import Get

PAGES = ("", "/ky-nang", "/ho-so", "/gio-giup", "/buoc")
NOON = 1_795_324_800_000  # 2026-11-22T05:20Z


def table(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def count(store: Store, flow: str = "nha-toi", **counts: int) -> None:
    def tally(name: str) -> Tally:
        step, _, kind = name.rpartition("_")
        sort: Kind = kind  # type: ignore[assignment]
        return Tally("00070", "2026-11-22", flow, "1", step, sort)

    await store.write(add, {tally(name): n for name, n in counts.items()})


def dossier(db: Connection, id: str, assist: str, commune: str) -> None:
    values = {"id": id, "commune": commune, "assist": assist, "at": NOON}
    db.execute(
        text(
            "INSERT INTO dossier"
            " (id, code, follow, flow, pack, commune, assist, state, received_at, flags, rev)"
            " VALUES (:id, :id, :id, 'nha-toi', 'x', :commune, :assist, 'submitted', :at, '[]', 0)"
        ),
        values,
    )


async def file(store: Store, assists: Sequence[str], commune: str = "00070") -> None:
    for number, one in enumerate(assists):
        await store.write(dossier, f"{commune}-{number}", one, commune)


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_opens_with_nothing_to_show(get: Get, path: str) -> None:
    answer = await get(f"/so-lieu{path}")
    assert (answer.status_code, "%)" in answer.text) == (200, False)


@pytest.mark.parametrize("role", ["officer", "volunteer"])
@pytest.mark.parametrize("path", [*PAGES, "/ho-so.csv"])
async def test_only_who_leads_sees_them(get: Get, path: str, role: Role) -> None:
    assert (await get(f"/so-lieu{path}", role)).status_code == 403


async def test_nobody_sees_them_unasked(client: httpx.AsyncClient) -> None:
    answer = await client.get("/so-lieu/ho-so.csv")
    assert answer.headers["location"].startswith("/mot-cua/dang-nhap")


async def test_dossiers_without_help_are_a_share_of_all(get: Get, held: Store) -> None:
    await file(held, ["none"] * 6 + ["helped"] * 3 + ["typed"])
    page = (await get("/so-lieu/ho-so")).text
    assert "6 trong 10" in page
    assert "(60%)" in page
    (row,) = table(await get("/so-lieu/ho-so.csv"))
    assert (row["alone"], row["helped"], row["typed"]) == ("6", "3", "1")
    assert (row["from"], row["until"], row["commune"]) == ("2026-11-01", "2026-11-30", "00070")


async def test_of_few_no_percentage_is_shown(get: Get, held: Store) -> None:
    await file(held, ["none", "helped"])
    page = (await get("/so-lieu")).text
    assert "1 trong 2" in page
    assert ("50%" in page, "<meter" in page) == (False, False)


async def test_another_commune_sees_nothing_of_it(get: Get, held: Store) -> None:
    await file(held, ["none"] * 3)
    await count(held, _begun=9, nguoi_done=9)
    assert table(await get("/so-lieu/ho-so.csv", commune="00091")) == []
    assert table(await get("/so-lieu/buoc.csv", commune="00091")) == []


async def test_another_month_shows_nothing_of_this_one(get: Get, held: Store) -> None:
    await file(held, ["none"] * 3)
    assert table(await get("/so-lieu/ho-so.csv?ky=thang-truoc")) == []
    assert len(table(await get("/so-lieu/ho-so.csv?ky=quy-nay"))) == 1


async def test_each_step_says_who_mended_and_who_stopped(get: Get, held: Store) -> None:
    await count(held, _begun=20, nguoi_done=15, nguoi_error=5, so_done=15, _sent=12)
    page = (await get("/so-lieu/buoc?thu_tuc=nha-toi")).text
    for words in ("Bạn là ai?", "5 trong 20", "(25%)", "3 trong 15", "(20%)"):
        assert words in page
    row = table(await get("/so-lieu/buoc.csv"))[0]
    assert (row["step"], row["done"], row["errors"], row["stopped"]) == ("nguoi", "15", "5", "5")
    assert "Bạn là ai?" in (await get("/so-lieu")).text


async def test_what_a_device_tells_of_no_flow_here_is_not_shown(get: Get, held: Store) -> None:
    await count(held, flow="la-lung", _begun=20, x_done=3)
    assert table(await get("/so-lieu/buoc.csv")) == []


async def test_help_is_minutes_for_a_dossier(get: Get, held: Store) -> None:
    def visit(db: Connection, id: str, minutes: int | None, dossiers: int) -> None:
        ended = NOON + minutes * 60_000 if minutes else None
        row = {"id": id, "commune": "00070", "staff_id": "x", "how": "helped", "begun_at": NOON}
        db.execute(insert(VisitRow).values(row | {"ended_at": ended, "dossiers": dossiers}))

    for id, minutes, dossiers in (("a", 20, 1), ("b", 10, 1), ("c", None, 0)):
        await held.write(visit, id, minutes, dossiers)
    assert "15 phút một hồ sơ" in (await get("/so-lieu")).text
    row = table(await get("/so-lieu/gio-giup.csv"))[0]
    assert (row["how"], row["visits"], row["minutes"]) == ("helped", "2", "30")


async def test_no_cell_is_a_formula(get: Get, held: Store) -> None:
    def formula(db: Connection) -> None:
        db.execute(text("UPDATE dossier SET flow = '=1+1'"))

    await file(held, ["none"])
    await held.write(formula)
    (row,) = table(await get("/so-lieu/ho-so.csv"))
    assert row["flow"] == "'=1+1"


async def test_the_frame_leads_to_them_only_who_leads(get: Get) -> None:
    assert 'href="/so-lieu"' in (await get("/mot-cua")).text
    assert 'href="/so-lieu"' not in (await get("/mot-cua", "officer")).text
