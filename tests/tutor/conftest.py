"""A node with one small lesson, and a browser in front of it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import unescape
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, insert, text

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.people.actions import NewPerson, add_person
from kiosk.people.rules import Role, Staff
from kiosk.people.sessions import open_session
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.tutor.tables import Learner, LearningGroup
from tests.conftest import HERE
from tests.flow.conftest import settings_in

LESSON = Path(__file__).with_name("lesson.yaml")
SECRET = "Khiếu Thuỵ Quỳnh 0987612345"
"""What somebody might type into a lesson by mistake. No page of ours has a word of it: a node
keeps its pages in the database."""
MORNING = datetime(2026, 11, 22, 2, tzinfo=UTC)
LOGINS = (f"hoa{number}" for number in count())
PASSWORD = "con trâu là đầu cơ nghiệp"


@pytest.fixture(scope="session")
def taught(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Settings:
    """A node with a small flow and a small lesson, compiled once."""
    from tests.conftest import compiled

    folder = tmp_path_factory.mktemp("taught")
    settings = settings_in(folder, migrated)
    home = settings.tutorials_dir / "ma-otp"
    home.mkdir(parents=True)
    copyfile(LESSON, home / "lesson.yaml")
    compiled(settings)
    return settings


@pytest.fixture(scope="module")
async def station(
    taught: Settings, tmp_path_factory: pytest.TempPathFactory, migrated: Path
) -> AsyncIterator[Litestar]:
    """One running node for a whole file."""
    folder = tmp_path_factory.mktemp("node")
    copyfile(migrated, folder / "lessons.db")
    (folder / "packs").symlink_to(taught.packs_dir)
    url = f"sqlite:///{folder / 'lessons.db'}"
    app = create_app(replace(taught, data_dir=folder, database_url=url), FixedClock(MORNING))
    async with app.lifespan():
        yield app


@pytest.fixture
async def app(station: Litestar) -> Litestar:
    """In the morning, when nobody has done anything yet."""

    def forget(db: Connection) -> None:
        for table in ("practice", "learner", "learning_group", "envelope", "receipt"):
            db.execute(text(f"DELETE FROM {table}"))

    await station.state.store.write(forget)
    station.state.clock.at = MORNING
    return station


@pytest.fixture
def clock(app: Litestar) -> FixedClock:
    its: FixedClock = app.state.clock
    return its


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(
        transport=transport, base_url=HERE, headers={"Origin": HERE}
    ) as one:
        yield one


@dataclass
class Pupil:
    """A browser without a script, on the page of a lesson."""

    browser: httpx.AsyncClient
    at: str = ""

    async def begin(self, back: str = "") -> None:
        answer = await self.browser.post(f"/hoc/ma-otp{back}", data={})
        assert answer.status_code == 303, answer.text
        self.at = answer.headers["location"]

    async def do(self, **form: str) -> httpx.Response:
        """Posts to the page; a way on is taken. A page that stays has a form of its own."""
        answer = await self.browser.post(self.at, data=form)
        if answer.status_code == 303:
            self.at = answer.headers["location"]
        elif action := re.search(r'<form class="play" method="post" action="([^"]+)"', answer.text):
            self.at = unescape(action[1])
        return answer

    async def page(self) -> str:
        answer = await self.browser.get(self.at)
        assert answer.status_code == 200, answer.headers
        return answer.text

    @property
    def scene(self) -> str:
        return urlsplit(self.at).path.rpartition("/")[2]

    @property
    def query(self) -> dict[str, str]:
        return {name: value[0] for name, value in parse_qs(urlsplit(self.at).query).items()}


@pytest.fixture
async def pupil(app: Litestar, client: httpx.AsyncClient) -> Pupil:
    begun = Pupil(client)
    await begun.begin()
    return begun


@pytest.fixture
def held(app: Litestar, client: httpx.AsyncClient) -> Store:
    """The store of the node that the browser is at."""
    opened: Store = app.state.store
    return opened


async def rows(store: Store) -> list[Any]:
    """Everything that was done, in its order."""

    def all_of_it(db: Connection) -> list[Any]:
        return list(db.execute(text("SELECT * FROM practice ORDER BY n, at, outcome")))

    return await store.read(all_of_it)


GROUP, LAN = "019c2b7e-6f00-7abc-8def-000000000001", "019c2b7e-6f00-7abc-8def-0000000000aa"


def make_group(
    db: Connection, id: str = GROUP, commune: str = "00070", name: str = "Thôn Đông",
    learner: str = LAN, pictures: str = "3.7.11",
) -> None:  # fmt: skip
    group = {"id": id, "commune": commune, "name": name, "made_by": "x", "made_at": 1}
    db.execute(insert(LearningGroup).values(**group))
    person = {"id": learner, "group_id": id, "pictures": pictures, "made_at": 1}
    db.execute(insert(Learner).values(**person))


@pytest.fixture
async def group(held: Store) -> str:
    await held.write(make_group)
    return GROUP


async def staff_cookie(
    store: Store, clock: FixedClock, role: Role, commune: str = "00070"
) -> dict[str, str]:
    """Of somebody of this role who has signed in."""

    def entered(db: Connection) -> str:
        person = NewPerson(next(LOGINS), "Hoa", role, commune, PASSWORD, must_change=False)
        staff: Staff = add_person(db, person, clock.now())
        return open_session(db, staff, "", clock.now())

    return {"Cookie": f"staff={await store.write(entered)}"}
