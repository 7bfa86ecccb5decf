"""Lan's declaration of birth, as the protocol's tests hand it in again and again."""

from collections.abc import Callable

import pytest

from kiosk.sync.envelope import BlobRef, Header, PlainBlob, Plaintext, make
from kiosk.sync.keys import KeyRing, key_ring, new_key

LAN_ID = "019c2b7e-6f00-7abc-8def-0123456789ab"


@pytest.fixture(scope="session")
def hub() -> KeyRing:
    return key_ring([new_key("sealing", 1), new_key("signing", 1)])


@pytest.fixture(scope="session")
def node() -> KeyRing:
    return key_ring([new_key("signing", 1)])


@pytest.fixture(scope="session")
def header(hub: KeyRing) -> Callable[..., Header]:
    def _header(**changes: object) -> Header:
        usual: dict[str, object] = {
            "id": LAN_ID,
            "kind": "submission",
            "flow": "khai-sinh",
            "flow_version": "2026.3",
            "pack": "ab" * 32,
            "locale": "vi",
            "commune": "00070",
            "made_at": "2026-11-22T03:04:05.678Z",
            "assist": "none",
            "follow": "cd" * 32,
            "parent": None,
            "key": hub.sealing.id,
            "blobs": (),
        }
        return Header(**(usual | changes))  # type: ignore[arg-type]

    return _header


@pytest.fixture(scope="session")
def plaintext() -> Callable[..., Plaintext]:
    def _plaintext(**changes: object) -> Plaintext:
        usual: dict[str, object] = {
            "k": bytes(range(32)),
            "answers": {"ho_ten": "Nguyễn Thị Lan", "co_giay": True},
            "contact": {"phone": "0912345678"},
        }
        return Plaintext(**(usual | changes))  # type: ignore[arg-type]

    return _plaintext


@pytest.fixture(scope="session")
def lans_envelope(
    hub: KeyRing, header: Callable[..., Header], plaintext: Callable[..., Plaintext]
) -> bytes:
    declared = header(blobs=(BlobRef(0, "ef" * 32, 1000),))
    photo = PlainBlob(0, "giay_chung_sinh", "image/jpeg", "giấy chứng sinh.jpg")
    return make(declared, plaintext(blobs=(photo,)), hub.sealing.public)
