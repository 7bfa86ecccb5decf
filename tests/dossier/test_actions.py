"""A dossier: opened by a submission, moved by officers, followed by the citizen."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from kiosk.clock import to_millis
from kiosk.content.library import Edition, Library, keep
from kiosk.content.reference.lookup import reference
from kiosk.dossier import actions, acts, days_off, queries, rules, waiting
from kiosk.dossier.actions import Record
from kiosk.dossier.acts import Act
from kiosk.dossier.look_ups import LookUps
from kiosk.dossier.opening import Desk
from kiosk.dossier.waiting import Wanted
from kiosk.engine.pack import Pack
from kiosk.engine.shapes import flow_from
from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.sync import codes
from kiosk.sync.envelope import Header, Plaintext, make, read
from kiosk.sync.ids import uuid7
from kiosk.sync.keys import Key, key_ring, new_key
from tests.engine.conftest import TURNS, pack_for

HERE, TAMS = "00070", "00004"
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
"""Nine in the morning in Việt Nam."""
SECRET = codes.follow_secret(b"k" * 32, "lan")
LAN = {
    "ho_ten": "Nguyễn Thị Lan", "ngay_sinh": "1990-03-01", "co_con": True, "cam_doan": True,
    "con_em": [{"con_ten": "Trần Văn An", "con_sinh": "2015-05-05"}],
    "noi": {"province": "01", "commune": "00004", "place": "Ba Đình"},
}  # fmt: skip
Hand = Callable[..., Any]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return pack_for(flow_from(TURNS["flow"]))


@pytest.fixture(scope="module")
def library(pack: Pack) -> Library:
    return Library([Edition("today", {"vi": pack})])


@pytest.fixture(scope="module")
def sealing() -> Key:
    return new_key("sealing", 1)


@pytest.fixture
def hand_in(store: Store, library: Library, pack: Pack, sealing: Key) -> Hand:
    """`await hand_in(answers)` opens a dossier and gives its id."""

    async def _hand_in(answers: Any = LAN, at: datetime = MONDAY, **changes: Any) -> str:
        header = header_for(sealing, uuid7(to_millis(at)), **({"pack": pack.sha256} | changes))
        plaintext = Plaintext(b"k" * 32, answers, {})
        envelope = read(make(header, plaintext, sealing.public))

        def opened(db: Connection) -> None:
            keep(db, library.flows["nha-toi"])
            desk = Desk(library, reference(), key_ring([sealing]), LookUps.under(b"actions"))
            desk.open_dossier(db, envelope, plaintext, at)

        await store.write(opened)
        return envelope.id

    return _hand_in


def header_for(sealing: Key, id: str, **changes: Any) -> Header:
    usual = {
        "id": id, "kind": "submission", "flow": "nha-toi", "flow_version": "1",
        "locale": "vi", "commune": HERE, "made_at": "2026-11-23T02:00:00.000Z",
        "assist": "none", "follow": codes.secret_hash(SECRET), "parent": None, "key": sealing.id,
        "blobs": (),
    }  # fmt: skip
    return Header(**(usual | changes))


async def record(store: Store, id: str) -> Record:
    found = await store.read(actions.record_of, id, HERE)
    assert found is not None
    return found


async def act(store: Store, library: Library, id: str, kind: str, rev: int, **more: Any) -> None:
    await store.write(acts.move, library, id, Act(kind, rev, "minh", **more), MONDAY)


async def test_a_submission_is_a_dossier_with_a_code_and_a_term(
    store: Store, hand_in: Hand
) -> None:
    id = await hand_in()
    found = await record(store, id)
    assert (found.state, found.flags, found.rev) == ("submitted", (), 0)
    assert (found.code, found.due_on) == (codes.receipt_code(id), "2026-11-24")
    assert [one.kind for one in await store.read(actions.events_of, id)] == ["submitted"]


async def test_no_content_is_refused_and_what_does_not_hold_is_flagged(
    store: Store, hand_in: Hand
) -> None:
    found = await record(store, await hand_in(LAN | {"ho_ten": "Lan 2"}))
    assert found.flags == ("ho_ten:full_name.digits", "unfinished:nguoi")
    assert (await record(store, await hand_in({}))).flags[-1] == "unfinished:nguoi"


async def test_an_unknown_pack_is_flagged_and_has_no_term(store: Store, hand_in: Hand) -> None:
    found = await record(store, await hand_in(pack="ab" * 32))
    assert (found.flags, found.due_on) == (("unknown_pack",), None)


async def test_tam_from_the_next_commune_sees_nothing(store: Store, hand_in: Hand) -> None:
    id = await hand_in()
    assert await store.read(actions.record_of, id, TAMS) is None
    assert await store.read(waiting.page, Wanted(TAMS, "2026-11-23"), rules.OPEN, 50, 0) == ()
    assert await store.read(actions.counts_by_state, TAMS) == {}


async def test_an_act_moves_the_dossier_and_is_an_event(
    store: Store, library: Library, hand_in: Hand
) -> None:
    id = await hand_in(at=MONDAY - timedelta(days=3))
    await act(store, library, id, "accepted", 0)
    found = await record(store, id)
    assert (found.state, found.handler, found.rev) == ("accepted", "minh", 1)
    assert found.due_on == "2026-11-24"  # the term begins when the file is accepted
    last = (await store.read(actions.events_of, id))[-1]
    assert (last.kind, last.by, last.at) == ("accepted", "minh", MONDAY)


async def test_the_second_of_two_officers_is_told(
    store: Store, library: Library, hand_in: Hand
) -> None:
    id = await hand_in()
    both = [
        act(store, library, id, kind, 0, reason="Thiếu giấy") for kind in ("accepted", "refused")
    ]
    ended = await asyncio.gather(*both, return_exceptions=True)
    told = [one for one in ended if one is not None]
    assert [getattr(one, "code", one) for one in told] == ["dossier.changed_meanwhile"]
    assert (await record(store, id)).rev == 1
    assert len(await store.read(actions.events_of, id)) == 2


MORE: dict[str, Any] = {
    "handed_over": {"official_code": "H00.01-261123-0001"},
    "supplement": {"steps": ("nguoi",)},
    "extended": {"until": "2027-01-05"},
}


@pytest.mark.parametrize("kind", [*rules.MOVES, ""])
async def test_only_the_moves_of_its_state_are_made(
    store: Store, library: Library, hand_in: Hand, kind: str
) -> None:
    for state in rules.NATIONAL:
        id = await hand_in()
        await store.write(in_state, id, state)
        more = {"reason": "Vì vậy", **MORE.get(kind, {})}
        tried = act(store, library, id, kind, 1, **more)
        if kind in rules.moves_from(state):
            await tried
            assert (await record(store, id)).state == (rules.MOVES[kind].to or state)
        else:
            with pytest.raises(Problem, match=r"dossier\.not_now"):
                await tried
            assert (await record(store, id)).state == state


def in_state(db: Connection, id: str, state: str) -> None:
    row = queries.dossier_by_id(db, id)
    assert row is not None
    acts.change(db, row, {"state": state})


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        ("refused", {}, "reason_missing"),
        ("refused", {"reason": ""}, "reason_missing"),
        ("refused", {"reason": "x" * 1001}, "reason_too_long"),
        ("handed_over", {}, "official_code_wrong"),
        ("handed_over", {"official_code": "sai mã"}, "official_code_wrong"),
        ("handed_over", {"official_code": "A" * 41}, "official_code_wrong"),
    ],
)
async def test_an_act_that_lacks_something_changes_nothing(
    store: Store, library: Library, hand_in: Hand, kind: str, more: dict[str, str], code: str
) -> None:
    id = await hand_in()
    await act(store, library, id, "accepted", 0)
    with pytest.raises(Problem, match=code):
        await act(store, library, id, kind, 1, **more)
    assert (await record(store, id)).rev == 1
    assert len(await store.read(actions.events_of, id)) == 2


async def test_the_code_tells_how_far_and_the_secret_why(
    store: Store, library: Library, hand_in: Hand
) -> None:
    id = await hand_in()
    await act(store, library, id, "refused", 0, reason="Thiếu giấy chứng sinh")
    progress = await store.read(actions.progress_by_code, codes.receipt_code(id))
    assert progress.told == "refused"
    assert "Thiếu" not in repr(progress)
    followed = await store.read(actions.followed, SECRET)
    assert (followed.reason, followed.handler) == ("Thiếu giấy chứng sinh", "minh")


async def test_a_wrong_code_or_secret_finds_nothing(store: Store, hand_in: Hand) -> None:
    await hand_in()
    for look_up in (actions.progress_by_code, actions.followed):
        with pytest.raises(Problem, match=r"dossier\.no_such_dossier"):
            await store.read(look_up, "346789ABCDEF")


async def test_a_code_that_two_share_shows_neither(store: Store, hand_in: Hand) -> None:
    first, second = await hand_in(), await hand_in(follow="cd" * 32)
    code = codes.receipt_code(first)
    await store.write(with_code, second, code)
    with pytest.raises(Problem, match=r"dossier\.no_such_dossier"):
        await store.read(actions.progress_by_code, code)
    assert (await store.read(actions.followed, SECRET)).id == first


def with_code(db: Connection, id: str, code: str) -> None:
    row = queries.dossier_by_id(db, id)
    assert row is not None
    acts.change(db, row, {"code": code})


async def test_a_day_off_moves_the_term_and_can_be_taken_back(store: Store, hand_in: Hand) -> None:
    await store.write(days_off.set_day_off, "2026-11-24", True, "Nghỉ bù")
    await store.write(days_off.set_day_off, "2026-11-24", True, "Nghỉ bù lần nữa")
    assert (await record(store, await hand_in())).due_on == "2026-11-25"
    await store.write(days_off.remove_day_off, "2026-11-24")
    assert (await record(store, await hand_in())).due_on == "2026-11-24"


async def test_the_queue_has_the_soonest_due_first(store: Store, hand_in: Hand) -> None:
    late = await hand_in(at=MONDAY + timedelta(days=2))
    unknown = await hand_in(pack="ab" * 32)
    soon = await hand_in(at=MONDAY - timedelta(days=7))
    wanted = Wanted(HERE, "2026-11-23")
    found = await store.read(waiting.page, wanted, rules.OPEN, 50, 0)
    assert [one.id for one in found] == [soon, late, unknown]
    assert await store.read(actions.overdue_count, HERE, "2026-11-23") == 1
