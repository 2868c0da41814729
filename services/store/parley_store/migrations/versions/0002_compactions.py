"""Threads whose beginning is summed up."""

import sqlalchemy as sa
from alembic import op
from parley_store.columns import Number

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "compactions",
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("to_position", Number, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread_id"),
    )
