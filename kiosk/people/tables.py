"""Staff, how they sign in, their sessions, and the audit trail."""

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
    """Somebody signed in on one browser. The token itself stands only in that browser's cookie;
    `id` is what a page may show."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    created_at: Mapped[int]
    seen_at: Mapped[int]
    expires_at: Mapped[int]
    id: Mapped[str] = mapped_column(unique=True)
    browser: Mapped[str]


class EntryRow(Base):
    """Somebody gave their password and still owes a code. It opens nothing."""

    __tablename__ = "staff_entry"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    expires_at: Mapped[int]


class TotpRow(Base):
    """The secret that a person's telephone counts codes from, sealed under the node's secret.

    It counts once it is confirmed. `last_step`: the newest one used, or -1.
    """

    __tablename__ = "staff_totp"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    sealed: Mapped[bytes]
    made_at: Mapped[int]
    confirmed_at: Mapped[int | None]
    last_step: Mapped[int]


class RecoveryRow(Base):
    """A recovery code that was not used yet."""

    __tablename__ = "staff_recovery"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)


class DeviceRow(Base):
    """A browser on which this person has signed in before; several people may share one."""

    __tablename__ = "staff_device"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    seen_at: Mapped[int]


class CountRow(Base):
    """Tries for a login, whether there is such a login or not.

    `place` is "" for strangers' browsers, a known browser's hash, or "own" for somebody who is
    signed in. `ends_at`: when the tries, or the lock that they led to, stop to count.
    """

    __tablename__ = "sign_in_count"
    __table_args__ = (Index("ix_sign_in_count_forget_at", "forget_at"),)

    login_hash: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    locks: Mapped[int]
    ends_at: Mapped[int]
    forget_at: Mapped[int]


class AuditRow(Base):
    """Who did what, when. Triggers, made by the migration, refuse every change of a row."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_dossier_id_seq", "dossier_id", "seq"),
        Index("ix_audit_commune_seq", "commune", "seq"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[int]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str]
    dossier_id: Mapped[str | None]
    # Of the person at that moment: people move between communes, the trail does not.
    commune: Mapped[str]
    # The id of the person to whom it was done.
    about: Mapped[str | None]
    detail: Mapped[str | None]
