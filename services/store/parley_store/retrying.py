"""Answers a person's message once more; the answers there are stay."""

from collections.abc import Sequence

from parley_shared.commands import RetryMessage
from parley_shared.errors import BadInput, QueueFull, ThreadArchived
from parley_shared.facts import phrase
from parley_shared.ids import turn_id
from parley_shared.models import Message, Thread, Turn

from parley_store.admission import QUEUE_LIMIT, count_waiting
from parley_store.agents import find_agent, need_agent
from parley_store.checks import check_id
from parley_store.database import Session
from parley_store.dead_letters import settle_turns_of
from parley_store.message_rows import need_message
from parley_store.outbox import tell
from parley_store.rows import KeptTurn
from parley_store.telling import tell_queued
from parley_store.threads import need_thread
from parley_store.turns import add_turn, find_turn, list_open_turns, list_turns_of


async def retry_message(session: Session, question: RetryMessage) -> Turn:
    """The same `retry_id` again gives the first turn again."""
    check_id("retry id", question.retry_id)
    message = await need_message(session, question.message_id)
    while message.reply_to is not None:  # of an agent that was handed over to, an answer
        message = await need_message(session, message.reply_to)
    return await queue_again(session, message, question.retry_id, question.agent_id)


async def queue_again(
    session: Session, message: Message, retry_id: str, agent_id: str | None
) -> Turn:
    """Raises ThreadArchived, QueueFull, AgentNotFound."""
    if message.role != "user":
        raise BadInput(
            phrase(
                "answers_nothing",
                "message {message!r} answers nothing that could be answered again",
                message=message.id,
            )
        )
    thread = await need_thread(session, message.thread_id)
    earlier = await list_turns_of(session, message.id)
    if agent_id is None:
        agent_id = await _choose_agent(session, thread.thread, earlier)
    agent = await need_agent(session, agent_id)
    wanted = turn_id(message.id, agent.id, retry_id)
    known = await find_turn(session, wanted)
    if known is not None:
        return known.turn
    if thread.thread.status == "archived":
        raise ThreadArchived(f"thread {thread.thread.id!r} is archived")
    open_turns = await list_open_turns(session, thread.thread.id)
    if count_waiting(open_turns) >= QUEUE_LIMIT:
        raise QueueFull(f"{QUEUE_LIMIT} messages wait in thread {thread.thread.id!r} already")
    turn = Turn(
        id=wanted,
        thread_id=thread.thread.id,
        message_id=message.id,
        agent_id=agent.id,
        position=thread.last_turn + 1,
        state="queued",
        created_at=session.now,
    )
    told = [tell_queued(turn, len(open_turns), session.now)]
    changes = {"last_turn": turn.position}
    wake = not open_turns
    numbered = await tell(session, turn.thread_id, told, wake=wake, changes=changes)
    await settle_turns_of(session, message.id)
    await add_turn(session, turn, numbered[0].seq, session.now if wake else None)
    return turn


async def _choose_agent(session: Session, thread: Thread, earlier: Sequence[KeptTurn]) -> str:
    """Who answered last, if it is still there; else the thread's agent."""
    last = earlier[-1].turn.agent_id if earlier else thread.agent_id
    return last if await find_agent(session, last) else thread.agent_id
