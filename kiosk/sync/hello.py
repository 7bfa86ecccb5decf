"""The greeting: who this node is and which keys it has, signed over the asker's own nonce.

What does not verify is no network, whatever its status: a captive portal says 200 too.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta, Struct

from kiosk.problem import Problem
from kiosk.sync import tokens
from kiosk.sync.canonical import Value
from kiosk.sync.inbox import Inbox
from kiosk.sync.keys import Key, key_id, public_text, read_public
from kiosk.sync.problems import hello_mismatch, malformed_token, unknown_signer
from kiosk.sync.receipts import Role, Signer
from kiosk.sync.wire import Instant, KeyId, Name, instant, moment

TYP = "tramso-hello"

Nonce = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{16,128}\Z")]


class SealingKey(Struct, frozen=True, forbid_unknown_fields=True):
    """What envelopes are sealed to now."""

    id: KeyId
    public: str


class SigningKey(Struct, frozen=True, forbid_unknown_fields=True):
    """One that receipts may be signed with, whose it is and what its owner may promise."""

    id: KeyId
    public: str
    by: Name
    role: Role


class Hello(Struct, frozen=True, kw_only=True):
    """What is signed. `signing` has the keys of long ago too, since old receipts still hold; a
    reader ignores what it does not know. `piece` is the most bytes of a file in one request."""

    nonce: Nonce
    id: Name
    role: Role
    epoch: Name
    time: Instant
    sealing: SealingKey | None
    signing: tuple[SigningKey, ...]
    piece: Annotated[int, Meta(ge=1)]

    @property
    def signers(self) -> Mapping[str, Signer]:
        """For `receipts.verify`."""
        return {one.id: Signer(one.by, one.role, read_public(one.public)) for one in self.signing}


def greet(inbox: Inbox, epoch: str, nonce: str, now: datetime, piece: int, known: str = "") -> str:
    """The signed greeting. `known` is the id of a key that the asker has: if it was ever ours, the
    greeting is signed with it, and so the newer keys are vouched for by one already trusted."""
    sealing = inbox.sealing
    hello = Hello(
        nonce=nonce,
        id=inbox.name,
        role="hub" if inbox.is_hub else "node",
        epoch=epoch,
        time=instant(now),
        sealing=SealingKey(sealing.id, public_text(sealing.public)),
        signing=signing_of(inbox),
        piece=piece,
    )
    return tokens.sign(TYP, msgspec.to_builtins(hello), signed_by(inbox, known))


def signing_of(inbox: Inbox) -> tuple[SigningKey, ...]:
    """At a node its hub's too, so that what it passes on can be believed."""
    if inbox.upstream is not None:
        return tuple(
            SigningKey(one.id, one.public, one.by, one.role) for one in inbox.upstream.signing
        )
    own = inbox.ring.of("signing")
    return tuple(SigningKey(key.id, public_text(key.public), inbox.name, "hub") for key in own)


def signed_by(inbox: Inbox, known: str) -> Key:
    keys = inbox.ring.of("signing")
    return next((key for key in keys if key.id == known), inbox.signing)


def verify(token: str, known: Mapping[str, ec.EllipticCurvePublicKey], nonce: str) -> Hello:
    """The greeting, if a key that the asker knows signed it, over this nonce.

    Raises `sync.malformed_token`, `sync.wrong_signature`, `sync.unknown_signer`, or
    `sync.hello_mismatch` with the `field` that does not hold.
    """

    def key_of(id: str) -> ec.EllipticCurvePublicKey:
        if id not in known:
            raise unknown_signer(key=id)
        return known[id]

    hello = _read(tokens.verify(TYP, token, key_of))
    if hello.nonce != nonce:
        raise hello_mismatch(field="nonce")
    _check_keys(hello)
    return hello


def first(token: str, nonce: str) -> Hello:
    """The greeting of a node that the asker meets for the first time: it must hold under a key
    that it names itself. Pin these keys; from then on `verify`."""
    claimed = _read(tokens.claims(TYP, token))
    return verify(token, {one.id: read_public(one.public) for one in claimed.signing}, nonce)


def _check_keys(hello: Hello) -> None:
    named = {one.id: one.public for one in hello.signing}
    if hello.sealing:
        named[hello.sealing.id] = hello.sealing.public
    for id, public in named.items():
        try:
            is_right = key_id(read_public(public)) == id
        except Problem:
            is_right = False
        if not is_right:
            raise hello_mismatch(field="keys")


def _read(value: Value) -> Hello:
    try:
        hello = msgspec.convert(value, Hello)
        moment(hello.time)
    except (msgspec.ValidationError, ValueError) as error:
        raise malformed_token(why=str(error)) from error
    return hello
