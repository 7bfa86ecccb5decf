"""Finding a person's dossiers by an exact number. Stored are keyed hashes, never the number.

Whoever holds the database without the node's secret can neither read a number from it nor try
numbers against it.
"""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select

from kiosk.dossier.tables import Dossier, LookUp
from kiosk.engine.shapes import Field, Flow
from kiosk.sync.derive import purpose_key

Kind = Literal["person_id", "phone"]
KINDS: tuple[Kind, ...] = ("person_id", "phone")


@dataclass(frozen=True)
class LookUps:
    """`key` is of this purpose alone, and only the hub has it."""

    key: bytes = field(repr=False)

    @classmethod
    def under(cls, secret: bytes) -> "LookUps":
        return cls(purpose_key(secret, "look-up"))

    def mark(self, kind: Kind, value: str) -> str:
        """What is stored for a number as the field type writes it: digits only."""
        return hmac.digest(self.key, f"{kind}|{value}".encode(), "sha256").hex()

    def keep(self, db: Connection, dossier: str, flow: Flow, answers: Mapping[str, Any]) -> None:
        """Adds what the dossier does not have yet."""
        known = set(db.scalars(select(LookUp.mark).where(LookUp.dossier == dossier)))
        marks = {self.mark(kind, value) for kind, value in numbers(flow, answers)}
        for mark in sorted(marks - known):
            db.execute(insert(LookUp).values(dossier=dossier, mark=mark))

    def found(self, db: Connection, commune: str, kind: Kind, value: str) -> Sequence[str]:
        """Ids of a commune's dossiers that name this number, the latest first."""
        return db.scalars(
            select(LookUp.dossier)
            .join(Dossier, Dossier.id == LookUp.dossier)
            .where(LookUp.mark == self.mark(kind, value), Dossier.commune == commune)
            .order_by(Dossier.received_at.desc())
        ).all()


def forget(db: Connection, dossier: str) -> None:
    db.execute(delete(LookUp).where(LookUp.dossier == dossier))


def numbers(flow: Flow, answers: Mapping[str, Any]) -> Iterator[tuple[Kind, str]]:
    """The numbers of people among what was handed in, those of a group's members too."""
    for step in flow.steps:
        if step.group is None:
            yield from among(step.fields, answers)
            continue
        members = answers.get(step.adds[0])
        for member in members if isinstance(members, list) else ():
            yield from among(step.fields, member if isinstance(member, dict) else {})


def among(fields: Sequence[Field], answers: Mapping[str, Any]) -> Iterator[tuple[Kind, str]]:
    for one in fields:
        value = answers.get(one.id)
        for kind in KINDS:
            if one.type == kind and isinstance(value, str):
                yield kind, value
