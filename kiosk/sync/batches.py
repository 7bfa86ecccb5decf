"""Batches: what a device hands over without a seal, because it says nothing of a person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection

from kiosk.sync.canonical import digest
from kiosk.sync.inbox import Inbox, Receipts, put_row, receipts_of, sign_stage


@dataclass(frozen=True)
class Batch:
    """`body` is the document as its device made it, byte for byte."""

    id: str
    kind: str
    commune: str
    body: bytes = field(repr=False)

    @cached_property
    def digest(self) -> str:
        return digest(self.body)


class TakenBatch(NamedTuple):
    is_new: bool
    digest: str
    receipts: Receipts


def receive_batch(
    db: Connection, inbox: Inbox, batch: Batch, now: datetime, act: Callable[[Connection], None]
) -> TakenBatch:
    """Acts on a batch, once, and signs its receipts, or knows it again. A hub has no more use for
    its bytes then; a node keeps them for the hub. Raises `sync.other_digest`."""
    body = b"" if inbox.is_hub else batch.body
    seq = put_row(db, inbox, batch, now, kind=batch.kind, commune=batch.commune, body=body)
    if seq is not None:
        act(db)
        sign_stage(db, inbox, batch, "received", seq, now)
        if inbox.is_hub:
            sign_stage(db, inbox, batch, "accepted", seq, now)
    return TakenBatch(seq is not None, batch.digest, receipts_of(db, batch.id))
