"""What a runner would be given if somebody asked now: a claim that claims nothing."""

from parley_shared.ids import answer_id, turn_id
from parley_shared.models import Message, Thread, Turn
from parley_shared.store import Claimed, Draft

from parley_store.agents import need_agent
from parley_store.claiming import name_agents
from parley_store.compactions import find_compaction
from parley_store.database import Session
from parley_store.history import PAGE, read_whole
from parley_store.threads import need_thread

DRAFT = "draft"  # id of what is not there


async def draft_claim(session: Session, question: Draft) -> Claimed:
    """Raises ThreadNotFound, AgentNotFound."""
    agent = await need_agent(session, question.agent_id)
    if question.thread_id is None:
        now = session.now
        thread = Thread(id=DRAFT, agent_id=agent.id, created_at=now, last_activity_at=now)
        position = 1
    else:
        kept = await need_thread(session, question.thread_id)
        thread, position = kept.thread, kept.last_position + 1
    earlier = await read_whole(session, thread.id, None, PAGE)
    asked = _make_message(session, question, thread, position)
    turn = _make_turn(session, asked, agent.id)
    return Claimed(
        turn=turn,
        thread=thread,
        agent=agent,
        fence=0,
        attempt=1,
        lease=0.0,
        answer_id=answer_id(turn.id),
        history=(*earlier.items, asked),
        history_next=earlier.next,
        agents=await name_agents(session, earlier.items, agent),
        compaction=await find_compaction(session, thread.id, position),
    )


def _make_message(session: Session, question: Draft, thread: Thread, position: int) -> Message:
    return Message(
        id=DRAFT,
        thread_id=thread.id,
        position=position,
        anchor=position,
        role="user",
        text=question.text,
        created_at=session.now,
    )


def _make_turn(session: Session, asked: Message, agent_id: str) -> Turn:
    return Turn(
        id=turn_id(asked.id, agent_id),
        thread_id=asked.thread_id,
        message_id=asked.id,
        agent_id=agent_id,
        position=0,
        state="queued",
        created_at=session.now,
    )
