"""What was done on a device comes once, whole, and strictly of its shape."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from litestar import Litestar

from kiosk.clock import FixedClock
from kiosk.engine.lesson.events import TOO_LATE_MS
from kiosk.store import Store
from kiosk.sync.canonical import canonical, digest
from kiosk.sync.content_digest import content_digest
from kiosk.sync.receipts import Signer, verify
from kiosk.tutor import actions
from kiosk.tutor.wire import MAX_BATCH_BYTES, MOST_EVENTS, read_batch
from tests.tutor.conftest import LAN, make_group, rows

ID, OTHER = "019c2b7e-6f00-7abc-8def-0123456789ab", "019c2b7e-6f00-7abc-8def-0123456789ac"
THEIRS = "019c2b7e-6f00-7abc-8def-000000000003"
THEIR_LAN = "019c2b7e-6f00-7abc-8def-0000000000bb"
RUN = "019c2b7e-6f00-7abc-8def-0123456789ff"


def event(n: int = 1, **changes: Any) -> dict[str, Any]:
    usual = {
        "run": RUN, "n": n, "scene": "nhap-ma", "outcome": "o-ma", "result": "right",
        "lesson": "ma-otp", "version": 2, "skill": "enter-otp", "variant": None, "hint": 0,
        "tries": 0, "fell": False, "ends": False, "rehearsal": False, "touch": "alone",
        "trap": False, "at": 1_795_312_800_000, "device": "lan-1", "learner": LAN,
    }  # fmt: skip
    return usual | changes


def batch(*events: dict[str, Any], **changes: Any) -> bytes:
    usual = {"v": 1, "id": ID, "kind": "practice", "commune": "00070", "device": "lan-1"}
    return canonical(usual | {"events": list(events or [event()])} | changes)


async def put(browser: httpx.AsyncClient, body: bytes, **headers: str) -> httpx.Response:
    told = {"Content-Digest": content_digest(body), **headers}
    return await browser.put(f"/sync/v1/practice/{ID}", content=body, headers=told)


async def test_a_batch_is_taken_once_and_receipted_alike(
    client: httpx.AsyncClient, app: Litestar, held: Store, group: str
) -> None:
    body = batch(event(1), event(2, outcome="khac", result="wrong"))
    first, again = await put(client, body), await put(client, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    said = first.json()
    assert (said["id"], said["digest"], said["missing"]) == (ID, digest(body), [])
    key = app.state.node.inbox.ring.signing
    name = app.state.node.inbox.name
    signers = {key.id: Signer(name, "hub", key.public)}
    for stage in ("received", "accepted"):
        token = said["receipts"][stage]
        receipt = verify(token, signers, stage=stage, id=ID, digest=digest(body))
        assert receipt.blobs == ()
    kept = await rows(held)
    assert [(one.n, one.device, one.learner, one.commune) for one in kept] == [
        (1, "lan-1", LAN, "00070"),
        (2, "lan-1", LAN, "00070"),
    ]


async def test_the_same_deeds_in_another_batch_are_the_same_rows(
    client: httpx.AsyncClient, held: Store
) -> None:
    await put(client, batch(event(1), event(2)))
    body = batch(event(2, at=5), event(3), id=OTHER)
    answer = await client.put(
        f"/sync/v1/practice/{OTHER}", content=body, headers={"Content-Digest": content_digest(body)}
    )
    assert answer.status_code == 201
    assert [(one.n, one.at > 5) for one in await rows(held)] == [(1, True), (2, True), (3, True)]


def test_the_tables_need_not_know_a_nodes_own_commune() -> None:
    assert read_batch(batch(commune="99999"), "99999").commune == "99999"


async def test_nobody_is_named_who_does_not_learn_in_the_commune(
    client: httpx.AsyncClient, held: Store, group: str
) -> None:
    await held.write(make_group, THEIRS, "00004", learner=THEIR_LAN)
    told = (LAN, THEIR_LAN, OTHER)
    await put(client, batch(*[event(n, learner=one) for n, one in enumerate(told)]))
    assert [one.learner for one in await rows(held)] == [LAN, None, None]


async def test_after_three_years_a_deed_is_forgotten(
    client: httpx.AsyncClient, held: Store, clock: FixedClock
) -> None:
    """By this node's clock: that of a device may say anything."""
    await put(client, batch(event(at=0)))
    clock.at += actions.KEPT
    assert await held.write(actions.erase_old, clock.now()) == 0
    clock.forward(seconds=1)
    assert await held.write(actions.erase_old, clock.now()) == 1
    assert await rows(held) == []


async def test_other_bytes_under_the_same_id_are_refused(
    client: httpx.AsyncClient, held: Store
) -> None:
    await put(client, batch())
    assert (await put(client, batch(event(9)))).status_code == 409
    assert len(await rows(held)) == 1


REFUSED: list[tuple[bytes, int, str]] = [
    (batch(event(typed="Minh")), 422, "tutor.unknown_practice"),
    (batch(more=1), 422, "tutor.unknown_practice"),
    (batch(event(result="maybe")), 422, "tutor.unknown_practice"),
    (batch(event(scene="Lan Trần")), 422, "tutor.unknown_practice"),
    (batch(event(device="a\0b")), 422, "tutor.unknown_practice"),
    (batch(event(learner="001099000123")), 422, "tutor.unknown_practice"),
    (batch(event(hint=5)), 422, "tutor.unknown_practice"),
    (batch(event(at=TOO_LATE_MS)), 422, "tutor.unknown_practice"),
    (batch(events=[]), 422, "tutor.unknown_practice"),
    (batch(*[event(n % 999) for n in range(MOST_EVENTS + 1)]), 422, "tutor.unknown_practice"),
    (batch(commune="x"), 422, "tutor.unknown_practice"),
    (batch(commune="99999"), 422, "tutor.unknown_practice"),
    (batch(kind="submission"), 422, "tutor.unknown_practice"),
    (batch(id=OTHER), 400, "sync.other_id"),
    (b"[]", 422, "tutor.unknown_practice"),
    (b"{", 400, "tutor.malformed_practice"),
    (batch().replace(b":", b": ", 1), 400, "tutor.malformed_practice"),
    (b"", 400, "tutor.malformed_practice"),
    (b"x" * (MAX_BATCH_BYTES + 1), 413, "web.too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), REFUSED)
async def test_what_is_no_batch_leaves_nothing(
    client: httpx.AsyncClient, held: Store, body: bytes, status: int, code: str
) -> None:
    answer = await put(client, body)
    assert answer.status_code == status
    assert answer.json()["type"] == f"urn:tramso:problem:{code}"
    assert "Lan Trần" not in answer.text
    assert await rows(held) == []


async def test_every_key_has_to_be_there(client: httpx.AsyncClient) -> None:
    for name in event():
        told = {key: value for key, value in event().items() if key != name}
        assert (await put(client, batch(told))).status_code == 422, name


async def test_a_body_that_was_cut_is_told_from_a_bad_one(client: httpx.AsyncClient) -> None:
    answer = await put(client, batch(), **{"Content-Digest": content_digest(b"x")})
    assert (answer.status_code, answer.json()["type"][-20:]) == (400, "wrong_content_digest")


def test_the_most_that_a_device_sends_fits() -> None:
    long = "a" * 40
    full = event(
        999, scene=long, outcome=long, lesson=long, skill=long, device="d" * 64, version=10**6,
        variant=999, tries=999, at=TOO_LATE_MS - 1, fell=False, hint=4,
    )  # fmt: skip
    body = batch(*[full] * MOST_EVENTS, device="d" * 64)
    assert len(body) <= MAX_BATCH_BYTES
    assert len(read_batch(body).events) == MOST_EVENTS


async def test_it_is_so_on_either_database(
    database_url: str, app: Litestar, client: httpx.AsyncClient, clock: FixedClock,
) -> None:  # fmt: skip
    inbox = app.state.node.inbox
    store = await Store.open(database_url)
    await store.write(make_group)
    body = batch(event(1), event(1), event(2, ends=True, variant=1, trap=True, fell=True))
    take: Callable[..., Any] = actions.take_batch
    taken = [await store.write(take, inbox, read_batch(body), body, clock.now()) for _ in "ab"]
    assert [one.is_new for one in taken] == [True, False]
    assert [(one.n, one.fell) for one in await rows(store)] == [(1, False), (2, True)]
    events = await store.read(actions.events_of, LAN)
    assert {one.n: one.variant for one in events} == {1: None, 2: 1}
    assert len(await store.read(actions.practised, "00070")) == 2
    await store.close()
