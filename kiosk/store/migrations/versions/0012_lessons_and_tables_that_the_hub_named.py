"""Beside flows, lessons and reference tables that a hub named."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PLACE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "named_edition",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", PLACE, nullable=False),
        sa.Column("edition", sa.String(), nullable=True),
        sa.Column("before", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_named_edition")),
    )
    op.execute(
        "INSERT INTO named_edition (kind, name, place, edition, before) "
        "SELECT 'flow', flow, place, edition, before FROM named_flow"
    )
    op.drop_table("named_flow")
    op.add_column("pack", sa.Column("kind", sa.String(), nullable=False, server_default="flow"))
    op.execute("ALTER TABLE pack RENAME COLUMN flow TO name")


def downgrade() -> None:
    op.execute("DELETE FROM pack WHERE kind <> 'flow'")
    op.execute("ALTER TABLE pack RENAME COLUMN name TO flow")
    with op.batch_alter_table("pack", schema=None) as batch_op:
        batch_op.drop_column("kind")
    op.create_table(
        "named_flow",
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("place", PLACE, nullable=False),
        sa.Column("edition", sa.String(), nullable=True),
        sa.Column("before", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("flow", name=op.f("pk_named_flow")),
    )
    op.execute(
        "INSERT INTO named_flow (flow, place, edition, before) "
        "SELECT name, place, edition, before FROM named_edition WHERE kind = 'flow'"
    )
    op.drop_table("named_edition")
