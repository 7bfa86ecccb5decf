import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from kiosk.problem import Problem
from kiosk.sync import envelope
from kiosk.sync.canonical import canonical, digest, parse
from kiosk.sync.envelope import BlobRef, Header, PlainBlob, Plaintext
from kiosk.sync.header import header_value, read_header
from kiosk.sync.keys import CURVE, KeyRing
from kiosk.sync.plaintext import plaintext_bytes, read_plaintext
from kiosk.sync.sealing import seal
from kiosk.sync.wire import to_base64

Build = Callable[..., Any]

vietnamese = st.text("aăâeêioôơuưyđĐàảãáạằẳẵắặềểễếệ ỹ𠀋'\"\\\n", max_size=30)
answers = st.dictionaries(
    vietnamese,
    st.none() | st.booleans() | st.integers(0, 10**12) | vietnamese | st.lists(vietnamese),
    max_size=6,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("header"), inner),
)


@given(answers=answers)
def test_what_lan_wrote_comes_out_at_the_hub(
    hub: KeyRing, header: Build, plaintext: Build, answers: dict[str, Any]
) -> None:
    written = plaintext(answers=answers)
    body = envelope.make(header(), written, hub.sealing.public)
    assert envelope.open(envelope.read(body), hub.openers) == written


def test_the_body_is_kept_byte_for_byte(lans_envelope: bytes) -> None:
    read = envelope.read(lans_envelope)
    assert read.body == lans_envelope == canonical(parse(lans_envelope))
    assert read.digest == digest(lans_envelope)
    assert read.id == read.header.id


def test_sealing_again_gives_another_digest(hub: KeyRing, header: Build, plaintext: Build) -> None:
    first, second = (envelope.make(header(), plaintext(), hub.sealing.public) for _ in range(2))
    assert digest(first) != digest(second)


def test_nothing_of_the_answers_shows_outside_the_seal(lans_envelope: bytes) -> None:
    for told in ("Lan", "0912345678", "jpeg", "chung_sinh"):
        assert told.encode() not in lans_envelope


@given(data=st.data())
def test_one_changed_byte_anywhere_never_opens(
    hub: KeyRing, lans_envelope: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(lans_envelope) - 1))
    changed = bytearray(lans_envelope)
    changed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Problem):
        envelope.open(envelope.read(bytes(changed)), hub.openers)


def test_every_byte_of_the_seal_counts(hub: KeyRing, lans_envelope: bytes) -> None:
    read = envelope.read(lans_envelope)
    for at in range(len(read.sealed)):
        sealed = bytearray(read.sealed)
        sealed[at] ^= 1
        with pytest.raises(Problem, match=r"sync\.not_to_be_opened"):
            envelope.open(envelope.Envelope(read.header, bytes(sealed), b""), hub.openers)


@pytest.mark.parametrize(
    "change",
    [
        {"commune": "00073"},
        {"assist": "typed"},
        {"follow": "00" * 32},
        {"blobs": ()},
        {"made_at": "2026-11-22T03:04:05.679Z"},
    ],
)
def test_a_header_changed_on_the_way_does_not_open(
    hub: KeyRing, lans_envelope: bytes, change: dict[str, Any]
) -> None:
    read = envelope.read(lans_envelope)
    header = msgspec.structs.replace(read.header, **change)
    with pytest.raises(Problem, match=r"sync\.not_to_be_opened"):
        envelope.open(envelope.Envelope(header, read.sealed, b""), hub.openers)


@given(st.binary() | json_values.map(lambda value: json.dumps(value).encode()))
def test_rubbish_is_only_ever_malformed(body: bytes) -> None:
    with pytest.raises(Problem, match=r"sync\.malformed_envelope"):
        envelope.read(body)


@given(json_values, json_values)
def test_rubbish_in_the_right_frame_is_only_ever_malformed(header: Any, sealed: Any) -> None:
    body = json.dumps({"header": header, "sealed": sealed}, separators=(",", ":")).encode()
    with pytest.raises(Problem, match=r"sync\.malformed_envelope"):
        envelope.read(body)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("v", 2),
        ("v", True),
        ("id", "019C2B7E-6F00-7ABC-8DEF-0123456789AB"),
        ("id", "019c2b7e-6f00-4abc-8def-0123456789ab"),
        ("id", "019c2b7e-6f00-7abc-8def-0123456789ab\n"),
        ("kind", "Submission"),
        ("kind", "supplement"),
        ("flow", "../khai-sinh"),
        ("pack", "AB" * 32),
        ("locale", "vi_VN"),
        ("commune", "70"),
        ("commune", "٠٠٠٧٠"),
        ("made_at", "2026-11-22T03:04:05Z"),
        ("made_at", "2026-02-30T03:04:05.678Z"),
        ("made_at", "2026-11-22T25:04:05.678Z"),
        ("assist", "some"),
        ("follow", None),
        ("follow", "cd"),
        ("parent", "019c2b7e-6f00-7abc-8def-0123456789ab"),
        ("key", "z" * 32),
        ("blobs", [{"slot": 0, "sha256": "ef" * 32}]),
        ("blobs", [{"slot": 0, "sha256": "ef" * 32, "size": 15}]),
        ("blobs", [{"slot": 0, "sha256": "ef" * 32, "size": 99, "name": "cccd.jpg"}]),
        ("blobs", [{"slot": s, "sha256": "ef" * 32, "size": 99} for s in (1, 0)]),
        ("blobs", [{"slot": 0, "sha256": "ef" * 32, "size": 99}] * 2),
        ("blobs", [{"slot": s, "sha256": "ef" * 32, "size": 99} for s in range(65)]),
        ("note", "more than the protocol knows"),
    ],
)
def test_a_header_is_read_strictly(header: Build, name: str, value: object) -> None:
    with pytest.raises(Problem, match=r"sync\.malformed_envelope"):
        read_header(header_value(header()) | {name: value})


@pytest.mark.parametrize("name", Header.__struct_fields__)
def test_every_key_of_a_header_is_written(header: Build, name: str) -> None:
    value = header_value(header())
    del value[name]
    with pytest.raises(Problem, match=r"sync\.malformed_envelope"):
        read_header(value)


@pytest.mark.parametrize("kind", sorted(envelope.ACTING))
def test_a_kind_that_acts_on_a_dossier_names_it_and_carries_its_secret(
    hub: KeyRing, header: Build, plaintext: Build, kind: str
) -> None:
    acting = header(kind=kind, parent=header().id, follow=None)
    sealed = plaintext(secret="3" * 24, steps=("con-ten",))
    body = envelope.make(acting, sealed, hub.sealing.public)
    assert envelope.open(envelope.read(body), hub.openers) == sealed
    with pytest.raises(ValueError, match="follow secret"):
        envelope.make(acting, plaintext(), hub.sealing.public)


def test_parts_that_contradict_each_other_make_no_envelope(
    hub: KeyRing, header: Build, plaintext: Build
) -> None:
    photo = PlainBlob(1, "anh", "image/jpeg", "a.jpg")
    with pytest.raises(ValueError, match="another key"):
        envelope.make(header(), plaintext(), ec.generate_private_key(CURVE).public_key())
    declared = header(blobs=(BlobRef(0, "ef" * 32, 99),))
    with pytest.raises(ValueError, match="different blobs"):
        envelope.make(declared, plaintext(blobs=(photo,)), hub.sealing.public)


def test_too_large_is_said_before_anything_is_parsed(
    hub: KeyRing, header: Build, plaintext: Build
) -> None:
    with pytest.raises(Problem, match=r"sync\.envelope_too_large"):
        envelope.read(b"[" * (envelope.MAX_ENVELOPE_BYTES + 1))
    long = plaintext(answers={"ly_do": "ế" * envelope.MAX_ENVELOPE_BYTES})
    with pytest.raises(Problem, match=r"sync\.envelope_too_large"):
        envelope.make(header(), long, hub.sealing.public)


def test_a_key_nobody_has_is_named(lans_envelope: bytes) -> None:
    read = envelope.read(lans_envelope)
    with pytest.raises(Problem, match=r"sync\.unknown_key") as raised:
        envelope.open(read, {})
    assert raised.value.params == {"key": read.header.key}


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"[]",
        b'{"k":"AAAA","answers":{},"contact":{},"blobs":[]}',
        b'{"k":"!","answers":{},"contact":{},"blobs":[]}',
        b'{"k":"' + b"A" * 43 + b'=","answers":[],"contact":{},"blobs":[]}',
        b'{"answers":{},"contact":{},"blobs":[]}',
    ],
)
def test_a_seal_around_something_else_is_a_named_problem(
    hub: KeyRing, header: Build, plain: bytes
) -> None:
    value = header_value(header())
    sealed = to_base64(seal(plain, canonical(value), hub.sealing.public))
    read = envelope.read(canonical({"header": value, "sealed": sealed}))
    with pytest.raises(Problem, match=r"sync\.malformed_plaintext"):
        envelope.open(read, hub.openers)


def test_what_a_later_version_seals_besides_does_not_hinder_us(plaintext: Build) -> None:
    value = json.loads(plaintext_bytes(plaintext())) | {"mood": "glad"}
    assert read_plaintext(json.dumps(value, indent=2).encode()) == plaintext()


def test_secrets_do_not_show_when_a_plaintext_is_printed(plaintext: Build) -> None:
    shown = repr(plaintext(secret="3" * 24))
    assert shown == repr(Plaintext(b"", {}, {}))
