"""What could not be done and waits for a person."""

from parley_shared.dead_letters import DeadLetter
from sqlalchemy import Column, ForeignKey, String, Table

from parley_store.columns import Moment, Number, Written
from parley_store.tables.keys import metadata, partial_index

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("number", Number, primary_key=True),  # order of keeping
    Column("id", String, nullable=False, unique=True),
    # None: about something that is in no thread.
    Column("thread_id", String, ForeignKey("threads.id", ondelete="CASCADE")),
    Column("message_id", String, index=True),
    Column("settled_at", Moment),
    Column("body", Written(DeadLetter), nullable=False),
)
partial_index("dead_letters_open", dead_letters.c.number, where=dead_letters.c.settled_at.is_(None))
