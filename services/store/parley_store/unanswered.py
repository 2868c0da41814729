"""Messages of a room that nobody has answered yet: after a while its agent speaks up."""

from collections.abc import Sequence
from datetime import timedelta

from parley_shared.models import Message
from sqlalchemy import delete, select

from parley_store.database import Session
from parley_store.tables import unanswered

PATIENCE = timedelta(minutes=5)  # in which people may answer each other


async def wait_for_others(session: Session, message: Message) -> None:
    """Only the newest message waits: it is what came of those before it."""
    await forget_waiting(session, message.thread_id)
    row = {"message_id": message.id, "due_at": session.now + PATIENCE}
    await session.add(unanswered, {"thread_id": message.thread_id, **row})


async def forget_waiting(session: Session, thread_id: str) -> None:
    await session.run(delete(unanswered).where(unanswered.c.thread_id == thread_id))


async def list_due_threads(session: Session) -> Sequence[str]:
    due = select(unanswered.c.thread_id).where(unanswered.c.due_at <= session.now)
    found: Sequence[str] = await session.values(due)
    return found
