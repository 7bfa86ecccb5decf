"""A node with one small lesson, Hoa the volunteer, those who must not see her groups, and a group
that learns."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, insert, text

from kiosk.clock import FixedClock, to_millis
from kiosk.store import Store
from kiosk.sync.ids import uuid7
from kiosk.tutor.tables import Learner, LearningGroup
from tests.conftest import HERE
from tests.tutor.conftest import (
    GROUP,
    LAN,
    MORNING,
    Pupil,
    client,
    clock,
    held,
    staff_cookie,
    station,
    taught,
)

__all__ = ["client", "clock", "held", "station", "taught"]
HOME, GROUP_PAGE = "/to-so", f"/to-so/nhom/{GROUP}"
TU = "019c2b7e-6f00-7abc-8def-0000000000bb"
TABLES = ("attendance", "learning_session", "practice", "learner", "learning_group")


@pytest.fixture
async def app(station: Litestar) -> Litestar:
    """In the morning, when there is no group yet."""

    def forget(db: Connection) -> None:
        for table in TABLES:
            db.execute(text(f"DELETE FROM {table}"))

    await station.state.store.write(forget)
    station.state.clock.at = MORNING
    return station


@dataclass
class Coach:
    """A browser without a script in which somebody of the staff has signed in."""

    browser: httpx.AsyncClient
    cookie: dict[str, str]

    async def get(self, path: str, status: int = 200) -> str:
        answer = await self.browser.get(path, headers=self.cookie)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
        return answer.text

    async def post(self, path: str, status: int = 303, **form: str) -> httpx.Response:
        answer = await self.browser.post(path, data=form, headers=self.cookie)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
        return answer


@pytest.fixture
async def visitor(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of nobody's."""
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(
        transport=transport, base_url=HERE, headers={"Origin": HERE}
    ) as one:
        yield one


@pytest.fixture
async def hoa(visitor: httpx.AsyncClient, held: Store, clock: FixedClock) -> Coach:
    return Coach(visitor, await staff_cookie(held, clock, "volunteer"))


@pytest.fixture
async def group(held: Store) -> str:
    """Lan, who chose a name, and Tú, who did not."""

    def make(db: Connection) -> None:
        row = {"commune": "00070", "name": "Thôn Đông", "made_by": "x", "made_at": 1}
        db.execute(insert(LearningGroup).values(id=GROUP, **row))
        lan = {"id": LAN, "pictures": "3.7.11", "nickname": "Bà Lan", "household": "nhà bà Lan"}
        tu = {"id": TU, "pictures": "1.2.3", "nickname": None, "household": None}
        for one in (lan, tu):
            db.execute(insert(Learner).values(group_id=GROUP, made_at=1, **one))

    await held.write(make)
    return GROUP


@pytest.fixture
async def lan(client: httpx.AsyncClient, group: str) -> Pupil:
    """Who signed in with her pictures and has begun the lesson."""
    sent = {"nhom": group, "chon": "3.7", "hinh": "11"}
    assert (await client.post("/hoc/toi", data=sent)).status_code == 303
    pupil = Pupil(client)
    await pupil.begin()
    return pupil


def new_id(clock: FixedClock) -> str:
    return uuid7(to_millis(clock.now()))
