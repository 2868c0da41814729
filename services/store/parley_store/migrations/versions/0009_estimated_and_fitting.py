"""Usage says whether it was told or estimated; approvals keep what their tools take."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "usage", sa.Column("estimated", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "approvals", sa.Column("parameters", sa.Text(), nullable=False, server_default="{}")
    )
