"""Which Telegram messages were taken together as one."""

import sqlalchemy as sa
from alembic import op
from parley_store.columns import Number

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "telegram_joined",
        sa.Column("bot_id", Number, nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("number", Number, nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat", "number"),
    )
    op.create_index("telegram_joined_by_message", "telegram_joined", ["message_id"])
