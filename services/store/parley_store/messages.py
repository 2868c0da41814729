"""Takes what a person says: once, in the order of acceptance, or says why not."""

from collections.abc import Sequence
from dataclasses import replace

from parley_shared.errors import BadInput, ThreadArchived, ThreadNotFound, TooLong
from parley_shared.facts import phrase
from parley_shared.ids import turn_id
from parley_shared.message_text import check_text
from parley_shared.models import Message, Refusal, Thread
from parley_shared.shortening import MESSAGE_LIMIT
from parley_shared.store import Append, Appended, GetMessage, MessageState
from sqlalchemy import bindparam, literal, select, union_all

from parley_store.admission import choose_agent, choose_place
from parley_store.agents import need_agent, need_default
from parley_store.arrivals import accept, is_asked, look_around
from parley_store.checks import check_id
from parley_store.database import Session
from parley_store.file_rows import use_files
from parley_store.message_rows import find_message
from parley_store.refusals import find_refusal, forget_refusal, refuse
from parley_store.rows import KeptThread, bytes_of
from parley_store.tables import messages, refusals, tombstones
from parley_store.thread_rows import add_thread
from parley_store.threads import find_thread
from parley_store.turns import list_turns_of
from parley_store.unanswered import forget_waiting, wait_for_others


async def append(session: Session, question: Append) -> Appended:
    """The same id again gives the first answer again."""
    message = question.message
    known = await find_thread(session, message.thread_id)
    seen = await _find_traces(session, question, known)
    if "message" in seen or ("refusal" in seen and not question.anew):
        return await _repeat_first_answer(session, message.id)
    if question.anew:
        await forget_refusal(session, message.id)
    _check(message)
    session.memory.take_token(message.sender or message.source, session.now)
    thread = await _need_open_thread(session, question, known)
    if "stop" in seen:
        return Appended(refusal=await refuse(session, _stopped(message)))
    agent_id = await _choose_agent(session, thread.thread, question)
    files = await use_files(session, thread.thread.id, message.attachments)
    message = message.model_copy(update={"attachments": files})
    arrival = await look_around(session, message, thread, agent_id)
    if agent_id is None and await is_asked(session, arrival):
        agent_id = arrival.open_turns[0].turn.agent_id
        arrival = replace(arrival, agent_id=agent_id)
    place = choose_place(
        thread.thread,
        agent_id,
        question.mode,
        arrival.open_turns,
        arrival.requests,
        message.source,
    )
    appended = await accept(session, arrival, place)
    if thread.thread.respond_policy == "smart":
        await _note_answerer(session, message, agent_id)
    return appended


async def _choose_agent(session: Session, thread: Thread, question: Append) -> str | None:
    """The agent's name is looked up only where it matters."""
    if question.agent_id is not None or thread.respond_policy in ("always", "off"):
        return choose_agent(thread, question.agent_id)
    agent = await need_agent(session, thread.agent_id)
    return choose_agent(thread, None, question.message.text, (agent.name, agent.id))


async def _note_answerer(session: Session, message: Message, agent_id: str | None) -> None:
    if agent_id is None:
        await wait_for_others(session, message)
    else:
        await forget_waiting(session, message.thread_id)


async def get_message(session: Session, question: GetMessage) -> MessageState:
    message = await find_message(session, question.message_id)
    if message is None:
        return MessageState(refusal=await find_refusal(session, question.message_id))
    turns = await list_turns_of(session, message.reply_to or message.id)
    own = [each.turn for each in turns if message.turn_id in (None, each.turn.id)]
    return MessageState(message=message, turn=own[-1] if own else None)


_TRACES = union_all(
    select(literal("message")).where(messages.c.id == bindparam("message_id")),
    select(literal("refusal")).where(refusals.c.message_id == bindparam("message_id")),
    select(literal("stop")).where(
        tombstones.c.id.in_([bindparam("message_id"), bindparam("turn_id")])
    ),
)


async def _find_traces(
    session: Session, question: Append, thread: KeptThread | None
) -> Sequence[str]:
    """What there is of this message already."""
    message_id = question.message.id
    agent_id = question.agent_id or (thread.thread.agent_id if thread else "")
    turn = turn_id(message_id, agent_id)
    found: Sequence[str] = await session.values(_TRACES, message_id=message_id, turn_id=turn)
    return found


async def _repeat_first_answer(session: Session, message_id: str) -> Appended:
    message = await find_message(session, message_id)
    if message is not None:
        turns = await list_turns_of(session, message_id)
        return Appended(message=message, turn=turns[0].turn if turns else None)
    refusal = await find_refusal(session, message_id)
    assert refusal is not None  # a trace was found
    return Appended(refusal=await refuse(session, refusal))


def _check(message: Message) -> None:
    check_id("message id", message.id)
    check_text(message.text, message.attachments)
    if message.role != "user":
        raise BadInput("only what a person says can be appended")
    if bytes_of(message) > MESSAGE_LIMIT:
        raise TooLong(
            phrase(
                "message_too_heavy",
                "the message has more than {most} bytes as it travels",
                most=MESSAGE_LIMIT,
            )
        )


def _stopped(message: Message) -> Refusal:
    reason = phrase("stopped_before", "it was stopped before it arrived")
    return Refusal(
        message_id=message.id,
        thread_id=message.thread_id,
        code="stopped",
        reason=reason,
        fact=reason.fact,
    )


async def _need_open_thread(
    session: Session, question: Append, kept: KeptThread | None
) -> KeptThread:
    """Raises ThreadNotFound, ThreadArchived, AgentNotFound."""
    thread_id = question.message.thread_id
    if question.agent_id is not None:
        await need_agent(session, question.agent_id)
    if kept is None and question.create:
        agent_id = question.agent_id or (await need_default(session)).id
        thread = Thread(
            id=thread_id, agent_id=agent_id, created_at=session.now, last_activity_at=session.now
        )
        await add_thread(session, thread)
        return KeptThread(thread, 1, last_position=0, last_turn=0, fence=0, deleted_at=None)
    if kept is None or kept.deleted_at is not None:
        raise ThreadNotFound(f"thread {thread_id!r} does not exist")
    if kept.thread.status == "archived":
        raise ThreadArchived(f"thread {thread_id!r} is archived")
    return kept
