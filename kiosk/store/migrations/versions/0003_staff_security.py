"""Safer sign-in: one-time codes, lock-out, named sessions, and the trail says to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Columns that may be empty are added in place, so that the trail keeps its triggers.
    op.add_column("audit", sa.Column("about", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("detail", sa.String(), nullable=True))
    op.create_index("ix_audit_commune_seq", "audit", ["commune", "seq"])
    _make_sessions(
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.UniqueConstraint("id", name="uq_staff_session_id"),
    )
    _staff_totp()
    _staff_recovery()
    _staff_entry()
    _staff_device()
    _sign_in_count()


def downgrade() -> None:
    for table in (
        "sign_in_count",
        "staff_device",
        "staff_entry",
        "staff_recovery",
        "staff_totp",
    ):
        op.drop_table(table)
    _make_sessions()
    op.drop_index("ix_audit_commune_seq", "audit")
    op.drop_column("audit", "detail")
    op.drop_column("audit", "about")


def _make_sessions(*more: sa.schema.SchemaItem) -> None:
    """Anew: the sessions that end are at most twelve hours old."""
    op.drop_table("staff_session")
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("created_at", INTEGER, nullable=False),
        sa.Column("seen_at", INTEGER, nullable=False),
        sa.Column("expires_at", INTEGER, nullable=False),
        *more,
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_session_staff_id_staff"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_session"),
    )
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"])


def _staff_totp() -> None:
    op.create_table(
        "staff_totp",
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", INTEGER, nullable=False),
        sa.Column("confirmed_at", INTEGER, nullable=True),
        sa.Column("last_step", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_totp_staff_id_staff"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_totp"),
    )


def _staff_recovery() -> None:
    op.create_table(
        "staff_recovery",
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_staff_recovery_staff_id_staff"
        ),
        sa.PrimaryKeyConstraint("staff_id", "code_hash", name="pk_staff_recovery"),
    )


def _staff_entry() -> None:
    op.create_table(
        "staff_entry",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("expires_at", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_entry_staff_id_staff"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_entry"),
    )
    op.create_index("ix_staff_entry_staff_id", "staff_entry", ["staff_id"])


def _staff_device() -> None:
    op.create_table(
        "staff_device",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("seen_at", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_device_staff_id_staff"),
        sa.PrimaryKeyConstraint("token_hash", "staff_id", name="pk_staff_device"),
    )


def _sign_in_count() -> None:
    op.create_table(
        "sign_in_count",
        sa.Column("login_hash", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("tries", INTEGER, nullable=False),
        sa.Column("locks", INTEGER, nullable=False),
        sa.Column("ends_at", INTEGER, nullable=False),
        sa.Column("forget_at", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("login_hash", "place", name="pk_sign_in_count"),
    )
    op.create_index("ix_sign_in_count_forget_at", "sign_in_count", ["forget_at"])
