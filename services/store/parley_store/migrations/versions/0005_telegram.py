"""What is kept for Telegram."""

import sqlalchemy as sa
from alembic import op
from parley_store.columns import Number

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_people()
    _add_updates()
    _add_deliveries()


def _add_people() -> None:
    op.create_table(
        "telegram_people",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "telegram_codes",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_table(
        "telegram_guesses",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "code_hash"),
    )
    op.create_table(
        "telegram_chats",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("is_group", sa.Boolean(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("mirror", sa.Boolean(), nullable=False),
        sa.Column("tools", sa.String(), nullable=False),
        sa.Column("reasoning", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chat"),
    )


def _add_updates() -> None:
    op.create_table(
        "telegram_updates",
        sa.Column("bot_id", Number, nullable=False),
        sa.Column("update_id", Number, nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "update_id"),
    )
    op.create_index(
        "telegram_updates_open",
        "telegram_updates",
        ["update_id"],
        unique=False,
        sqlite_where=sa.text("done IS 0"),
        postgresql_where=sa.text("done IS false"),
    )


def _add_deliveries() -> None:
    op.create_table(
        "telegram_deliveries",
        sa.Column("id", Number, nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("reply_to", Number, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat", "event_id"),
    )
    op.create_index(
        "telegram_deliveries_open",
        "telegram_deliveries",
        ["chat", "id"],
        unique=False,
        sqlite_where=sa.text("body IS NOT NULL"),
        postgresql_where=sa.text("body IS NOT NULL"),
    )
    op.create_table(
        "telegram_sendings",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("part", Number, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("external_id", Number, nullable=True),
        sa.Column("thread_id", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "key", "part"),
    )
    op.create_index(
        "telegram_sendings_by_number",
        "telegram_sendings",
        ["chat", "external_id"],
        unique=False,
    )
