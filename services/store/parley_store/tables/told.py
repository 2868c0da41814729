"""What happened, and how much of it NATS has heard."""

from parley_shared.events import DurableEvent
from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table, Text

from parley_store.columns import Number, Written
from parley_store.tables.keys import metadata, thread_key

events = Table(
    "events",
    metadata,
    thread_key(),
    Column("seq", Number, nullable=False),
    Column("kind", String, nullable=False),
    Column("turn_id", String),
    Column("size", Number, nullable=False),  # bytes of `body`
    Column("body", Written(DurableEvent), nullable=False),
    PrimaryKeyConstraint("thread_id", "seq"),
    Index("events_by_kind", "thread_id", "kind", "seq"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Number, primary_key=True),  # never given again, also after it was pruned
    Column("epoch", String, nullable=False),  # of the process that wrote it
    Column("stream", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("outbox_by_stream", "stream", "id"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("stream", String, primary_key=True),
    Column("published", Number, nullable=False),  # the newest outbox row that is on NATS
)
