"""Rooms: what waits for an answer in them, and channels with a busy mode of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "threads", sa.Column("busy_modes", sa.Text(), nullable=False, server_default="{}")
    )
    op.create_table(
        "unanswered",
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread_id"),
    )
    op.create_index(op.f("ix_unanswered_due_at"), "unanswered", ["due_at"], unique=False)
