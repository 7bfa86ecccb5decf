"""What comes after the hand-in, at the hub: supplement, withdrawal, rating, true and forged."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import Connection, text

from kiosk.clock import to_millis
from kiosk.content.library import Edition, Library, keep
from kiosk.content.reference.lookup import reference
from kiosk.dossier import actions, acts, later
from kiosk.dossier.actions import Record
from kiosk.dossier.acts import Act
from kiosk.dossier.filing import DossierFile, file_of
from kiosk.dossier.look_ups import LookUps
from kiosk.dossier.opening import Desk
from kiosk.engine.shapes import flow_from
from kiosk.problem import Problem
from kiosk.store import Store
from kiosk.sync import codes, envelope, inbox, sealing
from kiosk.sync.canonical import canonical
from kiosk.sync.envelope import BlobRef, Header, PlainBlob, Plaintext
from kiosk.sync.header import header_value
from kiosk.sync.ids import uuid7
from kiosk.sync.inbox import Inbox
from kiosk.sync.keys import key_ring, new_key
from kiosk.sync.wire import to_base64
from tests.dossier.test_actions import HERE, LAN, MONDAY
from tests.engine.conftest import TURNS, pack_for

SECRET = codes.follow_secret(b"k" * 32, "lan")
TAMS = codes.follow_secret(b"k" * 32, "tam")
WHY = "Tên con chưa đúng giấy chứng sinh."
CHILD = {"con_em": [{"con_ten": "Trần Thị Bình", "con_sinh": "2018-01-01"}], "cam_doan": True}
GOOD = {"content": 5, "ease": 4}


@dataclass
class Hub:
    """A hub, what Lan sends to it, and what Minh does there. `at` moves a day with each of his
    acts."""

    store: Store
    box: Inbox
    library: Library
    at: datetime = MONDAY
    id: str = ""

    async def take(
        self, kind: str, answers: Any, secret: str = SECRET, files: Any = MappingProxyType({}),
        **more: Any,
    ) -> str:  # fmt: skip
        """Lan's envelope. `files` are letters of their hashes by field; `more` changes the header,
        or the plaintext where that knows the name."""
        pack = self.library.flows["nha-toi"].pack("vi")
        inside = {name: more.pop(name) for name in ("steps", "contact") if name in more}
        refs = tuple(BlobRef(at, name * 64, 20) for at, name in enumerate(files.values()))
        usual = {
            "id": uuid7(to_millis(self.at)), "kind": kind, "flow": "nha-toi", "flow_version": "1",
            "pack": pack.sha256, "locale": "vi", "commune": HERE, "assist": "none",
            "made_at": "2026-11-23T02:00:00.000Z", "key": self.box.ring.sealing.id,
            "follow": codes.secret_hash(secret) if kind == "submission" else None,
            "parent": None if kind == "submission" else self.id, "blobs": refs,
        }  # fmt: skip
        header = Header(**(usual | more))
        inside.setdefault("contact", {})
        blobs = tuple(PlainBlob(at, one, "image/jpeg", "a.jpg") for at, one in enumerate(files))
        shown = None if kind == "submission" else secret
        plain = Plaintext(b"k" * 32, answers, blobs=blobs, secret=shown, **inside)
        body = envelope.make(header, plain, self.box.ring.sealing.public)
        await self.store.write(inbox.take, self.box, body, self.at)
        return header.id

    async def minh(self, *kinds: str, **more: Any) -> None:
        for kind in kinds:
            self.at += timedelta(days=1)
            act = Act(kind, (await self.record()).rev, "minh", **more)
            await self.store.write(acts.move, self.library, self.id, act, self.at)

    async def asks(self, *steps: str) -> None:
        await self.minh("supplement", reason=WHY, steps=steps)

    async def record(self) -> Record:
        found = await self.store.read(actions.record_of, self.id, HERE)
        assert found is not None
        return found

    async def file(self) -> DossierFile:
        found = await self.store.read(file_of, self.library, self.box.ring, self.id)
        assert found is not None
        return found

    async def kinds(self) -> list[str]:
        return [one.kind for one in await self.store.read(actions.events_of, self.id)]


@pytest.fixture
async def hub(store: Store) -> Hub:
    """Lan's dossier is open here."""
    edition = Edition("today", {"vi": pack_for(flow_from(TURNS["flow"]))})
    library = Library([edition])
    await store.write(keep, edition)
    ring = key_ring([new_key("sealing", 1), new_key("signing", 1)])
    box = Inbox(
        "hub", ring, later.handlers(Desk(library, reference(), ring, LookUps.under(b"later")))
    )
    made = Hub(store, box, library)
    made.id = await made.take("submission", LAN)
    return made


async def test_a_supplement_takes_its_place_in_the_file_and_the_term_begins_anew(hub: Hub) -> None:
    await hub.minh("accepted")
    await hub.asks("con-em")
    assert (await hub.record()).due_on is None
    id = await hub.take("supplement", CHILD, steps=("con-em",))
    found = await hub.record()
    assert (found.state, found.asked, found.flags) == ("in_progress", (), ())
    assert found.due_on == "2026-11-26"
    assert (await hub.file()).answers == LAN | CHILD
    last = (await hub.store.read(actions.events_of, hub.id))[-1]
    assert (last.kind, last.by, last.detail) == ("supplemented", None, id)


async def test_before_it_was_accepted_a_dossier_waits_to_be_again(hub: Hub) -> None:
    await hub.asks("nguoi")
    await hub.take("supplement", LAN, steps=("nguoi",))
    assert (await hub.record()).state == "submitted"


async def test_a_second_round_replaces_what_the_first_one_said(hub: Hub) -> None:
    await hub.asks("con-em", "so")
    await hub.take("supplement", CHILD | {"so": "001190004321"}, steps=("con-em", "so"))
    await hub.asks("so")
    await hub.take("supplement", {"cam_doan": True}, steps=("so",))
    answers = (await hub.file()).answers
    assert answers == LAN | CHILD
    assert (await hub.record()).flags == ()


async def test_what_newly_became_necessary_is_flagged(hub: Hub) -> None:
    await hub.asks("co-con")
    await hub.take("supplement", {"co_con": False}, steps=("co-con",))
    assert (await hub.record()).flags == ("ly_do:required", "unfinished:ly-do")


async def test_a_flag_goes_once_its_cause_is_gone(hub: Hub) -> None:
    hub.id = await hub.take("submission", LAN | {"ho_ten": "Lan 2"}, TAMS)
    assert (await hub.record()).flags == ("ho_ten:full_name.digits", "unfinished:nguoi")
    await hub.asks("nguoi")
    await hub.take("supplement", LAN, TAMS, steps=("nguoi",))
    assert (await hub.record()).flags == ()


async def test_a_later_day_in_a_supplement_is_in_time(hub: Hub) -> None:
    await hub.asks("con-em")
    born = {"con_em": [{"con_ten": "Trần Văn An", "con_sinh": "2026-11-24"}]}
    await hub.take("supplement", born, steps=("con-em",))
    assert (await hub.record()).flags == ()
    assert (await hub.file()).days == ("2026-11-23", "2026-11-24")


async def test_steps_that_nobody_asked_for_do_not_count(hub: Hub) -> None:
    await hub.asks("so")
    sent = {"so": "001190004321", "ho_ten": "Kẻ Lạ", "ngay_sinh": "1980-01-01"}
    await hub.take("supplement", sent, steps=("so", "nguoi", "<script>", "khong-co"))
    assert (await hub.file()).answers == LAN | {"so": "001190004321"}
    assert (await hub.record()).flags == ("not_asked:nguoi",)


async def test_steps_that_were_left_out_are_told(hub: Hub) -> None:
    await hub.asks("so", "nguoi")
    await hub.take("supplement", {"so": "001190004321"}, steps=("so",))
    assert (await hub.record()).flags == ("not_redone:nguoi",)
    assert (await hub.file()).answers["ho_ten"] == LAN["ho_ten"]


@pytest.mark.parametrize("kind", ["supplement", "withdrawal", "rating"])
@pytest.mark.parametrize("secret", [TAMS, "", "x" * 24, "Ố" * 500])
async def test_without_its_secret_nothing_happens_but_a_flag(
    hub: Hub, kind: str, secret: str
) -> None:
    await hub.asks("so")
    before = await hub.record()
    for _ in range(2):
        id = await hub.take(kind, {"so": "1", **GOOD}, secret, steps=("so",))
        assert (await hub.store.read(inbox.receipts_of, id)).accepted
    after = await hub.record()
    assert after.flags == (f"not_applied:{kind}",)
    assert (after.state, after.rev, after.asked) == (before.state, before.rev, before.asked)
    assert (await hub.file()).answers == LAN


async def test_the_secret_of_another_dossier_opens_only_that_one(hub: Hub) -> None:
    lans = hub.id
    hub.id = await hub.take("submission", LAN, TAMS)
    await hub.take("withdrawal", {}, TAMS, parent=lans)
    assert (await hub.record()).state == "submitted"
    hub.id = lans
    assert (await hub.record()).state == "submitted"
    assert (await hub.record()).flags == ("not_applied:withdrawal",)


async def test_an_envelope_about_no_dossier_is_kept_and_changes_nothing(hub: Hub) -> None:
    for kind in ("supplement", "withdrawal", "rating"):
        id = await hub.take(kind, {}, parent=uuid7(1))
        assert (await hub.store.read(inbox.receipts_of, id)).accepted
    assert (await hub.record()).flags == ()


@pytest.mark.parametrize(
    "answers", [{}, {"con_em": 5}, {"con_em": [1, [2], {"con_ten": {}}]}, {"cam_doan": [None]}]
)
async def test_no_answers_are_refused(hub: Hub, answers: dict[str, Any]) -> None:
    await hub.asks("con-em")
    await hub.take("supplement", answers, steps=("con-em",) * 3)
    found = await hub.record()
    assert found.state == "submitted"
    assert any(flag.startswith("unfinished:con-em") for flag in found.flags)


@pytest.mark.parametrize("inside", [b"", b"{}", b"[]", b'{"k":"","answers":{}}', b"\xff"])
async def test_what_is_no_plaintext_is_refused_and_leaves_nothing(hub: Hub, inside: bytes) -> None:
    first = await hub.store.read(inbox.envelope_by_id, hub.id)
    assert first is not None
    id = uuid7(1)
    changes = {"id": id, "kind": "supplement", "parent": hub.id, "follow": None}
    value = header_value(first.header) | changes
    sealed = sealing.seal(inside, canonical(value), hub.box.ring.sealing.public)
    body = canonical({"header": value, "sealed": to_base64(sealed)})
    with pytest.raises(Problem, match=r"sync\.malformed_plaintext"):
        await hub.store.write(inbox.take, hub.box, body, hub.at)
    assert await hub.store.read(inbox.envelope_by_id, id) is None
    assert (await hub.record()).flags == ()


async def test_a_supplement_that_comes_too_late_is_kept_aside(hub: Hub) -> None:
    await hub.minh("accepted")
    await hub.asks("so")
    await hub.minh("stopped", reason="Quá hạn bổ sung.")
    id = await hub.take("supplement", {"so": "001190004321"}, steps=("so",))
    found = await hub.record()
    assert (found.state, found.flags) == ("stopped", ("late:supplement",))
    file = await hub.file()
    assert file.answers == LAN
    assert [(one.envelope, one.answers) for one in file.aside] == [(id, {"so": "001190004321"})]
    assert (await hub.kinds())[-1] == "supplemented_late"


async def test_the_same_supplement_again_is_one_event(hub: Hub) -> None:
    await hub.asks("so")
    id = await hub.take("supplement", {}, steps=("so",))
    body = await hub.store.read(body_of, id)
    for _ in range(3):
        await hub.store.write(inbox.take, hub.box, body, hub.at)
    assert (await hub.kinds()).count("supplemented") == 1


def body_of(db: Connection, id: str) -> bytes:
    query = text("select body from envelope where id = :id")
    return bytes(db.execute(query, {"id": id}).scalar_one())


async def test_without_its_flow_a_dossier_still_takes_what_comes(hub: Hub) -> None:
    await hub.asks("so")
    await hub.store.write(forget_packs)
    hub.library._known.clear()  # as a node that was never told of this flow
    hub.library._by_pack.clear()
    await hub.take("supplement", {"so": "001190004321"}, steps=("so",))
    assert (await hub.record()).state == "submitted"
    assert (await hub.file()).answers == LAN


def forget_packs(db: Connection) -> None:
    db.execute(text("delete from pack"))


async def test_files_of_a_redone_step_take_the_place_of_the_old_ones(hub: Hub) -> None:
    hub.id = await hub.take("submission", LAN, TAMS, files={"so": "a", "noi": "a"})
    await hub.asks("so")
    new = await hub.take("supplement", {}, TAMS, steps=("so",), files={"so": "b", "noi": "b"})
    found = [(one.envelope, one.sha256[0], one.field) for one in (await hub.file()).blobs]
    assert found == [(hub.id, "a", "noi"), (new, "b", "so")]


async def test_how_to_reach_lan_is_what_she_said_last(hub: Hub) -> None:
    hub.id = await hub.take("submission", LAN, TAMS, contact={"so": "0912345678", "x": "y"})
    await hub.asks("so")
    await hub.take("supplement", {}, TAMS, steps=("so",), contact={"so": "0987654321", "noi": "z"})
    assert (await hub.file()).contact == {"x": "y", "so": "0987654321"}


async def test_a_withdrawal_ends_the_dossier_once(hub: Hub) -> None:
    await hub.minh("accepted")
    for _ in range(2):
        await hub.take("withdrawal", {})
    found = await hub.record()
    assert (found.state, found.flags, found.rev) == ("withdrawn", (), 2)
    assert (await hub.kinds()).count("withdrawn") == 1
    assert await hub.store.read(column, "ended_at") == to_millis(hub.at)


def column(db: Connection, name: str) -> Any:
    return db.execute(text(f"select {name} from dossier")).scalar()


async def test_while_something_is_asked_for_a_dossier_can_be_withdrawn(hub: Hub) -> None:
    await hub.asks("so")
    await hub.take("withdrawal", {})
    assert ((await hub.record()).state, (await hub.record()).asked) == ("withdrawn", ())


async def test_after_its_end_a_dossier_is_not_withdrawn_any_more(hub: Hub) -> None:
    await hub.minh("accepted", "done")
    await hub.take("withdrawal", {})
    found = await hub.record()
    assert (found.state, found.flags) == ("done", ("late:withdrawal",))


async def test_the_first_rating_counts(hub: Hub) -> None:
    await hub.minh("accepted", "done")
    for marks in (GOOD, {"content": 1, "ease": 1}):
        await hub.take("rating", marks)
    rows = await hub.store.read(ratings)
    assert rows == [(hub.id, 5, 4)]
    assert (await hub.store.read(actions.followed, SECRET)).rated


def ratings(db: Connection) -> list[Any]:
    return [tuple(row) for row in db.execute(
        text("select dossier, content, ease from dossier_rating")
    )]  # fmt: skip


@pytest.mark.parametrize(
    "marks",
    [{}, {"content": 5}, {"content": 6, "ease": 1}, {"content": True, "ease": 1},
     {"content": "5", "ease": [5]}, {"content": 0, "ease": None}],
)  # fmt: skip
async def test_what_is_no_rating_is_kept_and_does_not_count(
    hub: Hub, marks: dict[str, Any]
) -> None:
    await hub.minh("accepted", "done")
    await hub.take("rating", marks)
    assert await hub.store.read(ratings) == []
    assert (await hub.record()).flags == ("not_applied:rating",)


async def test_nobody_rates_what_has_not_ended(hub: Hub) -> None:
    await hub.take("rating", GOOD)
    assert await hub.store.read(ratings) == []


async def test_why_is_told_of_the_last_request_only(hub: Hub) -> None:
    await hub.asks("so")
    assert (await hub.store.read(actions.followed, SECRET)).reason == WHY
    await hub.take("supplement", {}, steps=("so",))
    await hub.minh("accepted")
    assert (await hub.store.read(actions.followed, SECRET)).reason is None
    await hub.minh("extended", reason="Chờ xác minh.", until="2027-01-05")
    followed = await hub.store.read(actions.followed, SECRET)
    assert (followed.reason, followed.progress.extended_to) == ("Chờ xác minh.", "2027-01-05")


async def test_an_erased_file_is_none(hub: Hub) -> None:
    await hub.store.write(inbox.erase, hub.id)
    assert await hub.store.read(file_of, hub.library, hub.box.ring, hub.id) is None
