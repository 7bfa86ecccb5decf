"""Browser and server agree: what the protocol's JavaScript twin makes Python opens, and back."""

import base64
import hashlib
import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli.twin import NoTwin, twin
from kiosk.sync import blobs, codes, drafts, envelope, ids
from kiosk.sync.canonical import NotCanonical, canonical, parse
from kiosk.sync.derive import hkdf
from kiosk.sync.header import header_value
from kiosk.sync.keys import Key, new_key, public_bytes, public_text
from tests.twin.device import Device

ID = "019c2b7e-6f00-7abc-8def-0123456789ab"

numbers = st.integers(-(2**53) - 9, 2**53 + 9) | st.floats(-1e9, 1e9) | st.floats(1e22, 1e300)
texts = st.text(st.characters(codec="utf-8") | st.sampled_from("\b\x7f\u2028\ud800\udfff😀"))
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts | st.just("__proto__"), inner),
    max_leaves=20,
)
typed = st.lists(
    st.sampled_from([*codes.ALPHABET, "346789ABCDEFGHJK", "9BWJY4B7WEF"])
    | st.characters(codec="utf-8")
    | st.sampled_from("-–—−‐﹣・ \t\n\x1c\x85\u200b\ufeff.ａ９ßıſ"),
    max_size=16,
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def device() -> Iterator[Device]:
    with twin() as started:
        yield Device(started)


@pytest.fixture(scope="module")
def hub() -> Key:
    return new_key("sealing", 0)


def header(hub: Key, **given: Any) -> dict[str, Any]:
    return {
        "id": ID, "kind": "submission", "flow": "khai-sinh", "flow_version": "2026.3",
        "pack": hashlib.sha256(b"pack").hexdigest(), "locale": "vi", "commune": "00070",
        "made_at": "2026-11-22T03:04:05.678Z", "assist": "none", "follow": "ab" * 32,
        "parent": None, "key": hub.id, "blobs": [],
    } | given  # fmt: skip


def plaintext(**given: Any) -> dict[str, Any]:
    return {
        "k": bytes(range(32)), "answers": {"ho_ten": "Nguyễn Thị Lan 𠀋", "so_con": 2},
        "contact": {"phone": "0912345678"}, "blobs": [],
    } | given  # fmt: skip


def made(device: Device, hub: Key, head: dict[str, Any], inside: dict[str, Any]) -> Any:
    return device.one("make", head, inside, public_bytes(hub.public), module="envelope")


def test_an_envelope_made_in_the_browser_opens_at_the_hub(device: Device, hub: Key) -> None:
    refs = [{"slot": slot, "sha256": "cd" * 32, "size": 20} for slot in (0, 3)]
    told = [
        {"slot": slot, "field": "anh", "type": "image/jpeg", "name": "a.jpg"} for slot in (0, 3)
    ]
    head, inside = header(hub, blobs=refs), plaintext(blobs=told)
    got = made(device, hub, head, inside)
    read = envelope.read(got["body"])
    opened = envelope.open(read, {hub.id: hub.private})
    assert read.digest == got["digest"]
    assert canonical(header_value(read.header)) == canonical({"v": 1, **head})
    assert (opened.k, opened.answers, opened.contact) == tuple(
        inside[name] for name in ("k", "answers", "contact")
    )
    assert [(blob.slot, blob.field) for blob in opened.blobs] == [(0, "anh"), (3, "anh")]
    assert made(device, hub, head, inside)["body"] != got["body"]


def test_a_supplement_made_in_the_browser_carries_secret_and_steps(
    device: Device, hub: Key
) -> None:
    head = header(hub, kind="supplement", follow=None, parent=ID)
    got = made(device, hub, head, plaintext(secret="S" * 24, steps=["con-ten"]))
    opened = envelope.open(envelope.read(got["body"]), {hub.id: hub.private})
    assert (opened.secret, opened.steps) == ("S" * 24, ("con-ten",))


@pytest.mark.parametrize(
    ("head", "inside", "code"),
    [
        ({"kind": "withdrawal"}, {}, "sync.malformed_envelope"),
        ({"follow": None}, {}, "sync.malformed_envelope"),
        ({"made_at": "2026-02-30T00:00:00.000Z"}, {}, "sync.malformed_envelope"),
        ({"made_at": "0000-02-28T00:00:00.000Z"}, {}, "sync.malformed_envelope"),
        ({"made_at": "2026-11-22T24:00:00.000Z"}, {}, "sync.malformed_envelope"),
        ({"more": 1}, {}, "sync.malformed_envelope"),
        ({"commune": "00070\n"}, {}, "sync.malformed_envelope"),
        ({"v": "1"}, {}, "sync.malformed_envelope"),
        ({}, {"answers": {"a": "a" * 200_000}}, "sync.envelope_too_large"),
    ],
)
def test_what_a_hub_would_refuse_is_never_made(
    device: Device, hub: Key, head: dict[str, Any], inside: dict[str, Any], code: str
) -> None:
    assert made(device, hub, header(hub, **head), plaintext(**inside)) == code


def test_parts_that_contradict_each_other_are_a_mistake_of_ours(device: Device, hub: Key) -> None:
    ref = {"slot": 0, "sha256": "cd" * 32, "size": 20}
    acting = {"kind": "rating", "follow": None, "parent": ID}
    for head in ({"key": "ab" * 16}, {"blobs": [ref]}, acting):
        with pytest.raises(NoTwin):
            made(device, hub, header(hub, **head), plaintext())


def test_a_key_that_is_none_is_not_sealed_to(device: Device, hub: Key) -> None:
    point = public_bytes(hub.public)
    for wrong in (b"", point[:-1], b"\x02" + point[1:33], b"\x04" + bytes(64)):
        assert device.one("importPublic", wrong, "ECDH", [], module="keys") == "sync.malformed_key"
    assert device.one("readPublic", public_text(hub.public) + "\n", module="keys") == (
        "sync.malformed_key"
    )


def test_a_file_sealed_here_opens_there(device: Device) -> None:
    k, photo = bytes(range(32)), bytes(range(256)) * 2000
    ours = blobs.seal_blob(k, 7, photo)
    theirs = device.one("sealBlob", k, 7, photo, module="blobs")
    assert theirs == {"name": ours.name, "ciphertext": ours.ciphertext}
    assert blobs.open_blob(k, 7, theirs["ciphertext"]) == photo
    assert device.one("openBlob", k, 7, ours.ciphertext, module="blobs") == photo


def test_a_draft_sealed_here_opens_there(device: Device) -> None:
    key, text = drafts.new_draft_key(), "Đặng Quốc".encode()
    ours, theirs = drafts.seal_draft(key, ID, text), device.one("sealDraft", key, ID, text)
    assert device.one("openDraft", key, ID, ours) == text
    assert drafts.open_draft(key, ID, theirs) == text
    for sealed in (b"", ours[:11], ours[:27], ours[:-1]):
        assert device.one("openDraft", key, ID, sealed) == "sync.draft_not_to_be_opened"


def test_a_key_wrapped_here_is_unwrapped_there(device: Device) -> None:
    key, code = drafts.new_draft_key(), codes.new_resume_code()
    theirs = device.one("wrap", key, ID, code, module="drafts")
    assert drafts.unwrap(theirs, ID, code) == key
    ours = drafts.wrap(key, ID, code)
    assert device.one("unwrap", ours, ID, code, module="drafts") == key
    for id, typed in ((ID, codes.new_resume_code()), ("another", code)):
        got = device.one("unwrap", ours, id, typed, module="drafts")
        assert got == "sync.wrong_resume_code"
    assert device.one("locator", code, module="drafts") == drafts.locator(code)


def test_a_password_is_stretched_as_pbkdf2_does(device: Device) -> None:
    """Whichever way an accent was typed."""
    password, salt = "mẹ gà con vịt", bytes(range(16))
    ours = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)
    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, password)
        assert base64.b64decode(device.one("stretched", typed, salt, module="password")) == ours


def test_a_browsers_key_can_be_read_by_no_script(device: Device) -> None:
    code = device.one("newResumeCode", module="codes")
    got = device.one("lock", ID, code, b"answers")
    assert got["opened"] == b"answers"
    assert got["extractable"] is False
    assert (
        drafts.open_draft(drafts.unwrap(got["wrapped"], ID, code), ID, got["sealed"]) == b"answers"
    )


def test_codes_drawn_there_are_codes_here(device: Device) -> None:
    resume = device.all("newResumeCode", *[()] * 50, module="codes")
    secrets = device.all("newSecret", *[()] * 50, module="codes")
    assert len({*resume, *secrets}) == 100
    assert [codes.normalise_resume(code) for code in resume] == resume
    assert [codes.normalise_secret(secret) for secret in secrets] == secrets


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_ids(device: Device, now: int, noise: bytes) -> None:
    assert device.one("uuid7", now, noise, module="ids") == ids.uuid7(now, noise)
    assert ids.is_uuid7(device.one("uuid7", now, module="ids"))


@given(st.binary(max_size=100), st.binary(max_size=40))
def test_derived_keys(device: Device, key: bytes, info: bytes) -> None:
    assert device.one("hkdf", key, info, module="derive") == hkdf(key, info)


@given(values)
def test_canonical_json_is_spelt_alike(device: Device, value: Any) -> None:
    try:
        ours = canonical(value).decode()
    except NotCanonical:
        ours = "not canonical"
    assert device.one("respell", json.dumps(value)) == ours


@given(st.binary(max_size=20) | values.map(lambda value: json.dumps(value).encode()))
def test_another_spelling_is_refused_alike(device: Device, data: bytes) -> None:
    agree(device, data)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"1.0", b"-0", b'"\\u0041"', b'{"a":1}\n',
        b"\xef\xbb\xbf{}", b"NaN", b"[Infinity]", b"9007199254740993", b"1e+21", b"1e400",
        b"100000000000000000000", b'"\\ud800"', b"\xff", b"", b"[" * 100_000 + b"]" * 100_000,
        b'{"__proto__":{"a":1}}', b"9007199254740991", b"1e-7", b"0.000001", b"5e-324",
    ],
)  # fmt: skip
def test_these_spellings_too(device: Device, data: bytes) -> None:
    agree(device, data)


def agree(device: Device, data: bytes) -> None:
    try:
        ours = parse(data)
    except NotCanonical:
        ours = "not canonical"
    assert device.one("parse", data, module="canonical") == ours


@given(typed)
def test_what_is_typed_is_understood_alike(device: Device, typed: str) -> None:
    asked = {"normalise": codes.normalise, "normaliseResume": codes.normalise_resume,
             "normaliseSecret": codes.normalise_secret}  # fmt: skip
    for name, ours in asked.items():
        assert device.one(name, typed, module="codes") == ours(typed)


def test_every_gap_is_a_gap_to_both(device: Device) -> None:
    """Each letter of the first plane, in the middle of a code; a younger Unicode adds to others."""
    letters = [chr(at) for at in range(0x10000) if not 0xD800 <= at < 0xE000]
    typed = [f"9BWJY4{letter}B7WEFF" for letter in letters]
    got = device.all("normalise", *((one,) for one in typed), module="codes")
    ours = [codes.normalise(one) for one in typed]
    assert [hex(ord(one)) for one, a, b in zip(letters, got, ours, strict=True) if a != b] == []
