"""Hands a thread over to another agent, which answers next."""

from datetime import datetime

from parley_shared.events import AgentHandoff
from parley_shared.ids import turn_id
from parley_shared.models import Message, Turn
from parley_shared.store import Handoff

from parley_store.database import Session
from parley_store.outbox import tell
from parley_store.rows import read_thread
from parley_store.tables import threads
from parley_store.telling import about_turn, tell_changed, tell_queued
from parley_store.turns import add_turn, list_open_turns


def tell_handoff(turn: Turn, handoff: Handoff, at: datetime) -> AgentHandoff:
    return AgentHandoff(
        **about_turn(turn, at),
        from_agent=turn.agent_id,
        to_agent=handoff.agent_id,
        brief=handoff.brief,
    )


async def hand_over(session: Session, turn: Turn, answer: Message, handoff: Handoff) -> None:
    """The other agent goes on from `answer`; the thread is its from now on."""
    row = await session.find(threads, id=turn.thread_id)
    assert row is not None  # turns go with their thread
    kept = read_thread(row)
    thread = kept.thread.model_copy(update={"agent_id": handoff.agent_id})
    behind = len(await list_open_turns(session, thread.id))
    queued = Turn(
        id=turn_id(answer.id, handoff.agent_id),
        thread_id=thread.id,
        message_id=answer.id,
        agent_id=handoff.agent_id,
        position=kept.last_turn + 1,
        state="queued",
        hops=turn.hops + 1,
        created_at=session.now,
    )
    told = [
        *tell_changed(kept.thread, thread, session.now),
        tell_queued(queued, behind, session.now),
    ]
    changes = {"agent_id": thread.agent_id, "last_turn": queued.position}
    numbered = await tell(session, thread.id, told, changes=changes)
    await add_turn(session, queued, numbered[-1].seq)
