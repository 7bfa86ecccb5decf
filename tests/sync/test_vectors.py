"""The published vectors, run here as any other implementation would run them."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.problem import Problem
from kiosk.sync import (
    blobs,
    codes,
    drafts,
    enrolment,
    envelope,
    hello,
    receipts,
    requests,
    sealing,
    tokens,
)
from kiosk.sync.canonical import canonical
from kiosk.sync.derive import hkdf, purpose_key
from kiosk.sync.header import header_value
from kiosk.sync.keys import key_id, public_text, read_public
from kiosk.sync.plaintext import plaintext_bytes
from kiosk.sync.wire import from_base64

pytestmark = pytest.mark.vectors

FOLDER = Path(__file__).parent.parent / "vectors"
ENVELOPE, BLOBS, CODES, RECEIPTS, DRAFTS, HELLO, STATIONS = (
    json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    for name in ("envelope", "blobs", "codes", "receipts", "drafts", "hello", "stations")
)

Case = dict[str, Any]


@pytest.fixture(scope="module")
def ring() -> dict[str, ec.EllipticCurvePrivateKey]:
    return {key["id"]: _private(key["pkcs8"]) for key in ENVELOPE["keys"]["ring"]}


def test_the_keys_have_the_ids_they_say(ring: dict[str, ec.EllipticCurvePrivateKey]) -> None:
    for key in ENVELOPE["keys"]["ring"]:
        public = ring[key["id"]].public_key()
        assert (key_id(public), public_text(public)) == (key["id"], key["public"])


@pytest.mark.parametrize("case", ENVELOPE["open"], ids=lambda case: case["name"])
def test_envelopes_that_open(ring: dict[str, ec.EllipticCurvePrivateKey], case: Case) -> None:
    read = envelope.read(case["body"].encode())
    header = canonical(header_value(read.header))
    assert read.digest == case["digest"]
    assert header.decode() == case["header"]
    assert sealing.info(header).hex() == case["info"]
    assert plaintext_bytes(envelope.open(read, ring)).decode() == case["plaintext"]


@pytest.mark.parametrize("case", ENVELOPE["refuse"], ids=lambda case: case["name"])
def test_envelopes_that_are_refused(
    ring: dict[str, ec.EllipticCurvePrivateKey], case: Case
) -> None:
    with pytest.raises(Problem) as raised:
        envelope.open(envelope.read(case["body"].encode()), ring)
    assert raised.value.code == case["code"]


def test_canonical_spellings() -> None:
    for case in ENVELOPE["canonical"]["cases"]:
        assert canonical(case["value"]).decode() == case["text"]


def test_files() -> None:
    for case in BLOBS["cases"]:
        k, plain = bytes.fromhex(case["k"]), bytes.fromhex(case["plain"])
        blob = blobs.seal_blob(k, case["slot"], plain)
        assert blobs.blob_key(k, case["slot"]).hex() == case["key"]
        assert (blob.ciphertext.hex(), blob.name) == (case["ciphertext"], case["name"])
        assert blobs.open_blob(k, case["slot"], blob.ciphertext) == plain


@pytest.mark.parametrize("case", BLOBS["refuse"]["cases"], ids=lambda case: case["name"])
def test_files_that_do_not_open(case: Case) -> None:
    with pytest.raises(Problem, match=r"sync\.blob_not_to_be_opened"):
        blobs.open_blob(bytes.fromhex(case["k"]), case["slot"], bytes.fromhex(case["ciphertext"]))


def test_codes() -> None:
    assert CODES["alphabet"] == codes.ALPHABET
    for case in CODES["check"]["cases"]:
        assert codes.check_character(case["letters"]) == case["check"]
    for case in CODES["receipt"]["cases"]:
        assert codes.receipt_code(case["id"]) == case["code"]
        assert codes.shown(case["code"]) == case["shown"]
    for case in CODES["typed"]["cases"]:
        assert codes.normalise(case["typed"]) == case["code"]


def test_follow_secrets() -> None:
    for case in CODES["follow"]["cases"]:
        secret = codes.follow_secret(bytes.fromhex(case["draft_key"]), case["id"])
        assert (secret, codes.secret_hash(secret)) == (case["secret"], case["follow"])


@pytest.mark.parametrize("case", RECEIPTS["hold"], ids=lambda case: case["stage"])
def test_receipts_that_hold(case: Case) -> None:
    assert _verified(case) == receipts.Receipt(
        **{**case["receipt"], "blobs": tuple(case["receipt"]["blobs"])}
    )


@pytest.mark.parametrize("case", RECEIPTS["refuse"], ids=lambda case: case["name"])
def test_receipts_that_settle_nothing(case: Case) -> None:
    with pytest.raises(Problem) as raised:
        _verified(case)
    assert raised.value.code == case["code"]


@pytest.mark.parametrize("case", HELLO["hold"], ids=lambda case: case["name"])
def test_greetings_that_hold(case: Case) -> None:
    assert _greeting(case) == msgspec.convert(case["hello"], hello.Hello)


def test_a_first_greeting() -> None:
    for case in HELLO["first"]:
        met = hello.first(case["token"], HELLO["nonce"])
        assert met == msgspec.convert(case["hello"], hello.Hello)


@pytest.mark.parametrize("case", HELLO["refuse"], ids=lambda case: case["name"])
def test_greetings_that_are_no_network(case: Case) -> None:
    with pytest.raises(Problem) as raised:
        _greeting(case)
    assert raised.value.code == case["code"]


@pytest.mark.parametrize("case", STATIONS["enrolment"], ids=lambda case: case["code"])
def test_what_both_sides_make_of_a_one_time_code(case: Case) -> None:
    proof = enrolment.proof_key(case["code"])
    assert enrolment.locator_of(case["code"]) == case["locator"]
    assert proof.hex() == case["proof_key"]
    assert enrolment.node_proof(proof, case["public"], case["nonce"]) == case["node_proof"]
    assert enrolment.hub_proof(proof, case["station"], case["hello"]) == case["hub_proof"]


@pytest.mark.parametrize("case", STATIONS["requests"], ids=lambda case: case["name"])
def test_requests_of_a_station(case: Case) -> None:
    assert _request(case) == case["asked"]
    assert requests.claims(case["token"]) == msgspec.convert(case["asked"], requests.Asked)


@pytest.mark.parametrize("case", STATIONS["refuse"], ids=lambda case: case["name"])
def test_what_is_no_request(case: Case) -> None:
    with pytest.raises(Problem) as raised:
        _request(case)
    assert raised.value.code == case["code"]


def _request(case: Case) -> Any:
    key = read_public(STATIONS["key"]["public"])
    return tokens.verify(requests.TYP, case["token"], lambda _: key)


def test_drafts_and_resume_codes() -> None:
    for case in DRAFTS["drafts"]["cases"]:
        sealed = bytes.fromhex(case["sealed"])
        assert (
            drafts.open_draft(bytes.fromhex(case["key"]), case["id"], sealed).hex()
            == (case["plain"])
        )
    for case in DRAFTS["wraps"]["cases"]:
        wrapped = bytes.fromhex(case["wrapped"])
        assert hkdf(case["code"].encode(), b"wrap").hex() == case["wrapping_key"]
        assert drafts.unwrap(wrapped, case["id"], case["code"]).hex() == case["key"]
    for case in DRAFTS["locators"]["cases"]:
        assert drafts.locator(case["code"]) == case["locator"]
    for case in DRAFTS["resume_typed"]["cases"]:
        assert codes.normalise_resume(case["typed"]) == case["code"]


@pytest.mark.parametrize("case", DRAFTS["refuse"]["cases"], ids=lambda case: case["name"])
def test_drafts_that_do_not_open(case: Case) -> None:
    key, sealed = bytes.fromhex(case["key"]), bytes.fromhex(case["sealed"])
    with pytest.raises(Problem, match=r"sync\.draft_not_to_be_opened"):
        drafts.open_draft(key, case["id"], sealed)


def test_purpose_keys() -> None:
    for case in DRAFTS["purposes"]["cases"]:
        key = purpose_key(bytes.fromhex(case["secret"]), case["purpose"])
        assert key.hex() == case["key"]


def _greeting(case: Case) -> hello.Hello:
    known = {one["id"]: read_public(one["public"]) for one in case["known"]}
    return hello.verify(case["token"], known, HELLO["nonce"])


def _verified(case: Case) -> receipts.Receipt:
    signers = {
        signer["id"]: receipts.Signer(signer["by"], signer["role"], read_public(signer["public"]))
        for signer in RECEIPTS["signers"]
    }
    asked = {name: case[name] for name in ("stage", "id", "digest")}
    return receipts.verify(case["token"], signers, **asked)


def _private(pkcs8: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_der_private_key(from_base64(pkcs8), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key
