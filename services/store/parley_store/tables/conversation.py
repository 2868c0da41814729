"""Agents, threads and what is said in them."""

from parley_shared.models import Agent, Message, Overrides, Refusal
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from parley_store.columns import Moment, Number, Written
from parley_store.tables.keys import metadata, partial_index, thread_key

agents = Table(
    "agents",
    metadata,
    Column("number", Number, primary_key=True),  # order of creation
    Column("id", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("edited", Boolean, nullable=False),  # by a person
    Column("deleted_at", Moment),  # kept, because old messages name it
    Column("body", Written(Agent), nullable=False),
)

threads = Table(
    "threads",
    metadata,
    Column("number", Number, primary_key=True),  # the search index knows it by
    Column("id", String, nullable=False, unique=True),
    Column("title", String, nullable=False),
    Column("status", String, nullable=False),
    Column("agent_id", String, ForeignKey("agents.id"), nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("busy_mode", String, nullable=False),
    Column("busy_modes", Written(dict[str, str]), nullable=False, server_default="{}"),
    Column("respond_policy", String, nullable=False),
    Column("overrides", Written(Overrides), nullable=False),
    Column("parent_thread_id", String, index=True),
    Column("parent_message_id", String),
    Column("parent_turn_id", String),  # of a sub-agent's thread
    Column("children", Written(tuple[str, ...]), nullable=False),
    Column("total_tokens", Number, nullable=False),
    Column("cost_micros", Number, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_activity_at", Moment, nullable=False),
    Column("deleted_at", Moment, index=True),  # hidden since; gone 30 s later
    Column("seq", Number, nullable=False, default=0),  # of the newest event
    Column("last_position", Number, nullable=False, default=0),  # of its messages
    Column("last_turn", Number, nullable=False, default=0),  # position of its turns
    Column("fence", Number, nullable=False, default=0),
    Index("threads_listed", "status", "pinned", "last_activity_at", "id"),
)

messages = Table(
    "messages",
    metadata,
    Column("number", Number, primary_key=True),  # the search index knows it by
    Column("id", String, nullable=False, unique=True),
    thread_key(),
    Column("position", Number, nullable=False),
    Column("anchor", Number, nullable=False),
    Column("seq", Number, nullable=False),  # of the event that told it
    Column("role", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("size", Number, nullable=False),  # bytes of `body`
    Column("joins", String),  # the running turn it steers, or whose question it answers
    Column("joined", Boolean, nullable=False),  # False while it waits to steer
    Column("turn_position", Number),  # kept for it in case it can't join
    Column("body", Written(Message), nullable=False),
    UniqueConstraint("thread_id", "position"),
    Index("messages_shown", "thread_id", "anchor", "position"),
)
partial_index("messages_joining", messages.c.joins, where=messages.c.joins.is_not(None))

message_versions = Table(
    "message_versions",
    metadata,
    Column("edit_id", String, nullable=False),
    Column("message_id", String, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),  # what it said before this edit
    Column("edited_at", Moment, nullable=False),
    PrimaryKeyConstraint("message_id", "edit_id"),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("thread_id", String, ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", String, nullable=False),
    Column("due_at", Moment, nullable=False, index=True),  # when the agent speaks up
)

refusals = Table(
    "refusals",
    metadata,
    Column("message_id", String, primary_key=True),
    Column("thread_id", String, nullable=False, index=True),  # which may not exist
    Column("at", Moment, nullable=False, server_default="0"),
    Column("body", Written(Refusal), nullable=False),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),  # "stop": of a message or turn to come; "thread"
    Column("at", Moment, nullable=False),
)

stops = Table(
    "stops",
    metadata,
    Column("id", String, primary_key=True),
    Column("turn_id", String),  # the one that was meant; None: nothing ran, or all were meant
    Column("turns", Number, nullable=False, server_default="0"),  # how many, if all were meant
    Column("at", Moment, nullable=False),
)

chats = Table(
    "chats",
    metadata,
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("thread_id", String, ForeignKey("threads.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("channel", "chat"),
    Index("chats_by_thread", "thread_id"),
)
