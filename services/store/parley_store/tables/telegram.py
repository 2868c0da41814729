"""Who writes to the bot, what was heard from them, and what must still reach them."""

from parley_shared.telegram import Deliverable
from sqlalchemy import (
    Boolean,
    Column,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from parley_store.columns import Moment, Number, Written
from parley_store.tables.keys import metadata, partial_index

telegram_people = Table(
    "telegram_people",
    metadata,
    Column("person_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),  # "paired" or "stranger"
    Column("at", Moment, nullable=False),
)

telegram_codes = Table(
    "telegram_codes",
    metadata,
    Column("code_hash", String, primary_key=True),
    Column("expires_at", Moment, nullable=False),
)

telegram_guesses = Table(
    "telegram_guesses",
    metadata,
    Column("person_id", String, nullable=False),
    Column("code_hash", String, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("person_id", "code_hash"),
)

telegram_chats = Table(
    "telegram_chats",
    metadata,
    Column("chat", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("is_group", Boolean, nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("mirror", Boolean, nullable=False),
    Column("tools", String, nullable=False),
    Column("reasoning", Boolean, nullable=False),
    Column("paused", String, nullable=False),
)

telegram_updates = Table(
    "telegram_updates",
    metadata,
    Column("bot_id", Number, nullable=False),
    Column("update_id", Number, nullable=False),
    Column("chat", String, nullable=False),
    Column("body", Text, nullable=False),  # empty once it is done
    Column("done", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("bot_id", "update_id"),
)
partial_index(
    "telegram_updates_open",
    telegram_updates.c.update_id,
    where=telegram_updates.c.done.is_(False),
)

telegram_joined = Table(
    "telegram_joined",
    metadata,
    Column("bot_id", Number, nullable=False),
    Column("chat", String, nullable=False),
    Column("number", Number, nullable=False),  # Telegram's of the message
    Column("message_id", String, nullable=False),  # of ours that it is a part of
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("bot_id", "chat", "number"),
    Index("telegram_joined_by_message", "message_id"),
)

telegram_deliveries = Table(
    "telegram_deliveries",
    metadata,
    Column("id", Number, primary_key=True),  # order of happening
    Column("chat", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("reply_to", Number),
    Column("state", String, nullable=False),  # "pending", "delayed", "dropped", or how it ended
    Column("at", Moment, nullable=False),
    Column("body", Written(Deliverable)),  # None once it has ended
    UniqueConstraint("chat", "event_id"),
)
partial_index(
    "telegram_deliveries_open",
    telegram_deliveries.c.chat,
    telegram_deliveries.c.id,
    where=telegram_deliveries.c.body.is_not(None),
)

telegram_sendings = Table(
    "telegram_sendings",
    metadata,
    Column("chat", String, nullable=False),
    Column("key", String, nullable=False),
    Column("part", Number, nullable=False),
    Column("state", String, nullable=False),
    Column("external_id", Number),
    Column("thread_id", String),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("chat", "key", "part"),
    Index("telegram_sendings_by_number", "chat", "external_id"),
)
