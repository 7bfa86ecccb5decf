"""What is kept after the end of a dossier, and for how long; finding one by a number."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Connection, text

from kiosk.content.cases import read_cases
from kiosk.dossier import actions, acts, look_ups, retention
from kiosk.dossier.acts import Act
from kiosk.dossier.look_ups import LookUps
from kiosk.engine.shapes import Flow
from kiosk.flow.node import Node
from kiosk.problem import Problem
from kiosk.store.files import FolderFiles
from kiosk.sync import inbox
from tests.filing import CASES, Handed, file


@pytest.fixture
def node(app: Litestar, client: httpx.AsyncClient) -> Node:
    found: Node = app.state.node
    return found


@pytest.fixture
def files(node: Node) -> FolderFiles:
    return FolderFiles(node.settings.files_dir)


@pytest.fixture
async def refused(node: Node, files: FolderFiles) -> Handed:
    """A dossier that was refused, with a photograph."""
    handed = await file(node)
    await files.put(handed.key.id, "a" * 64, b"sealed")
    act = Act("refused", 0, "minh", reason="Trẻ đã có giấy khai sinh")
    now = node.guide.clock.now()
    await node.store.write(acts.move, node.guide.library, handed.key.id, act, now)
    return handed


async def test_after_its_time_a_dossier_says_nothing_any_more(
    node: Node, files: FolderFiles, refused: Handed
) -> None:
    late = node.guide.clock.now() + timedelta(days=90)
    await retention.erase_overdue(node.store, node.guide.library, files, late)
    assert await node.store.read(inbox.envelope_by_id, refused.key.id) is None
    assert await files.get(refused.key.id, "a" * 64) is None
    events = await node.store.read(actions.events_of, refused.key.id)
    assert [(one.kind, one.reason) for one in events] == [("submitted", None), ("refused", None)]


async def test_what_proves_that_it_arrived_stays(
    node: Node, files: FolderFiles, refused: Handed
) -> None:
    before = await node.store.read(inbox.receipts_of, refused.key.id)
    late = node.guide.clock.now() + timedelta(days=90)
    await retention.erase_overdue(node.store, node.guide.library, files, late)
    assert await node.store.read(inbox.receipts_of, refused.key.id) == before
    assert (await node.store.read(actions.progress_by_code, refused.code)).told == "refused"


@pytest.mark.parametrize("days", [0, 1, 89])
async def test_before_its_time_nothing_goes(
    node: Node, files: FolderFiles, refused: Handed, days: int
) -> None:
    then = node.guide.clock.now() + timedelta(days=days)
    assert await retention.erase_overdue(node.store, node.guide.library, files, then) == 0
    assert await node.store.read(inbox.envelope_by_id, refused.key.id)


async def test_an_open_dossier_is_kept_however_old(node: Node, files: FolderFiles) -> None:
    handed = await file(node)
    late = node.guide.clock.now() + timedelta(days=4000)
    assert await retention.erase_overdue(node.store, node.guide.library, files, late) == 0
    with pytest.raises(Problem, match=r"dossier\.not_ended"):
        await node.store.write(retention.erase, handed.key.id, late)


async def test_a_procedure_may_keep_them_longer(
    node: Node, files: FolderFiles, refused: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Flow, "keep_days", 120)
    for days, erased in ((119, 0), (120, 1), (121, 0)):
        then = node.guide.clock.now() + timedelta(days=days)
        got = await retention.erase_overdue(node.store, node.guide.library, files, then)
        assert got == erased


async def test_an_erased_dossier_leaves_no_word_in_the_database(
    node: Node, files: FolderFiles, refused: Handed
) -> None:
    late = node.guide.clock.now() + timedelta(days=90)
    await retention.erase_overdue(node.store, node.guide.library, files, late)
    found = await node.store.read(left_of, refused.key.id)
    assert found == {"envelope": [b""], "dossier_look_up": []}


def left_of(db: Connection, id: str) -> dict[str, list[Any]]:
    bodies = db.execute(text("SELECT body FROM envelope WHERE id = :id"), {"id": id}).scalars()
    marks = db.execute(
        text("SELECT mark FROM dossier_look_up WHERE dossier = :id"), {"id": id}
    ).scalars()
    return {"envelope": list(bodies), "dossier_look_up": list(marks)}


async def test_a_dossier_is_found_by_the_exact_number(node: Node) -> None:
    handed = await file(node)
    flow, given = node.guide.library.flows["khai-sinh"].flow, read_cases(CASES)[0].answers
    look = LookUps.under(node.settings.secret())
    kinds = dict(look_ups.numbers(flow, given))
    for kind, value in kinds.items():
        assert await node.store.read(look.found, "00070", kind, value) == [handed.key.id]
        assert await node.store.read(look.found, "00070", kind, value[:-1] + "x") == []
        assert await node.store.read(look.found, "00091", kind, value) == []
    assert set(kinds) == {"person_id", "phone"}


async def test_no_number_stands_in_the_database(node: Node) -> None:
    handed = await file(node)
    flow, given = node.guide.library.flows["khai-sinh"].flow, read_cases(CASES)[0].answers
    marks = (await node.store.read(left_of, handed.key.id))["dossier_look_up"]
    assert marks
    for _, value in look_ups.numbers(flow, given):
        assert not [mark for mark in marks if value in mark]


def test_another_secret_gives_other_marks() -> None:
    one, other = LookUps.under(b"a secret"), LookUps.under(b"another secret")
    assert one.mark("phone", "0912345678") != other.mark("phone", "0912345678")
    assert one.mark("phone", "0912345678") != one.mark("person_id", "0912345678")
