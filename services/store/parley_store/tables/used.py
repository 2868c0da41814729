"""What model calls used: kept also when the thread they were made in is gone."""

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, String, Table, false

from parley_store.columns import Moment, Number
from parley_store.tables.keys import metadata

usage = Table(
    "usage",
    metadata,
    Column("turn_id", String, nullable=False),
    Column("step", Number, nullable=False),
    Column("at", Moment, nullable=False),
    Column("agent_id", String, nullable=False),
    Column("model", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("input_tokens", Number, nullable=False),
    Column("output_tokens", Number, nullable=False),
    Column("cached_tokens", Number, nullable=False),
    Column("reasoning_tokens", Number, nullable=False),
    Column("cost_micros", Number),  # None: nobody knows the price
    # Nobody told it: counted by us.
    Column("estimated", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("turn_id", "step"),
    Index("usage_by_time", "at"),
)
