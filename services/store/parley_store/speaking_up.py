"""Lets a room's agent answer what no person has answered in time."""

from contextlib import suppress

from parley_shared.errors import AgentNotFound, QueueFull, ThreadArchived

from parley_store.database import Session
from parley_store.message_rows import find_message
from parley_store.retrying import queue_again
from parley_store.tables import unanswered
from parley_store.threads import find_thread
from parley_store.unanswered import forget_waiting


async def speak_up(session: Session, thread_id: str) -> None:
    """Nothing, if the room wants that no longer."""
    waiting = await session.find(unanswered, thread_id=thread_id)
    kept = await find_thread(session, thread_id)
    await forget_waiting(session, thread_id)
    if waiting is None or kept is None or kept.deleted_at or kept.thread.respond_policy != "smart":
        return
    message = await find_message(session, waiting.message_id)
    if message is not None and not message.deleted:
        with suppress(ThreadArchived, QueueFull, AgentNotFound):
            await queue_again(session, message, "", None)
