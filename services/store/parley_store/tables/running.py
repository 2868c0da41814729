"""Turns, their journal, and the humans they wait for."""

from parley_shared.journal import CompactStep, Step
from parley_shared.models import Approval, Limits, Query, TurnError
from pydantic import JsonValue
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    literal_column,
    text,
)

from parley_store.columns import Moment, Number, Written
from parley_store.tables.keys import metadata, partial_index, thread_key

turns = Table(
    "turns",
    metadata,
    Column("id", String, primary_key=True),
    thread_key(),
    Column("message_id", String, nullable=False, index=True),
    Column("agent_id", String, nullable=False),
    Column("position", Number, nullable=False),
    Column("state", String, nullable=False),
    Column("attempt", Number, nullable=False, default=0),
    Column("faults", Number, nullable=False, default=0),
    Column("fence", Number, nullable=False, default=0),
    Column("runner", String),
    Column("claim_id", String),
    Column("lease_until", Moment),
    Column("retry_at", Moment),
    Column("cancel", Boolean, nullable=False, default=False),
    Column("error", Written(TurnError)),
    Column("depth", Number, nullable=False, default=0),
    Column("hops", Number, nullable=False, default=0),
    Column("limits", Written(Limits)),
    Column("origin", String, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("first_seq", Number, nullable=False),  # of the first event that names it
    Column("started_at", Moment),  # of the first claim
    Column("reason", String),  # why it was cancelled
    Column("resumed", Boolean, nullable=False, default=False),  # next claim follows a park
    Column("progressed", Boolean, nullable=False, default=False),  # since the last claim
    Column("steers", Number, nullable=False, default=0),  # messages waiting to join
    Column("woken_at", Moment),  # the newest wake-up
    Column("wakes", Number, nullable=False, default=0),  # repeated ones
    UniqueConstraint("thread_id", "position"),
)


# Written out and not bound, because the index is only used for the very same words.
_OPEN = "state IN ('queued', 'running', 'parked', 'backoff')"
is_open: ColumnElement[bool] = literal_column(f"turns.{_OPEN}", Boolean)
partial_index("turns_open", turns.c.thread_id, turns.c.position, where=text(_OPEN))

steps = Table(
    "steps",
    metadata,
    Column("turn_id", String, ForeignKey("turns.id", ondelete="CASCADE"), nullable=False),
    Column("n", Number, nullable=False),
    Column("i", Number, nullable=False),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("fence", Number, nullable=False),
    Column("body", Written(Step), nullable=False),
    PrimaryKeyConstraint("turn_id", "n", "i", "kind"),
)

compactions = Table(
    "compactions",
    metadata,
    Column("thread_id", String, ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("to_position", Number, nullable=False),
    Column("body", Written(CompactStep), nullable=False),  # the newest of the thread
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", String, primary_key=True),
    thread_key(),
    Column("turn_id", String, nullable=False, index=True),
    Column("n", Number, nullable=False),
    Column("i", Number, nullable=False),
    Column("decided", Boolean, nullable=False),
    Column("expires_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("body", Written(Approval), nullable=False),
    Column("parameters", Written(dict[str, JsonValue]), nullable=False, server_default="{}"),
)
partial_index("approvals_open", approvals.c.created_at, where=approvals.c.decided.is_(False))

remembered = Table(
    "remembered",
    metadata,
    Column("scope", String, nullable=False),  # "thread" or "agent"
    Column("scope_id", String, nullable=False),
    Column("tool", String, nullable=False),
    PrimaryKeyConstraint("scope", "scope_id", "tool"),
)

queries = Table(
    "queries",
    metadata,
    Column("id", String, primary_key=True),
    thread_key(),
    Column("turn_id", String, nullable=False, index=True),
    Column("n", Number, nullable=False),
    Column("i", Number, nullable=False),
    Column("decided", Boolean, nullable=False),
    Column("expires_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("body", Written(Query), nullable=False),
)
partial_index("queries_open", queries.c.created_at, where=queries.c.decided.is_(False))
