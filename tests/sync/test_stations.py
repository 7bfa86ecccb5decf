"""How a node becomes a station of a hub, on either database, and by the endpoint."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, select

from kiosk.clock import FixedClock
from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.sync import enrolment, stations
from kiosk.sync.enrolment import Vault
from kiosk.sync.keys import new_key, public_text
from kiosk.sync.stations import Enrolled, Invitation
from kiosk.sync.tables import Station as StationRow
from tests.sync.station import Station, code_of

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=24)
VAULT = Vault(bytes(32))
NONCE = "q6urq6urq6urq6urq6urqw"
PUBLIC, OTHER = (public_text(new_key("signing", 1).public) for _ in range(2))


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Store]:
    opened = await Store.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def invited(db: Store) -> Invitation:
    return await db.write(stations.invite, VAULT, "Nhà văn hoá thôn Đông", "00070", NOW)


async def enrol(db: Store, code: str, public: str = PUBLIC, at: datetime = NOW) -> Enrolled:
    proof = enrolment.node_proof(enrolment.proof_key(code), public, NONCE)
    locator = enrolment.locator_of(code)
    return await db.write(stations.enrol, VAULT, locator, public, NONCE, proof, at)


async def test_a_copy_of_the_database_gives_no_code_away(db: Store, invited: Invitation) -> None:
    def kept(db: Connection) -> bytes:
        return db.scalar(select(StationRow.proof)) or b""

    issued, sealed = enrolment.proof_key(invited.code), await db.read(kept)
    assert issued not in sealed
    assert VAULT.open(sealed, enrolment.locator_of(invited.code)) == issued
    assert Vault(bytes(31) + b"x").open(sealed, enrolment.locator_of(invited.code)) is None
    assert VAULT.open(sealed, "another row") is None


async def test_a_code_makes_a_node_a_station(db: Store, invited: Invitation) -> None:
    station, proof = await enrol(db, invited.code)
    assert (station.id, station.state, station.commune) == (invited.station, "active", "00070")
    assert proof == enrolment.proof_key(invited.code)


async def test_the_code_itself_is_kept_nowhere(db: Store, invited: Invitation) -> None:
    (station,) = await db.read(stations.stations)
    assert invited.code not in repr(station)
    assert (station.state, station.invited_until) == ("invited", LATER)


async def test_an_answer_that_got_lost_is_given_again_to_that_key_only(
    db: Store, invited: Invitation
) -> None:
    first, again = await enrol(db, invited.code), await enrol(db, invited.code)
    assert first == again
    with pytest.raises(Problem, match=r"sync\.no_such_invitation"):
        await enrol(db, invited.code, OTHER)


async def test_of_many_keys_at_once_one_gets_the_code(db: Store, invited: Invitation) -> None:
    keys = [public_text(new_key("signing", n).public) for n in range(8)]
    tries = [enrol(db, invited.code, key) for key in keys]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, Enrolled) for one in answers) == 1
    codes = {one.code for one in answers if isinstance(one, Problem)}
    assert codes == {"sync.no_such_invitation"}


@pytest.mark.parametrize(
    ("late", "is_good"), [(timedelta(milliseconds=1), True), (timedelta(), False)]
)
async def test_a_code_is_good_for_a_day(
    db: Store, invited: Invitation, late: timedelta, is_good: bool
) -> None:
    if is_good:
        assert await enrol(db, invited.code, at=LATER - late)
        return
    with pytest.raises(Problem, match=r"sync\.no_such_invitation"):
        await enrol(db, invited.code, at=LATER)


async def test_what_a_spent_code_leaves_is_forgotten(db: Store, invited: Invitation) -> None:
    await enrol(db, invited.code)
    await db.write(stations.forget_codes, LATER)
    with pytest.raises(Problem, match=r"sync\.no_such_invitation"):
        await enrol(db, invited.code)
    (station,) = await db.read(stations.stations)
    assert station.state == "active"


async def test_another_code_of_the_same_name_takes_the_place_of_the_first(
    db: Store, invited: Invitation
) -> None:
    second = await db.write(stations.invite, VAULT, " Nhà văn hoá  thôn Đông ", "00070", NOW)
    with pytest.raises(Problem, match=r"sync\.no_such_invitation"):
        await enrol(db, invited.code)
    assert (await enrol(db, second.code)).station.id == second.station
    third = await db.write(stations.invite, VAULT, "Nhà văn hoá thôn Đông", "00070", NOW)
    assert len(await db.read(stations.stations)) == 2
    assert third.station != second.station


async def test_a_key_is_no_second_station(db: Store, invited: Invitation) -> None:
    await enrol(db, invited.code)
    second = await db.write(stations.invite, VAULT, "Trạm hai", "00070", NOW)
    with pytest.raises(Problem, match=r"sync\.key_taken"):
        await enrol(db, second.code)
    assert (await enrol(db, second.code, OTHER)).station.state == "active"


@pytest.mark.parametrize(("name", "commune"), [("", "00070"), ("x" * 101, "00070"), ("Trạm", "70")])
async def test_what_is_no_name_or_commune_is_refused(db: Store, name: str, commune: str) -> None:
    with pytest.raises(Problem, match=r"sync\.malformed_station"):
        await db.write(stations.invite, VAULT, name, commune, NOW)


async def test_pause_resume_and_the_end(db: Store, invited: Invitation) -> None:
    id = invited.station
    with pytest.raises(Problem, match=r"sync\.station_not_now"):
        await db.write(stations.pause, id)
    await enrol(db, invited.code)
    for move in (stations.pause, stations.pause, stations.resume, stations.revoke, stations.revoke):
        await db.write(move, id)
    for move in (stations.resume, stations.pause):
        with pytest.raises(Problem, match=r"sync\.station_not_now"):
            await db.write(move, id)
    with pytest.raises(Problem, match=r"sync\.no_such_station"):
        await db.write(stations.revoke, "tram-0000000000")


async def test_one_that_was_copied_does_not_come_back(db: Store, invited: Invitation) -> None:
    await enrol(db, invited.code)
    await db.write(stations.note_copied, invited.station)
    with pytest.raises(Problem, match=r"sync\.station_not_now"):
        await db.write(stations.resume, invited.station)
    assert (await db.write(stations.revoke, invited.station)).state == "revoked"
    await db.write(stations.note_copied, invited.station)
    assert (await db.read(stations.station_by_id, invited.station)).state == "revoked"


async def test_an_invitation_can_be_taken_back(db: Store, invited: Invitation) -> None:
    await db.write(stations.revoke, invited.station)
    with pytest.raises(Problem, match=r"sync\.no_such_invitation"):
        await enrol(db, invited.code)


# By the endpoint.


@pytest.fixture
def dong(client: httpx.AsyncClient, clock: FixedClock) -> Station:
    """The node in the hamlet Đông, with a key of its own."""
    return Station(client, clock)


async def code_for(app: Litestar, name: str = "Thôn Đông") -> str:
    now = app.state.clock.now()
    return (
        await app.state.store.write(stations.invite, app.state.exchange.vault, name, "00070", now)
    ).code


async def test_each_side_proves_that_it_knows_the_code(app: Litestar, dong: Station) -> None:
    code = await code_for(app)
    answer, again = await dong.enrol(code), await dong.enrol(code)
    assert (answer.status_code, again.status_code) == (201, 201)
    assert set(answer.json()) == {"id", "name", "commune", "hello", "proof"}
    assert answer.json()["id"] == again.json()["id"] == dong.id
    assert dong.id.startswith("tram-")


async def test_whatever_is_wrong_with_a_code_is_one_answer(app: Litestar, dong: Station) -> None:
    code = await code_for(app)
    for changes in ({"proof": "ab" * 32}, {"locator": "ab" * 32}, {"public": OTHER}):
        answer = await dong.enrol(code, **changes)
        assert (answer.status_code, code_of(answer)) == (404, "sync.no_such_invitation")
    dong.clock.forward(hours=24)
    assert (await dong.enrol(code)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"nonce": "short"}, 400), ({"proof": "x"}, 400), ({"public": "AAAA"}, 422)],
)
async def test_what_is_no_enrolment_is_refused(
    app: Litestar, dong: Station, changes: dict[str, str], status: int
) -> None:
    assert (await dong.enrol(await code_for(app), **changes)).status_code == status
    nothing = await dong.browser.post("/sync/v1/enrol", content=b"\xff")
    assert nothing.status_code == 400


async def test_guessing_a_code_is_dear(dong: Station) -> None:
    tries = [await dong.enrol("3" * 16) for _ in range(61)]
    assert [one.status_code for one in tries] == [404] * 60 + [429]
