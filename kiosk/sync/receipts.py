"""Receipts: `received` by whoever took an envelope, `accepted` by the hub that will act on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta, Struct

from kiosk.sync import tokens
from kiosk.sync.canonical import Value
from kiosk.sync.header import MAX_BLOBS
from kiosk.sync.keys import Key
from kiosk.sync.problems import malformed_token, receipt_mismatch, unknown_signer
from kiosk.sync.wire import Instant, Name, Sha256, Uuid7, moment

Stage = Literal["received", "accepted"]
Role = Literal["node", "hub"]

TYP = "tramso-receipt"
_MAY_SIGN: dict[Stage, frozenset[Role]] = {
    "received": frozenset({"node", "hub"}),
    "accepted": frozenset({"hub"}),
}


class Receipt(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is signed. `blobs` are the hashes of the files that the signer held at that moment."""

    stage: Stage
    id: Uuid7
    digest: Sha256
    by: Name
    epoch: Name
    seq: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    at: Instant
    blobs: Annotated[tuple[Sha256, ...], Meta(max_length=MAX_BLOBS)] = ()


@dataclass(frozen=True)
class Signer:
    """A public signing key, whose it is (`by`), and what its owner may promise."""

    by: str
    role: Role
    public: ec.EllipticCurvePublicKey


def sign(receipt: Receipt, key: Key) -> str:
    """The receipt as a compact JWS; store it, for a second call gives other bytes."""
    _read(msgspec.to_builtins(receipt))
    return tokens.sign(TYP, msgspec.to_builtins(receipt), key)


def verify(
    token: str, signers: Mapping[str, Signer], *, stage: Stage, id: str, digest: str
) -> Receipt:
    """The receipt, if it is this stage's, of this envelope, by a key that may say so.

    `signers` are the known keys by key id. Raises `sync.malformed_token`, `sync.wrong_signature`,
    `sync.unknown_signer`, or `sync.receipt_mismatch` with the `field` that differs.
    """
    signer = _known(signers, tokens.signer(TYP, token))
    receipt = _read(tokens.verify(TYP, token, lambda _: signer.public))
    if signer.role not in _MAY_SIGN[stage]:
        raise receipt_mismatch(field="role")
    wanted = {"stage": stage, "id": id, "digest": digest, "by": signer.by}
    for name, value in wanted.items():
        if getattr(receipt, name) != value:
            raise receipt_mismatch(field=name)
    return receipt


def _known(signers: Mapping[str, Signer], key_id: str) -> Signer:
    if key_id not in signers:
        raise unknown_signer(key=key_id)
    return signers[key_id]


def _read(value: Value) -> Receipt:
    try:
        receipt = msgspec.convert(value, Receipt)
        moment(receipt.at)
    except (msgspec.ValidationError, ValueError) as error:
        raise malformed_token(why=str(error)) from error
    return receipt
