"""A photograph of a question that no longer comes up is not handed in, and does not stay."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar import Litestar
from msgspec.structs import replace

from kiosk.clock import FixedClock
from kiosk.content.cases import read_cases
from kiosk.flow import actions
from kiosk.flow.actions import DraftKey
from kiosk.flow.cookies import decoded
from kiosk.settings import ROOT
from kiosk.sync import envelope, inbox
from tests.flow.photos import ONE, TWO, Photographer, browser_at, photo_settings, photo_station

FLOW, CASE = "ban-sao-trich-luc", "được bạn ủy quyền, việc hộ tịch khác"
STEP, FIELD = "anh-uy-quyen", "anh_uy_quyen"
CLOCK = FixedClock(datetime(2026, 11, 20, 2, tzinfo=UTC))


@pytest.fixture
async def station(tmp_path: Path, migrated: Path) -> AsyncIterator[Litestar]:
    """A node with the real procedures."""
    settings = photo_settings(tmp_path, migrated, ROOT / "flows")
    async with photo_station(settings, CLOCK) as app:
        yield app


@pytest.fixture
async def lan(station: Litestar) -> AsyncIterator[Photographer]:
    """Lan has answered everything but for the photograph of her authorisation."""
    async with browser_at(station) as browser:
        citizen = Photographer(browser, node=station.state.node)
        await citizen.begin(FLOW)
        await answered(citizen)
        yield citizen


async def answered(lan: Photographer) -> None:
    case = next(one for one in read_cases(ROOT / "flows" / FLOW / "cases.yaml") if one.name == CASE)
    node, secret = lan.node, decoded(lan.browser.cookies[f"d_{lan.id}"])
    assert secret is not None
    key = DraftKey(lan.id, secret)
    held = (await node.store.read(actions.read_draft, node.guide, key)).held
    answers = {name: value for name, value in case.answers.items() if name != FIELD}
    await node.store.write(actions.store, key, replace(held, answers=answers), CLOCK.now())


async def finished(lan: Photographer) -> envelope.Envelope:
    await lan.hand_in({"cam_doan": "yes", "dong_y_du_lieu": "yes"})
    found: envelope.Envelope | None = await lan.node.store.read(inbox.envelope_by_id, lan.id)
    assert found is not None
    return found


async def test_the_photo_of_a_question_that_came_up_goes_along(lan: Photographer) -> None:
    await lan.bring(STEP, {}, (FIELD, ONE))
    assert [blob.slot for blob in (await finished(lan)).header.blobs] == [0]
    assert len(await lan.stored()) == 1


async def test_a_photo_left_behind_is_neither_handed_in_nor_kept(lan: Photographer) -> None:
    await lan.bring(STEP, {}, (FIELD, ONE), (FIELD, TWO))
    assert len(await lan.stored()) == 2
    await lan.send("lam-cho-ai", {"cho_ai": "ban_than"})
    await lan.send("ngay-dang-ky", {"ngay_dang_ky.y": "2001"})
    assert len(await lan.stored()) == 2  # she may change her mind
    sent = await finished(lan)
    assert sent.header.blobs == ()
    plain = envelope.open(sent, lan.node.inbox.ring.openers)
    assert plain.blobs == ()
    assert FIELD not in plain.answers
    assert await lan.stored() == []


async def test_who_changes_her_mind_finds_the_photo_again(lan: Photographer) -> None:
    await lan.bring(STEP, {}, (FIELD, ONE))
    await lan.send("lam-cho-ai", {"cho_ai": "ban_than"})
    await lan.send("lam-cho-ai", {"cho_ai": "uy_quyen"})
    assert f'src="{lan.base}/tep/0"' in (await lan.look(STEP)).text
