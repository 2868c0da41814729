"""For whom a turn works: over sub-agents, up to the turn in a thread that a person sees."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from parley_store.database import Session
from parley_store.tables import threads

_PARENT = threads.alias()
_ABOVE = (
    select(_PARENT.c.id.label("thread_id"), threads.c.parent_turn_id.label("turn_id"))
    .select_from(threads.join(_PARENT, _PARENT.c.id == threads.c.parent_thread_id))
    .where(threads.c.id == bindparam("thread_id"), threads.c.parent_turn_id.is_not(None))
)


class Origin(NamedTuple):
    thread_id: str
    turn_id: str | None


async def find_origin(session: Session, thread_id: str, turn_id: str | None = None) -> Origin:
    """The thread and the turn themselves, where nobody delegated to them."""
    origin = Origin(thread_id, turn_id)
    while (above := await session.row(_ABOVE, thread_id=origin.thread_id)) is not None:
        origin = Origin(above.thread_id, above.turn_id)
    return origin
