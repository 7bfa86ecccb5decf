from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwt import PyJWS

from kiosk.problem import Problem
from kiosk.sync import receipts, tokens
from kiosk.sync.canonical import canonical
from kiosk.sync.keys import KeyRing
from kiosk.sync.receipts import Receipt, Signer

ID, DIGEST = "019c2b7e-6f00-7abc-8def-0123456789ab", "ab" * 32
Verify = Callable[..., Receipt]


def _receipt(**changes: Any) -> Receipt:
    usual: dict[str, Any] = {
        "stage": "accepted",
        "id": ID,
        "digest": DIGEST,
        "by": "hub",
        "epoch": "e1",
        "seq": 7,
        "at": "2026-11-22T03:04:05.678Z",
        "blobs": ("cd" * 32,),
    }
    return Receipt(**(usual | changes))


@pytest.fixture(scope="module")
def verify(hub: KeyRing, node: KeyRing) -> Verify:
    signers = {
        hub.signing.id: Signer("hub", "hub", hub.signing.public),
        node.signing.id: Signer("kiosk-1", "node", node.signing.public),
    }

    def _verify(token: str, stage: Any = "accepted", id: str = ID, digest: str = DIGEST) -> Receipt:
        return receipts.verify(token, signers, stage=stage, id=id, digest=digest)

    return _verify


def test_the_hubs_acceptance_holds(hub: KeyRing, verify: Verify) -> None:
    assert verify(receipts.sign(_receipt(), hub.signing)) == _receipt()


def test_a_node_may_say_received_and_never_accepted(node: KeyRing, verify: Verify) -> None:
    received = _receipt(stage="received", by="kiosk-1")
    assert verify(receipts.sign(received, node.signing), "received") == received
    with pytest.raises(Problem, match=r"sync\.receipt_mismatch") as raised:
        verify(receipts.sign(_receipt(by="kiosk-1"), node.signing))
    assert raised.value.params == {"field": "role"}


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("stage", {"stage": "received"}),
        ("id", {"id": "019c2b7e-6f00-7abc-8def-000000000000"}),
        ("digest", {"digest": "ff" * 32}),
    ],
)
def test_a_receipt_for_something_else_settles_nothing(
    hub: KeyRing, verify: Verify, field: str, asked: dict[str, str]
) -> None:
    with pytest.raises(Problem, match=r"sync\.receipt_mismatch") as raised:
        verify(receipts.sign(_receipt(), hub.signing), **asked)
    assert raised.value.params == {"field": field}


def test_nobody_signs_in_anothers_name(hub: KeyRing, verify: Verify) -> None:
    with pytest.raises(Problem, match=r"sync\.receipt_mismatch"):
        verify(receipts.sign(_receipt(by="kiosk-1"), hub.signing))


def test_a_key_we_never_met_is_named(hub: KeyRing) -> None:
    token = receipts.sign(_receipt(), hub.signing)
    with pytest.raises(Problem, match=r"sync\.unknown_signer") as raised:
        receipts.verify(token, {}, stage="accepted", id=ID, digest=DIGEST)
    assert raised.value.params == {"key": hub.signing.id}


def test_a_signature_by_another_key_under_the_hubs_id_does_not_hold(
    hub: KeyRing, node: KeyRing, verify: Verify
) -> None:
    headers = {"typ": receipts.TYP, "kid": hub.signing.id}
    payload = canonical(msgspec.to_builtins(_receipt()))
    forged = PyJWS().encode(payload, node.signing.private, algorithm="ES256", headers=headers)
    with pytest.raises(Problem, match=r"sync\.wrong_signature"):
        verify(forged)


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", "x" * 32)])
def test_no_other_algorithm_is_taken(
    hub: KeyRing, verify: Verify, algorithm: str, key: Any
) -> None:
    headers = {"typ": receipts.TYP, "kid": hub.signing.id}
    payload = canonical(msgspec.to_builtins(_receipt()))
    forged = PyJWS().encode(payload, key, algorithm=algorithm, headers=headers)
    with pytest.raises(Problem, match=r"sync\.malformed_token"):
        verify(forged)


def test_a_greeting_is_not_taken_for_a_receipt(hub: KeyRing, verify: Verify) -> None:
    greeting = tokens.sign("tramso-hello", msgspec.to_builtins(_receipt()), hub.signing)
    with pytest.raises(Problem, match=r"sync\.malformed_token"):
        verify(greeting)


@given(st.data())
def test_one_changed_character_anywhere_never_verifies(
    hub: KeyRing, verify: Verify, data: st.DataObject
) -> None:
    token = receipts.sign(_receipt(), hub.signing)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda letter: letter != token[at]))
    with pytest.raises(Problem, match=r"sync\.(malformed_token|wrong_signature|unknown_signer)"):
        verify(token[:at] + letter + token[at + 1 :])


@given(st.text() | st.text("abcXYZ019-_.=eyJ"))
def test_rubbish_is_only_ever_malformed(verify: Verify, token: str) -> None:
    with pytest.raises(Problem, match=r"sync\.malformed_token"):
        verify(token)


def test_a_payload_of_another_shape_or_spelling_is_malformed(hub: KeyRing, verify: Verify) -> None:
    extra = tokens.sign(receipts.TYP, {"stage": "accepted"}, hub.signing)
    headers = {"typ": receipts.TYP, "kid": hub.signing.id}
    spaced = PyJWS().encode(b'{"stage": 1}', hub.signing.private, "ES256", headers=headers)
    for token in (extra, spaced):
        with pytest.raises(Problem, match=r"sync\.malformed_token"):
            verify(token)


def test_a_receipt_that_nobody_could_read_is_not_signed(hub: KeyRing) -> None:
    for wrong in ({"seq": -1}, {"at": "today"}, {"by": "trạm 1"}, {"stage": "lost"}):
        with pytest.raises(Problem, match=r"sync\.malformed_token"):
            receipts.sign(_receipt(**wrong), hub.signing)
