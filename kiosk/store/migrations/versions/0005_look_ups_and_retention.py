"""Exact look-ups and retention."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dossier_look_up",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "mark", name=op.f("pk_dossier_look_up")),
    )
    with op.batch_alter_table("dossier_look_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_look_up_mark"), ["mark"], unique=False)
    with op.batch_alter_table("envelope", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_envelope_parent"), ["parent"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("envelope", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_envelope_parent"))
        batch_op.drop_column("parent")
    with op.batch_alter_table("dossier_look_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_look_up_mark"))
    op.drop_table("dossier_look_up")
