"""Staff, their sessions, and the audit trail."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store import Base


class StaffRow(Base):
    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    commune: Mapped[str]
    password_hash: Mapped[str]
    must_change: Mapped[bool]
    created_at: Mapped[int]
    disabled_at: Mapped[int | None]


class SessionRow(Base):
    """Somebody signed in on one browser. The token itself stands only in that browser's cookie."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    created_at: Mapped[int]
    seen_at: Mapped[int]
    expires_at: Mapped[int]


class AuditRow(Base):
    """Who did what, when. Triggers, made by the migration, refuse every change of a row."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_dossier_id_seq", "dossier_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[int]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str]
    dossier_id: Mapped[str | None]
    # Of the person at that moment: people move between communes, the trail does not.
    commune: Mapped[str]
