"""What model calls used: kept also when the thread they were made in is gone."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table

from parley_store.columns import Moment
from parley_store.tables.keys import metadata

usage = Table(
    "usage",
    metadata,
    Column("turn_id", String, nullable=False),
    Column("step", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("agent_id", String, nullable=False),
    Column("model", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("reasoning_tokens", Integer, nullable=False),
    Column("cost_micros", Integer),  # None: nobody knows the price
    PrimaryKeyConstraint("turn_id", "step"),
    Index("usage_by_time", "at"),
)
