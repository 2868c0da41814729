"""Finds threads by what is said in them or by their titles, whatever was typed."""

from sqlalchemy import ColumnElement, or_, select

from parley_store.database import Session
from parley_store.tables import messages, threads

WORDS = 16  # of a query that are looked for
WORD = 100  # characters of each


def is_found(session: Session, query: str) -> ColumnElement[bool] | None:
    """Threads of which one message, or the title, holds every word; None asks for nothing."""
    words = [word[:WORD] for word in query.replace("\0", " ").split()[:WORDS]]
    if not words:
        return None
    found = session.search_rows(words).subquery()
    row = found.c.rowid
    # As the index numbers them: even rows are messages, odd ones threads.
    said = select(messages.c.thread_id).where(
        messages.c.number.in_(select(row // 2).where(row % 2 == 0))
    )
    titled = select(row // 2).where(row % 2 == 1)
    return or_(threads.c.id.in_(said), threads.c.number.in_(titled))
