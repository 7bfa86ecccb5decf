"""What can be asked about drafts."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Row, bindparam, func, select

from kiosk.flow.tables import StepFigure, StoredDraft
from kiosk.store.lean import Lean


class DraftRow(NamedTuple):
    """One draft as it is stored."""

    id: str
    edition: str
    sealed: bytes
    expires_at: int
    code: str | None


COLUMNS = (
    StoredDraft.id,
    StoredDraft.edition,
    StoredDraft.sealed,
    StoredDraft.expires_at,
    StoredDraft.code,
)
BY_ID = select(*COLUMNS).where(StoredDraft.id == bindparam("id"))
# Every step page runs one of these.
DRAFT, DRAFT_TO_CHANGE = Lean(BY_ID), Lean(BY_ID.with_for_update())
BY_CODE = select(*COLUMNS).where(StoredDraft.code == bindparam("code"))


def draft_by_id(db: Connection, id: str) -> DraftRow | None:
    row = DRAFT.one(db, id=id)
    return DraftRow(*row) if row else None


def draft_to_change(db: Connection, id: str) -> DraftRow | None:
    """The same, locked until the transaction ends where the database locks rows."""
    row = DRAFT_TO_CHANGE.one(db, id=id)
    return DraftRow(*row) if row else None


def drafts_by_code(db: Connection, code: str) -> Sequence[DraftRow]:
    return [DraftRow(*row) for row in db.execute(BY_CODE, {"code": code})]


def drafts_among(db: Connection, ids: Sequence[str]) -> set[str]:
    return set(db.scalars(select(StoredDraft.id).where(StoredDraft.id.in_(ids))))


def wrapped_by_locator(db: Connection, locator: str, now: int) -> tuple[str, bytes] | None:
    row = db.execute(
        select(StoredDraft.id, StoredDraft.wrapped).where(
            StoredDraft.locator == locator, StoredDraft.expires_at > now
        )
    ).one_or_none()
    return (row.id, row.wrapped) if row and row.wrapped else None


def step_figures(
    db: Connection, commune: str, since: str, until: str
) -> Sequence[Row[str, str, str, str, int]]:
    """`flow`, `version`, `step`, `kind` and how often, from the day `since` to before `until`."""
    named = (StepFigure.flow, StepFigure.version, StepFigure.step, StepFigure.kind)
    return db.execute(
        select(*named, func.sum(StepFigure.count))
        .where(StepFigure.commune == commune, StepFigure.day >= since, StepFigure.day < until)
        .group_by(*named)
    ).all()
