"""The first schema."""

import sqlalchemy as sa
from alembic import op
from parley_store.columns import Number
from parley_store.migrations.search import make_search_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agents",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "api_keys",
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key_id"),
        sa.UniqueConstraint("secret_hash"),
    )
    op.create_table(
        "cursors",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("published", Number, nullable=False),
        sa.PrimaryKeyConstraint("stream"),
    )
    op.create_table(
        "files",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_files_sha256"), "files", ["sha256"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", Number, nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("outbox_by_stream", "outbox", ["stream", "id"], unique=False)
    op.create_table(
        "refusals",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index(op.f("ix_refusals_thread_id"), "refusals", ["thread_id"], unique=False)
    op.create_table(
        "remembered",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "scope_id", "tool"),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "signins",
        sa.Column("session_hash", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("session_hash"),
    )
    op.create_table(
        "tombstones",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("touched_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "threads",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("busy_mode", sa.String(), nullable=False),
        sa.Column("respond_policy", sa.String(), nullable=False),
        sa.Column("overrides", sa.Text(), nullable=False),
        sa.Column("parent_thread_id", sa.String(), nullable=True),
        sa.Column("parent_message_id", sa.String(), nullable=True),
        sa.Column("children", sa.Text(), nullable=False),
        sa.Column("total_tokens", Number, nullable=False),
        sa.Column("cost_micros", Number, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_activity_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("seq", Number, nullable=False),
        sa.Column("last_position", Number, nullable=False),
        sa.Column("last_turn", Number, nullable=False),
        sa.Column("fence", Number, nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(op.f("ix_threads_deleted_at"), "threads", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_threads_parent_thread_id"), "threads", ["parent_thread_id"], unique=False
    )
    op.create_index(
        "threads_listed", "threads", ["status", "pinned", "last_activity_at", "id"], unique=False
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=False),
        sa.Column("n", Number, nullable=False),
        sa.Column("i", Number, nullable=False),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "approvals_open",
        "approvals",
        ["created_at"],
        unique=False,
        sqlite_where=sa.text("decided IS 0"),
        postgresql_where=sa.text("decided IS false"),
    )
    op.create_index(op.f("ix_approvals_turn_id"), "approvals", ["turn_id"], unique=False)
    op.create_table(
        "chats",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("channel", "chat"),
    )
    op.create_index("chats_by_thread", "chats", ["thread_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("seq", Number, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=True),
        sa.Column("size", Number, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread_id", "seq"),
    )
    op.create_index("events_by_kind", "events", ["thread_id", "kind", "seq"], unique=False)
    op.create_table(
        "file_uses",
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread_id", "file_id"),
    )
    op.create_index("file_uses_by_file", "file_uses", ["file_id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("position", Number, nullable=False),
        sa.Column("anchor", Number, nullable=False),
        sa.Column("seq", Number, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("size", Number, nullable=False),
        sa.Column("joins", sa.String(), nullable=True),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("turn_position", Number, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("thread_id", "position"),
    )
    op.create_index(
        "messages_joining",
        "messages",
        ["joins"],
        unique=False,
        sqlite_where=sa.text("joins IS NOT NULL"),
        postgresql_where=sa.text("joins IS NOT NULL"),
    )
    op.create_index("messages_shown", "messages", ["thread_id", "anchor", "position"], unique=False)
    op.create_table(
        "queries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=False),
        sa.Column("n", Number, nullable=False),
        sa.Column("i", Number, nullable=False),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_queries_turn_id"), "queries", ["turn_id"], unique=False)
    op.create_index(
        "queries_open",
        "queries",
        ["created_at"],
        unique=False,
        sqlite_where=sa.text("decided IS 0"),
        postgresql_where=sa.text("decided IS false"),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("position", Number, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt", Number, nullable=False),
        sa.Column("faults", Number, nullable=False),
        sa.Column("fence", Number, nullable=False),
        sa.Column("runner", sa.String(), nullable=True),
        sa.Column("claim_id", sa.String(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("retry_at", sa.BigInteger(), nullable=True),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("depth", Number, nullable=False),
        sa.Column("hops", Number, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("first_seq", Number, nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("resumed", sa.Boolean(), nullable=False),
        sa.Column("progressed", sa.Boolean(), nullable=False),
        sa.Column("steers", Number, nullable=False),
        sa.Column("woken_at", sa.BigInteger(), nullable=True),
        sa.Column("wakes", Number, nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("thread_id", "position"),
    )
    op.create_index(op.f("ix_turns_message_id"), "turns", ["message_id"], unique=False)
    op.create_index(
        "turns_open",
        "turns",
        ["thread_id", "position"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'running', 'parked', 'backoff')"),
        postgresql_where=sa.text("state IN ('queued', 'running', 'parked', 'backoff')"),
    )
    op.create_table(
        "workspace",
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("seq", Number, nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size", Number, nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread_id", "path", "seq"),
    )
    op.create_table(
        "message_versions",
        sa.Column("edit_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message_id", "edit_id"),
    )
    op.create_table(
        "steps",
        sa.Column("turn_id", sa.String(), nullable=False),
        sa.Column("n", Number, nullable=False),
        sa.Column("i", Number, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fence", Number, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("turn_id", "n", "i", "kind"),
    )
    make_search_index()
