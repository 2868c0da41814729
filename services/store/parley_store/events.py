"""Reads what has happened: the truth that every viewer can come back to."""

from parley_shared.errors import ThreadNotFound
from parley_shared.events import DurableEvent
from parley_shared.store import EventPage, EventsSince, GetHeads, Heads
from sqlalchemy import select

from parley_store.database import Session
from parley_store.tables import events, threads
from parley_store.threads import find_thread

PAGE = 600 * 1024  # bytes


async def list_events_since(session: Session, question: EventsSince) -> EventPage:
    """Also of a hidden thread: whoever watches it hears that it is. Raises ThreadNotFound."""
    kept = await find_thread(session, question.thread_id)
    if kept is None:
        raise ThreadNotFound(f"thread {question.thread_id!r} does not exist")
    rows = await session.rows(
        select(events.c.body, events.c.size)
        .where(events.c.thread_id == question.thread_id, events.c.seq > question.seq)
        .order_by(events.c.seq)
        .limit(question.limit)
    )
    found: list[DurableEvent] = []
    size = 0
    for row in rows:
        size += row.size
        if found and size > PAGE:
            break
        found.append(row.body)
    return EventPage(events=tuple(found), head=kept.seq)


async def get_heads(session: Session, question: GetHeads) -> Heads:
    here = select(threads.c.id, threads.c.seq).where(threads.c.id.in_(question.thread_ids))
    return Heads(heads={row.id: row.seq for row in await session.rows(here)})
