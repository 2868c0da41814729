"""Threads and turns of sub-agents."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("threads", sa.Column("parent_turn_id", sa.String(), nullable=True))
    op.add_column("turns", sa.Column("limits", sa.Text(), nullable=True))
    op.add_column("turns", sa.Column("origin", sa.String(), nullable=False, server_default=""))
