"""The protocol's vectors, replayed by its JavaScript twin."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.cli.twin import twin
from kiosk.sync.wire import from_base64
from tests.twin.device import Device

pytestmark = pytest.mark.vectors

FOLDER = Path(__file__).parents[1] / "vectors"
ENVELOPE, BLOBS, CODES, RECEIPTS, DRAFTS, HELLO = (
    json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    for name in ("envelope", "blobs", "codes", "receipts", "drafts", "hello")
)

Case = dict[str, Any]


@pytest.fixture(scope="module")
def device() -> Iterator[Device]:
    with twin() as started:
        yield Device(started)


def ring() -> dict[str, list[bytes]]:
    return {
        key["id"]: [from_base64(key["pkcs8"]), from_base64(key["public"])]
        for key in ENVELOPE["keys"]["ring"]
    }


def test_the_keys_have_the_ids_they_say(device: Device) -> None:
    for key in ENVELOPE["keys"]["ring"]:
        assert device.one("keyId", from_base64(key["public"]), module="keys") == key["id"]


@pytest.mark.parametrize("case", ENVELOPE["open"], ids=lambda case: case["name"])
def test_envelopes_that_open(device: Device, case: Case) -> None:
    assert device.one("openEnvelope", case["body"].encode(), ring()) == {
        "digest": case["digest"],
        "header": case["header"],
        "info": bytes.fromhex(case["info"]),
        "plaintext": case["plaintext"],
    }


@pytest.mark.parametrize("case", ENVELOPE["refuse"], ids=lambda case: case["name"])
def test_envelopes_that_are_refused(device: Device, case: Case) -> None:
    assert device.one("openEnvelope", case["body"].encode(), ring()) == case["code"]


def test_canonical_spellings(device: Device) -> None:
    for case in ENVELOPE["canonical"]["cases"]:
        assert device.one("respell", json.dumps(case["value"])) == case["text"]
        assert device.one("parse", case["text"].encode(), module="canonical") == case["value"]


def test_files(device: Device) -> None:
    for case in BLOBS["cases"]:
        k, plain = bytes.fromhex(case["k"]), bytes.fromhex(case["plain"])
        sealed = device.one("sealBlob", k, case["slot"], plain, module="blobs")
        assert device.one("blobKey", k, case["slot"], module="blobs").hex() == case["key"]
        assert sealed == {"name": case["name"], "ciphertext": bytes.fromhex(case["ciphertext"])}
        assert (
            device.one("openBlob", k, case["slot"], sealed["ciphertext"], module="blobs") == plain
        )


@pytest.mark.parametrize("case", BLOBS["refuse"]["cases"], ids=lambda case: case["name"])
def test_files_that_do_not_open(device: Device, case: Case) -> None:
    k, ciphertext = bytes.fromhex(case["k"]), bytes.fromhex(case["ciphertext"])
    opened = device.one("openBlob", k, case["slot"], ciphertext, module="blobs")
    assert opened == "sync.blob_not_to_be_opened"


@pytest.mark.parametrize(
    ("name", "cases", "given", "wanted"),
    [
        ("checkCharacter", CODES["check"]["cases"], "letters", "check"),
        ("receiptCode", CODES["receipt"]["cases"], "id", "code"),
        ("shown", CODES["receipt"]["cases"], "code", "shown"),
        ("normalise", CODES["typed"]["cases"], "typed", "code"),
        ("normaliseResume", DRAFTS["resume_typed"]["cases"], "typed", "code"),
        ("secretHash", CODES["follow"]["cases"], "secret", "follow"),
        ("normaliseSecret", CODES["follow"]["cases"], "secret", "secret"),
    ],
)
def test_codes(device: Device, name: str, cases: list[Case], given: str, wanted: str) -> None:
    got = device.all(name, *((case[given],) for case in cases), module="codes")
    assert got == [case[wanted] for case in cases]


def test_follow_secrets(device: Device) -> None:
    for case in CODES["follow"]["cases"]:
        key = bytes.fromhex(case["draft_key"])
        noise = device.one("hkdf", key, f"follow{case['id']}", module="derive")
        assert device.one("secretFrom", noise, module="codes") == case["secret"]


def verified(device: Device, case: Case) -> Any:
    asked = {name: case[name] for name in ("stage", "id", "digest")}
    return device.one("verifyReceipt", case["token"], RECEIPTS["signers"], asked)


@pytest.mark.parametrize("case", RECEIPTS["hold"], ids=lambda case: case["stage"])
def test_receipts_that_hold(device: Device, case: Case) -> None:
    assert verified(device, case) == case["receipt"]


@pytest.mark.parametrize("case", RECEIPTS["refuse"], ids=lambda case: case["name"])
def test_receipts_that_settle_nothing(device: Device, case: Case) -> None:
    assert verified(device, case) == case["code"]


def greeted(device: Device, case: Case) -> Any:
    return device.one("verifyHello", case["token"], case.get("known"), HELLO["nonce"])


@pytest.mark.parametrize("case", [*HELLO["hold"], *HELLO["first"]], ids=lambda case: case["name"])
def test_greetings_that_hold(device: Device, case: Case) -> None:
    got = greeted(device, case)
    assert {name: got[name] for name in case["hello"]} == case["hello"]


@pytest.mark.parametrize("case", HELLO["refuse"], ids=lambda case: case["name"])
def test_greetings_that_are_no_network(device: Device, case: Case) -> None:
    assert greeted(device, case) == case["code"]


def test_drafts_and_resume_codes(device: Device) -> None:
    for case in DRAFTS["drafts"]["cases"]:
        opened = device.one(
            "openDraft", bytes.fromhex(case["key"]), case["id"], bytes.fromhex(case["sealed"])
        )
        assert opened.hex() == case["plain"]
    for case in DRAFTS["wraps"]["cases"]:
        wrapped = bytes.fromhex(case["wrapped"])
        wrapping = device.one("hkdf", case["code"].encode(), "wrap", module="derive")
        assert wrapping.hex() == case["wrapping_key"]
        key = device.one("unwrap", wrapped, case["id"], case["code"], module="drafts")
        assert key.hex() == case["key"]
    for case in DRAFTS["locators"]["cases"]:
        assert device.one("locator", case["code"], module="drafts") == case["locator"]


@pytest.mark.parametrize("case", DRAFTS["refuse"]["cases"], ids=lambda case: case["name"])
def test_drafts_that_do_not_open(device: Device, case: Case) -> None:
    key, sealed = bytes.fromhex(case["key"]), bytes.fromhex(case["sealed"])
    assert device.one("openDraft", key, case["id"], sealed) == "sync.draft_not_to_be_opened"


def test_hpke_holds_the_vector_of_rfc_9180(device: Device) -> None:
    """Base mode, KEM 0x0010, KDF 1, AEAD 2, of the machine-readable vectors; A.3 has AEAD 1.

    The vector binds "Count-0", and we bind nothing: in GCM that changes the tag alone.
    """
    point = bytes.fromhex(
        "04c06b4f6bebc7bb495cb797ab753f911aff80aefb86fd8b6fcc35525f3ab5f03e"
        "0b21bd31a86c6048af3cb2d98e0d3bf01da5cc4c39ff5370d331a4f1f7d5a4e0"
    )
    secret = bytes.fromhex("90345e3a1d116c1dd39ae76d95ab858c142223a63e44f8f85318cfa91a84858e")
    recipient = bytes.fromhex(
        "04abc7e49a4c6b3566d77d0304addc6ed0e98512ffccf505e6a8e3eb25c685136f"
        "853148544876de76c0f2ef99cdc3a05ccf5ded7860c7c021238f9e2073d2356c"
    )
    key = bytes.fromhex("ee16802a936d5f544771131900ee6973d0551de9e852ece2ef34bf0d5f9e1d1d")
    nonce = bytes.fromhex("9bc50980832a7b4b58c40161")
    ct = bytes.fromhex("58c61a45059d0c5704560e9d88b564a8b63f1364b8d1fcb3c4c6ddc1d2")
    tag = bytes.fromhex("91742465e902cd216f8908da49f8f96f")
    text = b"Beauty is truth, truth beauty"
    sealed = device.one("hpke", {
        "hub": recipient, "info": b"Ode on a Grecian Urn", "plaintext": text,
        "ephemeral": [secret, point],
    })  # fmt: skip
    assert sealed[:-16] == point + ct
    assert sealed == point + AESGCM(key).encrypt(nonce, text, None)
    assert AESGCM(key).decrypt(nonce, ct + tag, b"Count-0") == text
