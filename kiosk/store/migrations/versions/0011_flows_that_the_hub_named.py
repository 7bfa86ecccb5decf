"""Flows that a hub named; a pack may belong to several editions."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "named_flow",
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edition", sa.String(), nullable=True),
        sa.Column("before", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("flow", name=op.f("pk_named_flow")),
    )
    identify_packs_by("sha256", "edition")


def downgrade() -> None:
    op.execute(
        "DELETE FROM pack WHERE edition > "
        "(SELECT min(edition) FROM pack AS first WHERE first.sha256 = pack.sha256)"
    )
    identify_packs_by("sha256")
    op.drop_table("named_flow")


def identify_packs_by(*columns: str) -> None:
    with op.batch_alter_table("pack", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("pk_pack"), type_="primary")
        batch_op.create_primary_key(op.f("pk_pack"), list(columns))
