"""Threads as they are kept: one more of them."""

from parley_shared import events as ev
from parley_shared.errors import ThreadNotFound
from parley_shared.models import Thread
from sqlalchemy import select

from parley_store.checks import check_token
from parley_store.database import Session
from parley_store.outbox import tell
from parley_store.rows import thread_columns
from parley_store.tables import threads, tombstones
from parley_store.telling import about_thread


async def add_thread(session: Session, thread: Thread) -> None:
    """Raises BadInput for an id that is no token, ThreadNotFound for one that is gone for good."""
    check_token("thread", thread.id)
    gone = select(tombstones.c.id).where(
        tombstones.c.id == thread.id, tombstones.c.kind == "thread"
    )
    if await session.value(gone) is not None:
        raise ThreadNotFound(f"thread {thread.id!r} was deleted")
    await session.add(threads, thread_columns(thread))
    created = ev.ThreadCreated(**about_thread(thread.id, session.now), thread=thread)
    await tell(session, thread.id, [created])
