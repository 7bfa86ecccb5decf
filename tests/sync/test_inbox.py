"""An envelope is taken once; asked again, the same receipts are given."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec import convert
from sqlalchemy import Connection, text

from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.sync import inbox, outgoing, receipts, tokens
from kiosk.sync.envelope import Envelope, Header, Plaintext, make, read
from kiosk.sync.inbox import Inbox, take
from kiosk.sync.keys import KeyRing, key_ring, new_key
from tests.stations import under
from tests.sync.conftest import LAN_ID

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
Opened = list[tuple[str, Any]]


@pytest.fixture
def opened() -> Opened:
    """What the feature behind the inbox was given."""
    return []


@pytest.fixture
def box(hub: KeyRing, opened: Opened) -> Inbox:
    def keep(db: Connection, envelope: Envelope, plaintext: Plaintext, now: datetime) -> None:
        opened.append((envelope.id, plaintext.answers))

    return Inbox("00070", hub, {"submission": keep})


@pytest.fixture
def body(
    hub: KeyRing, header: Callable[..., Header], plaintext: Callable[..., Plaintext]
) -> Callable[..., bytes]:
    """An envelope as it travels; `changes` are made to its header."""

    def _body(**changes: object) -> bytes:
        return make(header(**changes), plaintext(), hub.sealing.public)

    return _body


def rows(db: Connection) -> int:
    both = "select (select count(*) from envelope) + (select count(*) from receipt)"
    return int(db.execute(text(both)).scalar_one())


def id_of(number: int) -> str:
    return f"{LAN_ID[:-1]}{number:x}"


@pytest.mark.parametrize("stage", ["received", "accepted"])
async def test_a_hub_gives_two_receipts_that_hold(
    store: Store, box: Inbox, body: Callable[..., bytes], stage: receipts.Stage
) -> None:
    sent = read(body())
    given = await store.write(take, box, sent.body, NOW)
    key = box.ring.signing
    signers = {key.id: receipts.Signer("00070", "hub", key.public)}
    token = getattr(given, stage)
    held = receipts.verify(token, signers, stage=stage, id=LAN_ID, digest=sent.digest)
    assert (held.seq, held.at) == (1, "2026-11-22T02:00:00.000Z")


async def test_the_same_bytes_again_get_the_same_receipts(
    store: Store, box: Inbox, body: Callable[..., bytes], opened: Opened
) -> None:
    sent = body()
    first = await store.write(take, box, sent, NOW)
    again = await store.write(take, box, sent, NOW + timedelta(days=3))
    assert again == first
    assert opened == [(LAN_ID, {"ho_ten": "Nguyễn Thị Lan", "co_giay": True})]


async def test_fifty_at_once_are_taken_once(
    store: Store, box: Inbox, body: Callable[..., bytes], opened: Opened
) -> None:
    sent = body()
    given = await asyncio.gather(*(store.write(take, box, sent, NOW) for _ in range(50)))
    assert len(set(given)) == 1
    assert len(opened) == 1
    assert await store.read(rows) == 3


async def test_other_bytes_under_a_known_id_are_refused(
    store: Store, box: Inbox, body: Callable[..., bytes]
) -> None:
    sent = body()
    first = await store.write(take, box, sent, NOW)
    with pytest.raises(Problem, match=r"sync\.other_digest"):
        await store.write(take, box, body(), NOW)
    assert await store.read(inbox.receipts_of, LAN_ID) == first
    assert await store.read(envelope_bytes, LAN_ID) == sent


async def test_a_node_only_says_that_it_received_and_notes_that_it_waits(
    store: Store, hub: KeyRing, node: KeyRing, body: Callable[..., bytes]
) -> None:
    given = await store.write(take, Inbox("tram", node, {}, upstream=under(hub, node)), body(), NOW)
    assert given.accepted is None
    assert given.stage == "received"
    assert [one.id for one in await store.read(outgoing.due, NOW, 10)] == [LAN_ID]


async def test_a_hub_takes_nothing_that_it_has_no_use_for(
    store: Store, box: Inbox, body: Callable[..., bytes]
) -> None:
    with pytest.raises(Problem, match=r"sync\.unknown_kind"):
        await store.write(take, box, body(kind="practice"), NOW)
    assert await store.read(rows) == 0


async def test_what_the_feature_cannot_store_is_not_receipted(
    store: Store, hub: KeyRing, body: Callable[..., bytes]
) -> None:
    def full(*_: object) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        await store.write(take, Inbox("00070", hub, {"submission": full}), body(), NOW)
    assert await store.read(rows) == 0


async def test_an_envelope_sealed_to_another_hub_is_not_taken(
    store: Store, body: Callable[..., bytes]
) -> None:
    other = key_ring([new_key("sealing", 2), new_key("signing", 2)])
    box = Inbox("00071", other, {"submission": lambda *_: None})
    with pytest.raises(Problem, match=r"sync\.unknown_key"):
        await store.write(take, box, body(), NOW)
    assert await store.read(rows) == 0


@pytest.mark.parametrize("sent", [b"", b"{}", b"\xff", b"[" * 100_000])
async def test_what_is_no_envelope_is_refused(store: Store, box: Inbox, sent: bytes) -> None:
    with pytest.raises(Problem, match=r"sync\."):
        await store.write(take, box, sent, NOW)
    assert await store.read(rows) == 0


async def test_sequence_numbers_grow_in_one_epoch(
    store: Store, box: Inbox, body: Callable[..., bytes]
) -> None:
    given = [await store.write(take, box, body(id=id_of(n)), NOW) for n in range(3)]
    held = [claims(box, one.received) for one in given]
    assert [one.seq for one in held] == [1, 2, 3]
    assert len({one.epoch for one in held}) == 1


async def test_an_envelope_is_given_back_as_it_came(
    store: Store, box: Inbox, body: Callable[..., bytes]
) -> None:
    sent = body()
    await store.write(take, box, sent, NOW)
    assert await store.read(envelope_bytes, LAN_ID) == sent
    assert await store.read(inbox.envelope_by_id, id_of(1)) is None


def envelope_bytes(db: Connection, id: str) -> bytes | None:
    found = inbox.envelope_by_id(db, id)
    return found.body if found else None


def claims(box: Inbox, token: str) -> receipts.Receipt:
    key = box.ring.signing
    return convert(tokens.verify(receipts.TYP, token, lambda _: key.public), receipts.Receipt)
