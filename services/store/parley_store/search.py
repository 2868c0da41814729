"""Finds threads by what is said in them or by their titles, whatever was typed."""

from collections.abc import Sequence

from parley_shared.models import Passage
from sqlalchemy import ColumnElement, func, or_, select

from parley_store.database import Session
from parley_store.passages import cut_passage
from parley_store.tables import messages, threads

WORDS = 16  # of a query that are looked for
WORD = 100  # characters of each


def is_found(session: Session, query: str) -> ColumnElement[bool] | None:
    """Threads of which one message, or the title, holds every word; None asks for nothing."""
    words = _read_words(query)
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


async def find_passages(
    session: Session, query: str, thread_ids: Sequence[str]
) -> dict[str, Passage]:
    """Of each thread the newest message that holds every word; none of those found by the title."""
    words = _read_words(query)
    if not words:
        return {}
    row = session.search_rows(words).subquery().c.rowid
    newest = (
        select(func.max(messages.c.number))
        .where(
            messages.c.thread_id.in_(thread_ids),
            messages.c.number.in_(select(row // 2).where(row % 2 == 0)),
        )
        .group_by(messages.c.thread_id)
    )
    c = messages.c
    found = await session.rows(select(c.thread_id, c.id, c.text).where(c.number.in_(newest)))
    return {
        each.thread_id: Passage(message_id=each.id, pieces=cut_passage(each.text, words))
        for each in found
    }


def _read_words(query: str) -> list[str]:
    return [word[:WORD] for word in query.replace("\0", " ").split()[:WORDS]]
