"""A data folder with a morning's work in it: Minh at the desk, Lan with a draft and a dossier."""

from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import anyio

from kiosk import settings
from kiosk.app import create_app
from kiosk.flow import actions
from kiosk.flow.node import Node
from kiosk.people import actions as people
from kiosk.people import sessions
from kiosk.people.actions import NewPerson
from tests import filing
from tests.faults.station import environ

PASSWORD = "con trâu là đầu cơ nghiệp"
NAME = "Nguyễn Thị Lan"


@dataclass(frozen=True)
class Seeds:
    """`draft` and `dossier` are ids; the cookies let Lan and Minh in."""

    draft: str
    dossier: str
    lan: str
    minh: str


def sow(data: Path) -> Seeds:
    """In a thread with a loop of its own: some tests have one running already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, _sown, data).result()


async def _sown(data: Path) -> Seeds:
    app = create_app(settings.read(environ(data, settings.ROOT / "flows")))
    async with app.lifespan():
        node: Node = app.state.node
        draft, handed = await filing.begin(node), await filing.file(node)
        now = node.guide.clock.now()
        minh = NewPerson("minh", "Trần Văn Minh", "officer", "00070", PASSWORD, must_change=False)
        staff = await node.store.write(people.add_person, minh, now)
        token = await node.store.write(sessions.open_session, staff, "", now)
        await node.store.write(actions.make_resume_code, node.guide, draft)
    key = urlsafe_b64encode(draft.secret).rstrip(b"=").decode()
    return Seeds(draft.id, handed.key.id, f"d_{draft.id}={key}", f"staff={token}")
