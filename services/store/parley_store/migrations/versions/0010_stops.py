"""Which turn a stop meant that named none."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stops",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("turn_id", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
