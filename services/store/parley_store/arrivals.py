"""Keeps a message that is accepted, by what it comes upon: with a turn, or joining one."""

from dataclasses import dataclass

from parley_shared import subjects
from parley_shared.events import Durable
from parley_shared.ids import turn_id
from parley_shared.models import Message, Query, Turn
from parley_shared.store import Appended

from parley_store.admission import Place, find_free_query, write_title
from parley_store.database import Session
from parley_store.ending import stop_turn
from parley_store.message_rows import find_message
from parley_store.outbox import tell
from parley_store.queries import keep_answer
from parley_store.requests import Request, list_open_of
from parley_store.rows import KeptThread, KeptTurn, message_columns
from parley_store.tables import messages
from parley_store.telling import tell_message, tell_title
from parley_store.threads import find_thread
from parley_store.turns import add_turn, change_turn, list_open_turns


@dataclass(frozen=True)
class Arrival:
    """A message with what it comes upon."""

    message: Message
    thread: KeptThread
    agent_id: str | None  # who answers it
    open_turns: list[KeptTurn]
    requests: list[Request]


async def look_around(
    session: Session, message: Message, thread: KeptThread, agent_id: str | None
) -> Arrival:
    open_turns = await list_open_turns(session, thread.thread.id)
    waits = open_turns and open_turns[0].turn.state == "parked"
    requests = await list_open_of(session, open_turns[0].turn.id) if waits else []
    return Arrival(message, thread, agent_id, open_turns, requests)


async def is_asked(session: Session, arrival: Arrival) -> bool:
    """Whether the agent waits for a word of who says this, whatever else it hears in the room."""
    if find_free_query(arrival.requests) is None:
        return False
    asked = await find_message(session, arrival.open_turns[0].turn.message_id)
    return asked is not None and asked.sender == arrival.message.sender


async def accept(session: Session, arrival: Arrival, place: Place) -> Appended:
    """Keep the message where `place` says, with its turn if it gets one."""
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
    session.nudge(subjects.control(message.thread_id))
    return message


async def _interrupt(session: Session, arrival: Arrival) -> Arrival:
    await stop_turn(session, arrival.open_turns[0], "interrupted")
    thread = await find_thread(session, arrival.thread.thread.id)
    assert thread is not None  # it was there a moment ago
    return await look_around(session, arrival.message, thread, arrival.agent_id)


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
