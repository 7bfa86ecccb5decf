"""What is recorded of files on their way, on either database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.sync import inbox, receiving
from kiosk.sync.envelope import BlobRef, Envelope, Header, PlainBlob, Plaintext, make, read
from kiosk.sync.inbox import Inbox
from kiosk.sync.keys import KeyRing
from tests.stations import under
from tests.sync.conftest import LAN_ID

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
A, B = "aa" * 32, "bb" * 32
Seen = list[tuple[str, Any]]


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Store]:
    opened = await Store.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def seen() -> Seen:
    """What the feature behind the inbox was told."""
    return []


@pytest.fixture
def box(hub: KeyRing, seen: Seen) -> Inbox:
    def open(db: Connection, envelope: Envelope, plaintext: Plaintext, now: datetime) -> None:
        seen.append(("opened", now))

    return Inbox(
        "00070", hub, {"submission": open},
        lost=lambda db, envelope, plaintext, names: seen.append(("lost", list(names))),
        came=lambda db, envelope, plaintext, names: seen.append(("came", list(names))),
    )  # fmt: skip


@pytest.fixture
def sent(
    hub: KeyRing, header: Callable[..., Header], plaintext: Callable[..., Plaintext]
) -> Envelope:
    blobs = (BlobRef(0, A, 1000), BlobRef(3, B, 500))
    names = tuple(PlainBlob(one.slot, "giay", "image/jpeg", "a.jpg") for one in blobs)
    return read(make(header(blobs=blobs), plaintext(blobs=names), hub.sealing.public))


async def test_the_last_two_files_at_once_open_it_once(
    db: Store, box: Inbox, sent: Envelope, seen: Seen
) -> None:
    taken = await db.write(receiving.receive, box, sent, [], NOW)
    assert (taken.is_new, taken.is_waiting, len(taken.awaited)) == (True, True, 2)
    came = [db.write(receiving.arrived, box, LAN_ID, name, NOW) for name in (A, B, A, B)]
    await asyncio.gather(*came)
    assert seen == [("opened", NOW)]
    again = await db.write(receiving.receive, box, sent, [], NOW)
    assert (again.is_new, again.awaited, again.receipts.stage) == (False, (), "accepted")


async def test_fifty_at_once_are_received_once(
    db: Store, box: Inbox, sent: Envelope, seen: Seen
) -> None:
    puts = [db.write(receiving.receive, box, sent, [A, B], NOW) for _ in range(50)]
    taken = await asyncio.gather(*puts)
    assert sum(one.is_new for one in taken) == 1
    assert len({one.receipts for one in taken}) == 1
    assert seen == [("opened", NOW), ("lost", [A, B])]


async def test_of_two_that_write_the_same_place_one_moves_the_offset(
    db: Store, box: Inbox, sent: Envelope
) -> None:
    await db.write(receiving.receive, box, sent, [], NOW)
    moves = [db.write(receiving.advance, LAN_ID, A, 0, 100 + n) for n in range(5)]
    assert sum(await asyncio.gather(*moves)) == 1
    assert 100 <= (await db.read(receiving.upload, LAN_ID, A)).got < 105


async def test_only_what_waited_long_enough_is_done_without(
    db: Store, box: Inbox, sent: Envelope, seen: Seen
) -> None:
    await db.write(receiving.receive, box, sent, [], NOW)
    await db.write(receiving.arrived, box, LAN_ID, A, NOW)
    assert await db.read(receiving.overdue, NOW - timedelta(seconds=1)) == []
    assert await db.read(receiving.overdue, NOW) == [LAN_ID]
    later = NOW + timedelta(days=7)
    for _ in range(2):
        await db.write(receiving.do_without, box, LAN_ID, later)
    assert seen == [("opened", later), ("lost", [B])]
    assert await db.read(receiving.overdue, later) == []
    await db.write(receiving.arrived, box, LAN_ID, B, later)
    assert seen[2:] == [("came", [])]


async def test_a_node_waits_for_files_too_and_opens_nothing(
    db: Store, hub: KeyRing, node: KeyRing, sent: Envelope
) -> None:
    box = Inbox("tram", node, {}, upstream=under(hub, node))
    assert (await db.write(receiving.receive, box, sent, [], NOW)).is_waiting
    for name in (A, B):
        await db.write(receiving.arrived, box, LAN_ID, name, NOW)
    taken = await db.write(receiving.receive, box, sent, [], NOW)
    assert (taken.is_waiting, taken.receipts.stage) == (False, "received")


async def test_what_a_hub_cannot_open_leaves_nothing_behind(
    db: Store, box: Inbox, node: KeyRing, sent: Envelope
) -> None:
    closed = Inbox("00070", node, box.handlers)
    with pytest.raises(Problem, match=r"sync\.unknown_key"):
        await db.write(receiving.receive, closed, sent, [], NOW)
    assert await db.read(inbox.envelope_by_id, LAN_ID) is None
    assert await db.read(receiving.awaited, LAN_ID) == ()


async def test_an_erased_envelope_declares_no_file(db: Store, box: Inbox, sent: Envelope) -> None:
    await db.write(receiving.receive, box, sent, [B], NOW)
    await db.write(receiving.arrived, box, LAN_ID, A, NOW)
    assert (await db.read(receiving.upload, LAN_ID, A)).is_whole
    await db.write(inbox.erase, LAN_ID)
    for name in (A, B):
        with pytest.raises(Problem, match=r"sync\.no_such_blob"):
            await db.read(receiving.upload, LAN_ID, name)
