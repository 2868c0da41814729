"""Workspace rows name the kept file they stand for, and the change that wrote them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspace", sa.Column("file_id", sa.String(), nullable=True))
    op.add_column("workspace", sa.Column("change_id", sa.String(), nullable=True))
    op.add_column("workspace", sa.Column("changed_at", sa.BigInteger(), nullable=True))
    op.create_index("workspace_changes", "workspace", ["thread_id", "change_id"])
