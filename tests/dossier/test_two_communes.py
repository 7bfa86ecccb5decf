"""What is handed in at one commune's station for another: whose it is, who hears of it, and who
finds nothing."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, select

from kiosk.clock import FixedClock
from kiosk.dossier.tables import DossierEvent
from kiosk.people.actions import NewPerson, add_person
from kiosk.people.rules import Role
from kiosk.sync import codes
from tests.flow.citizen import LAN, Citizen
from tests.flow.conftest import settings_in
from tests.stations import Station, browser_at, started, station
from tests.sync.device import Device, Item

HUB, DONG, DOAI, NAM = "00070", "00074", "00091", "00097"
"""The hub's own commune, and three with a station each. Lan is at Đông and hands in for Đoài."""
PASSWORD = "con trâu là đầu cơ nghiệp"
NUMBER = "001190004321"
ANSWERS = {
    "ho_ten": "Nguyễn Thị Lan",
    "ngay_sinh": "1990-03-01",
    "so": NUMBER,
    "co_con": False,
    "ly_do": "Chưa có",
    "noi": {"province": "01", "commune": "00004", "place": "Ba Đình"},
    "cam_doan": True,
}


@dataclass
class Province:
    """A hub; its stations and, at the hub, the desks of its staff, by commune."""

    hub: Litestar
    stations: dict[str, Station]
    desks: dict[str, httpx.AsyncClient]

    async def rounds(self) -> None:
        """Lan's station first: she waits for nobody."""
        for one in self.stations.values():
            await one.courier.once()

    def others(self) -> list[httpx.AsyncClient]:
        return [desk for commune, desk in self.desks.items() if commune != DOAI]


@pytest.fixture(scope="module")
async def province(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path
) -> AsyncIterator[Province]:
    """One for the whole file."""
    clock = FixedClock(datetime(2026, 11, 22, 2, tzinfo=UTC))
    async with AsyncExitStack() as open_until_the_end:
        enter = open_until_the_end.enter_async_context
        hub = await enter(started(settings_in(tmp_path_factory.mktemp("hub"), migrated), clock))
        stations = {}
        for commune in (DONG, DOAI, NAM):
            usual = settings_in(tmp_path_factory.mktemp("station"), migrated)
            below = replace(usual, commune=commune, upstream="http://127.0.0.1:9")
            stations[commune] = await enter(station(hub, below, clock))
            stations[commune].app.state.courier = stations[commune].courier
        desks = {}
        for commune in (HUB, DONG, DOAI, NAM):
            desks[commune] = await enter(browser_at(hub))
            await sign_in(hub, desks[commune], commune, "admin" if commune == HUB else "lead")
        yield Province(hub, stations, desks)


async def sign_in(hub: Litestar, desk: httpx.AsyncClient, commune: str, role: Role) -> None:
    person = NewPerson(f"minh.{commune}", "Minh", role, commune, PASSWORD, must_change=False)
    await hub.state.store.write(add_person, person, hub.state.clock.now())
    await desk.post("/mot-cua/dang-nhap", data={"login": person.login, "password": PASSWORD})


@pytest.fixture
async def lan(province: Province) -> AsyncIterator[httpx.AsyncClient]:
    """At her own commune's kiosk."""
    async with browser_at(province.stations[DONG].app) as browser:
        yield browser


@pytest.fixture
async def item(province: Province, lan: httpx.AsyncClient) -> Item:
    """What she hands in there for the other commune, with a photograph, once the hub has it."""
    phone = Device(lan)
    await phone.meet()
    pack = province.hub.state.library.flows["nha-toi"].pack("vi")
    sealed = phone.seal(pack, ANSWERS, [("anh", b"a photograph")], commune=DOAI)
    await phone.put(sealed)
    await phone.upload(sealed, sealed.blobs[0])
    await province.rounds()
    return sealed


def code_of(item: Item) -> str:
    return codes.receipt_code(item.id)


async def act(province: Province, id: str, deed: str, rev: int, **form: str) -> None:
    """By the officer of the commune that it is for."""
    path = f"/mot-cua/ho-so/{id}/{deed}"
    done = await province.desks[DOAI].post(path, data={"rev": str(rev), **form})
    assert done.status_code == 303, done.text


async def heard(one: Station, id: str) -> list[str]:
    """What happened to a dossier, as its station knows it."""

    def kinds(db: Connection) -> Sequence[str]:
        events = select(DossierEvent.kind).where(DossierEvent.dossier == id)
        return db.scalars(events.order_by(DossierEvent.seq)).all()

    return list(await one.app.state.store.read(kinds))


# The desks.


async def test_it_waits_in_that_communes_queue_and_in_no_other(
    province: Province, item: Item
) -> None:
    own = (await province.desks[DOAI].get("/mot-cua")).text
    assert f"/mot-cua/ho-so/{item.id}" in own
    for desk in province.others():
        page = await desk.get("/mot-cua")
        assert page.status_code == 200
        assert "/mot-cua/ho-so/" not in page.text


@pytest.mark.parametrize(
    "path",
    ["", "/tep/0", "/to-khai.pdf", "/xuat.zip", "/in/tiep-nhan.pdf", "/supplement", "/erasure"],
)
async def test_its_pages_papers_and_files_are_for_that_commune_alone(
    province: Province, item: Item, path: str
) -> None:
    await act(province, item.id, "acceptance", 0)
    address = f"/mot-cua/ho-so/{item.id}{path}"
    assert (await province.desks[DOAI].get(address)).status_code in (200, 303)
    for desk in province.others():
        answer = await desk.get(address)
        assert answer.status_code == 404
        assert "Lan" not in answer.text


@pytest.mark.parametrize(
    "deed", ["acceptance", "refusal", "supplement", "assignment", "stop", "erasure"]
)
async def test_nobody_else_moves_it(province: Province, item: Item, deed: str) -> None:
    form = {"rev": "0", "ly_do": "Trùng", "buoc": "nguoi", "chac_chan": "yes", "cho": ""}
    for desk in province.others():
        answer = await desk.post(f"/mot-cua/ho-so/{item.id}/{deed}", data=form)
        assert answer.status_code == 404
    await act(province, item.id, "acceptance", 0)


async def test_nobody_else_finds_it(province: Province, item: Item) -> None:
    searches = [
        ("/mot-cua/tim-ma", {"ma": code_of(item)}),
        ("/mot-cua/tim-ma", {"ma": item.secret}),
        ("/mot-cua/du-lieu", {"loai": "person_id", "so": NUMBER}),
    ]
    for path, form in searches:
        own = await province.desks[DOAI].post(path, data=form)
        assert item.id in own.headers.get("location", "") + own.text
        for desk in province.others():
            found = await desk.post(path, data=form)
            assert found.status_code == 200
            assert "/mot-cua/ho-so/" not in found.text


async def test_only_that_communes_figures_count_it(province: Province, item: Item) -> None:
    for address in ("/so-lieu/ho-so.csv", "/so-lieu/buoc.csv"):
        for desk in province.others():
            assert len((await desk.get(address)).text.splitlines()) == 1
    (line,) = (await province.desks[DOAI].get("/so-lieu/ho-so.csv")).text.splitlines()[1:]
    assert line.startswith(f"{DOAI},")


# The stations.


async def test_who_brought_it_and_whose_it_is_hear_of_it_and_nobody_else(
    province: Province, item: Item
) -> None:
    await act(province, item.id, "acceptance", 0)
    await act(province, item.id, "completion", 1)
    await province.rounds()
    for commune in (DONG, DOAI):
        told = await heard(province.stations[commune], item.id)
        assert told == ["submitted", "accepted", "done"]
    assert await heard(province.stations[NAM], item.id) == []


async def test_each_event_is_told_once_also_after_she_sent_more(
    province: Province, item: Item, lan: httpx.AsyncClient
) -> None:
    stations = province.stations
    read = {commune: one.courier.envoy.upstream.facts.after for commune, one in stations.items()}
    await act(province, item.id, "acceptance", 0)
    await lan.post("/ho-so/rut-ho-so", data={"code": item.secret, "chac": "yes"})
    await province.rounds()
    for commune, one in stations.items():
        events = f"/sync/v1/events?after={read[commune]}"
        told = (await one.courier.envoy.ask("GET", events)).value()["events"]
        expected = [] if commune == NAM else ["accepted", "withdrawn"]
        assert [each["kind"] for each in told] == expected


async def test_her_station_shows_how_it_stands(
    province: Province, item: Item, lan: httpx.AsyncClient
) -> None:
    await act(province, item.id, "refusal", 0, ly_do="Hồ sơ bị trùng.")
    await province.rounds()
    by_code = await lan.get(f"/ho-so/{code_of(item)}")
    assert "Bị từ chối" in by_code.text
    assert "Hồ sơ bị trùng." not in by_code.text
    by_secret = await lan.post("/ho-so", data={"code": item.secret})
    assert "Hồ sơ bị trùng." in by_secret.text


async def test_at_another_station_the_code_tells_nothing_and_the_secret_all(
    province: Province, item: Item
) -> None:
    async with browser_at(province.stations[NAM].app) as browser:
        assert (await browser.get(f"/ho-so/{code_of(item)}")).status_code == 404
        page = await browser.post("/ho-so", data={"code": item.secret})
        assert "Đã nộp, chờ tiếp nhận" in page.text


async def test_a_supplement_through_her_station_reaches_that_commune(
    province: Province, item: Item, lan: httpx.AsyncClient
) -> None:
    await act(province, item.id, "supplement", 0, ly_do="Tên chưa rõ.", buoc="nguoi")
    begun = await lan.post("/ho-so/bo-sung", data={"code": item.secret})
    citizen = Citizen(lan, id=begun.headers["location"].split("/")[2])
    await citizen.send("nguoi", {**LAN["nguoi"], "ho_ten": "Trần Thị Lan"})
    await citizen.hand_in()
    await province.rounds()
    page = (await province.desks[DOAI].get(f"/mot-cua/ho-so/{item.id}")).text
    assert "TRẦN THỊ LAN" in page.upper()
    for commune in (DONG, DOAI):
        assert (await heard(province.stations[commune], item.id))[-1] == "supplemented"
    for desk in province.others():
        assert (await desk.get(f"/mot-cua/ho-so/{item.id}")).status_code == 404


async def test_a_withdrawal_through_her_station_ends_it(
    province: Province, item: Item, lan: httpx.AsyncClient
) -> None:
    await lan.post("/ho-so/rut-ho-so", data={"code": item.secret, "chac": "yes"})
    await province.rounds()
    page = await lan.get(f"/ho-so/{code_of(item)}")
    assert "Đã rút hồ sơ" in page.text
    for commune in (DONG, DOAI):
        assert await heard(province.stations[commune], item.id) == ["submitted", "withdrawn"]
