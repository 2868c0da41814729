"""The newest summary of a thread's beginning, for as long as what it sums up stands as it was."""

from parley_shared.journal import CompactStep
from parley_shared.models import Message
from sqlalchemy import bindparam, delete, select

from parley_store.database import Session
from parley_store.tables import compactions

_FIND = select(compactions.c.body).where(
    compactions.c.thread_id == bindparam("thread_id"),
    compactions.c.to_position < bindparam("before"),
)


async def find_compaction(session: Session, thread_id: str, before: int) -> CompactStep | None:
    """None if it would tell of what was said at `before` or later."""
    found: CompactStep | None = await session.value(_FIND, thread_id=thread_id, before=before)
    return found


async def keep_compaction(session: Session, thread_id: str, step: CompactStep) -> None:
    await session.run(delete(compactions).where(compactions.c.thread_id == thread_id))
    row = {"thread_id": thread_id, "to_position": step.to_position, "body": step}
    await session.add(compactions, row)


async def forget_compaction(session: Session, message: Message) -> None:
    """What `message` said has changed: a summary of it holds no longer."""
    covers = compactions.c.to_position >= message.anchor
    here = compactions.c.thread_id == message.thread_id
    await session.run(delete(compactions).where(here, covers))
