"""Accepts what a person says: once, in order, with the turn that answers it."""

from collections.abc import Sequence
from dataclasses import dataclass

from parley_shared import subjects
from parley_shared.errors import BadInput, ThreadArchived, ThreadNotFound, TooLong
from parley_shared.events import Durable
from parley_shared.ids import turn_id
from parley_shared.models import Message, Query, Refusal, Thread, Turn
from parley_shared.shortening import MESSAGE_LIMIT
from parley_shared.store import Append, Appended, GetMessage, MessageState
from sqlalchemy import bindparam, literal, select, union_all

from parley_store.admission import (
    Place,
    choose_agent,
    choose_place,
    find_free_query,
    write_title,
)
from parley_store.agents import need_agent, need_default
from parley_store.checks import check_id, check_text
from parley_store.database import Session
from parley_store.file_rows import use_files
from parley_store.message_rows import find_message
from parley_store.outbox import tell
from parley_store.queries import keep_answer
from parley_store.refusals import find_refusal, refuse
from parley_store.requests import Request, list_open_of
from parley_store.rows import KeptThread, KeptTurn, bytes_of, message_columns
from parley_store.stopping import stop_turn
from parley_store.tables import messages, refusals, tombstones
from parley_store.telling import tell_message, tell_title
from parley_store.threads import add_thread, find_thread
from parley_store.turns import add_turn, change_turn, list_open_turns, list_turns_of


@dataclass(frozen=True)
class Arrival:
    """A message with what it comes upon."""

    message: Message
    thread: KeptThread
    agent_id: str | None  # who answers it
    open_turns: list[KeptTurn]
    requests: list[Request]


async def append(session: Session, question: Append) -> Appended:
    """The same id again gives the first answer again."""
    message = question.message
    known = await find_thread(session, message.thread_id)
    seen = await _find_traces(session, question, known)
    if "message" in seen or "refusal" in seen:
        return await _repeat_first_answer(session, message.id)
    _check(message)
    session.memory.take_token(message.sender or message.source, session.now)
    thread = await _need_open_thread(session, question, known)
    if "stop" in seen:
        return Appended(refusal=await refuse(session, _stopped(message)))
    agent_id = choose_agent(thread.thread, question.agent_id)
    arrival = await _look_around(session, message, thread, agent_id)
    place = choose_place(
        thread.thread, agent_id, question.mode, arrival.open_turns, arrival.requests
    )
    await use_files(session, thread.thread.id, message.attachments)
    return await _accept(session, arrival, place)


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
        raise TooLong(f"the message has more than {MESSAGE_LIMIT} bytes as it travels")


def _stopped(message: Message) -> Refusal:
    return Refusal(
        message_id=message.id,
        thread_id=message.thread_id,
        code="stopped",
        reason="it was stopped before it arrived",
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


async def _look_around(
    session: Session, message: Message, thread: KeptThread, agent_id: str | None
) -> Arrival:
    open_turns = await list_open_turns(session, thread.thread.id)
    waits = open_turns and open_turns[0].turn.state == "parked"
    requests = await list_open_of(session, open_turns[0].turn.id) if waits else []
    return Arrival(message, thread, agent_id, open_turns, requests)


async def _accept(session: Session, arrival: Arrival, place: Place) -> Appended:
    match place:
        case "keep":
            return Appended(message=await _keep(session, arrival, None))
        case "answer":
            return Appended(message=await _answer(session, arrival))
        case "steer":
            return Appended(message=await _steer(session, arrival))
        case "interrupt":
            arrival = await _interrupt(session, arrival)
    turn = _make_turn(session, arrival)
    return Appended(message=await _keep(session, arrival, turn), turn=turn)


async def _answer(session: Session, arrival: Arrival) -> Message:
    """The message is the answer to what the agent asked."""
    head = arrival.open_turns[0]
    request = find_free_query(arrival.requests)
    assert request is not None and isinstance(request.asked, Query)  # as it was placed
    message = await _keep(session, arrival, None, joins=head.turn.id, joined=True)
    said = (message.text.strip() or "(a file)",)
    by, surface = message.sender, message.source
    await keep_answer(session, head, request, said, by=by, surface=surface)
    return message


async def _steer(session: Session, arrival: Arrival) -> Message:
    """The message joins the running turn; a place in the queue is kept for it."""
    head = arrival.open_turns[0]
    message = await _keep(session, arrival, None, joins=head.turn.id, joined=False)
    await change_turn(session, head.turn.id, steers=head.steers + 1)
    session.nudges.append(subjects.control(message.thread_id))
    return message


async def _interrupt(session: Session, arrival: Arrival) -> Arrival:
    await stop_turn(session, arrival.open_turns[0], "interrupted")
    thread = await find_thread(session, arrival.thread.thread.id)
    assert thread is not None  # it was there a moment ago
    return await _look_around(session, arrival.message, thread, arrival.agent_id)


def _make_turn(session: Session, arrival: Arrival) -> Turn:
    assert arrival.agent_id is not None  # somebody answers
    return Turn(
        id=turn_id(arrival.message.id, arrival.agent_id),
        thread_id=arrival.message.thread_id,
        message_id=arrival.message.id,
        agent_id=arrival.agent_id,
        position=arrival.thread.last_turn + 1,
        state="queued",
        created_at=session.now,
    )


async def _keep(
    session: Session,
    arrival: Arrival,
    turn: Turn | None,
    *,
    joins: str | None = None,
    joined: bool = False,
) -> Message:
    """The message, its turn, and what is told of them."""
    thread, behind = arrival.thread, len(arrival.open_turns)
    message = _place(session, arrival)
    told: list[Durable] = tell_message(message, turn, behind, session.now)
    takes_turn = turn is not None or (joins is not None and not joined)
    changes: dict[str, object] = {
        "last_position": message.position,
        "last_activity_at": session.now,
        "last_turn": thread.last_turn + takes_turn,
    }
    if not thread.thread.title and (title := write_title(message)):
        titled = thread.thread.model_copy(update={"title": title})
        told.append(tell_title(titled, session.now))
        changes["title"] = title
    wake = turn is not None and not behind
    numbered = await tell(session, message.thread_id, told, wake=wake, changes=changes)
    columns = message_columns(message) | {"joins": joins, "joined": joined}
    columns["turn_position"] = thread.last_turn + 1 if takes_turn else None
    await session.add(messages, {**columns, "seq": numbered[0].seq})
    if turn is not None:
        await add_turn(session, turn, numbered[0].seq, session.now if wake else None)
    return message


def _place(session: Session, arrival: Arrival) -> Message:
    """At the end of the thread, with nothing that only an answer has."""
    said, position = arrival.message, arrival.thread.last_position + 1
    return Message(
        id=said.id,
        thread_id=said.thread_id,
        position=position,
        anchor=position,
        role="user",
        text=said.text,
        source=said.source,
        sender=said.sender,
        agent_id=arrival.agent_id,
        attachments=said.attachments,
        client_time=said.client_time,
        created_at=session.now,
    )
