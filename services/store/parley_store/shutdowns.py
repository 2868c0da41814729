"""Tells that a live agent was let go."""

from parley_shared.events import AgentShutdown
from parley_shared.questions import Done
from parley_shared.store import TellShutdown
from sqlalchemy import bindparam, select

from parley_store.database import Session
from parley_store.outbox import tell
from parley_store.tables import events
from parley_store.telling import about_thread
from parley_store.threads import need_thread

_NEWEST = (
    select(events.c.body)
    .where(events.c.thread_id == bindparam("thread_id"), events.c.kind == "agent.shutdown")
    .order_by(events.c.seq.desc())
    .limit(1)
)


async def tell_shutdown(session: Session, question: TellShutdown) -> Done:
    """The same again is told once. Raises ThreadNotFound."""
    thread = (await need_thread(session, question.thread_id)).thread
    newest = await session.value(_NEWEST, thread_id=thread.id)
    if newest is None or newest.id != question.shutdown_id:
        about = about_thread(thread.id, session.now)
        about["id"] = question.shutdown_id
        shutdown = AgentShutdown(**about, reason=question.reason, metadata=question.metadata)
        await tell(session, thread.id, [shutdown])
    return Done()
