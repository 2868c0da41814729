"""When a message was refused; of those refused before, as if it were now."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    at = sa.Column("at", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("refusals", at)
    refusals = sa.table("refusals", sa.column("at"))
    op.execute(refusals.update().values(at=round(time.time() * 1000)))
