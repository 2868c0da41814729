"""How many turns a stop meant that meant them all; of those kept before nobody knows, so none."""

import sqlalchemy as sa
from alembic import op
from parley_store.columns import Number

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    turns = sa.Column("turns", Number, nullable=False, server_default="0")
    op.add_column("stops", turns)
