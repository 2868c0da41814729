"""Ends a turn: its answer, its cost, and what was waiting for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from parley_shared import subjects
from parley_shared.errors import BadInput, Stale
from parley_shared.events import Durable, MessageReady
from parley_shared.ids import answer_id, turn_id
from parley_shared.models import Delivery, Message, Turn, TurnError, Usage
from parley_shared.shortening import shorten
from parley_shared.store import Finish, Finished, Handoff

from parley_store.addressing import CHANNEL, find_hearers
from parley_store.children import describe_end, settle_child
from parley_store.database import Session
from parley_store.handing_over import hand_over, tell_handoff
from parley_store.journal import list_open_children
from parley_store.message_rows import find_message
from parley_store.outbox import tell
from parley_store.partial import build_partial
from parley_store.requests import close, list_open_of
from parley_store.rows import KeptTurn, message_columns
from parley_store.steers import find_place, list_waiting
from parley_store.tables import messages
from parley_store.telling import about_turn, tell_ended, tell_queued
from parley_store.turns import (
    add_turn,
    change_turn,
    find_turn,
    is_runnable,
    list_open_turns,
    wake_head,
)

ENDED = ("done", "failed", "cancelled")
TURN_OVER = "The turn has ended."
NOBODY_WAITS = "nobody waits for it any more"


@dataclass(frozen=True)
class Ending:
    state: Literal["done", "failed", "cancelled"]
    message: Message | None = None
    usage: Usage | None = None
    error: TurnError | None = None
    reason: str | None = None  # of a cancelled one
    handoff: Handoff | None = None


async def finish(session: Session, question: Finish) -> Finished:
    """Again it gives the first answer. Raises Stale."""
    kept = await find_turn(session, question.turn_id)
    if kept is None or kept.turn.fence != question.fence:
        raise Stale(f"turn {question.turn_id!r} is not held with fence {question.fence}")
    if kept.turn.state in ENDED:
        return Finished(message=await _find_answer(session, kept.turn))
    if kept.turn.state != "running":
        raise Stale(f"turn {question.turn_id!r} is {kept.turn.state} and not running")
    if question.state == "failed" and question.error is None:
        raise BadInput("a failed turn must say why")
    ending = Ending(
        question.state,
        question.message,
        question.usage,
        question.error,
        kept.reason,
        question.handoff if question.state == "done" and not kept.turn.cancel else None,
    )
    _, answer = await end_turn(session, kept, ending)
    return Finished(message=answer)


async def stop_turn(session: Session, kept: KeptTurn, reason: str) -> Turn:
    """A turn that runs is ended by its runner, or by the clock once the runner is gone."""
    turn = kept.turn
    if turn.state != "running" or is_runnable(turn, session.now):
        return await cancel_now(session, kept, reason)
    if not turn.cancel:
        await change_turn(session, turn.id, cancel=True, reason=reason)
    session.nudge(subjects.control(turn.thread_id))
    return turn.model_copy(update={"cancel": True})


async def cancel_now(session: Session, kept: KeptTurn, reason: str) -> Turn:
    """End a turn that no runner holds, with what was seen of its answer."""
    message = await build_partial(session, kept, "cancelled")
    turn, _ = await end_turn(session, kept, Ending("cancelled", message, reason=reason))
    return turn


async def fail_now(session: Session, kept: KeptTurn, error: TurnError) -> Turn:
    """End a turn that can't be run, with what was seen of its answer."""
    message = await build_partial(session, kept, "error")
    turn, _ = await end_turn(session, kept, Ending("failed", message, error=error))
    return turn


async def end_turn(session: Session, kept: KeptTurn, ending: Ending) -> tuple[Turn, Message | None]:
    """The turn as it ended, and its answer as it is kept."""
    ended = {"state": ending.state, "error": ending.error, "lease_until": None, "retry_at": None}
    turn = kept.turn.model_copy(update=ended)
    told = await _close_requests(session, kept)
    if kept.turn.state == "parked":
        session.nudge(subjects.control(turn.thread_id))  # somebody may keep it warm
    if ending.handoff is not None:
        told.append(tell_handoff(turn, ending.handoff, session.now))
    answer = None if ending.message is None else await _place(session, turn, ending.message)
    if answer is not None:
        told.append(MessageReady(**about_turn(turn, session.now), message=answer))
    told.append(
        tell_ended(
            turn,
            usage=ending.usage,
            duration_ms=_duration(session, kept),
            reason=ending.reason or "stopped",
            at=session.now,
        )
    )
    numbered = await tell(session, turn.thread_id, told, changes=_changes(session, ending, answer))
    if answer is not None:
        seq = next(each.seq for each in numbered if isinstance(each, MessageReady))
        await session.add(messages, {**message_columns(answer), "seq": seq, "joined": False})
    await change_turn(session, turn.id, **ended, reason=ending.reason, steers=0)
    if kept.steers:
        await _queue_steers(session, kept)
    if answer is not None and ending.handoff is not None:
        await hand_over(session, turn, answer, ending.handoff)
    await _stop_children(session, turn)
    if turn.depth:
        await settle_child(session, turn, describe_end(turn, answer, ending.usage))
    await wake_head(session, turn.thread_id)
    return turn, answer


async def _stop_children(session: Session, turn: Turn) -> None:
    for step in await list_open_children(session, turn.id):
        child = await find_turn(session, step.turn_id)
        if child is not None and child.turn.state not in ENDED:
            await stop_turn(session, child, NOBODY_WAITS)


async def _close_requests(session: Session, kept: KeptTurn) -> list[Durable]:
    if kept.turn.state != "parked":
        return []
    requests = await list_open_of(session, kept.turn.id)
    return [await close(session, kept, request, TURN_OVER) for request in requests]


def _changes(session: Session, ending: Ending, answer: Message | None) -> dict[str, object]:
    """What the ending changes in its thread: the same that its events change in a view."""
    changes: dict[str, object] = {}
    if answer is not None:
        changes |= {"last_position": answer.position, "last_activity_at": session.now}
    usage = ending.usage
    if ending.state == "done" and usage is not None:
        spent = usage.input_tokens + usage.output_tokens
        changes |= {"more_total_tokens": spent, "more_cost_micros": usage.cost_micros or 0}
    return changes


async def _place(session: Session, turn: Turn, message: Message) -> Message:
    """The answer below the newest message it answers, whatever its maker thought of that."""
    position, anchor = await find_place(session, turn)
    chats = await find_hearers(session, turn.thread_id, turn.message_id)
    placed = message.model_copy(
        update={
            "id": answer_id(turn.id),
            "thread_id": turn.thread_id,
            "position": position,
            "anchor": anchor,
            "role": "assistant",
            "agent_id": turn.agent_id,
            "turn_id": turn.id,
            "reply_to": turn.message_id,
            "deliveries": tuple(Delivery(channel=CHANNEL, chat=chat) for chat in chats),
            "pending": False,
            "deleted": False,
        }
    )
    return shorten(placed)


async def _queue_steers(session: Session, kept: KeptTurn) -> None:
    """Messages that the turn did not take in are answered by turns of their own."""
    waiting = await list_waiting(session, kept.turn.id)
    await session.change(messages, {"joins": kept.turn.id, "joined": False}, joins=None)
    for message, position in waiting:
        agent_id = message.agent_id or kept.turn.agent_id
        turn = Turn(
            id=turn_id(message.id, agent_id),
            thread_id=message.thread_id,
            message_id=message.id,
            agent_id=agent_id,
            position=position,
            state="queued",
            created_at=session.now,
        )
        behind = _count_before(await list_open_turns(session, turn.thread_id), position)
        told = await tell(session, turn.thread_id, [tell_queued(turn, behind, session.now)])
        await add_turn(session, turn, told[0].seq)


def _count_before(open_turns: Sequence[KeptTurn], position: int) -> int:
    return sum(each.turn.position < position for each in open_turns)


async def _find_answer(session: Session, turn: Turn) -> Message | None:
    return await find_message(session, answer_id(turn.id))


def _duration(session: Session, kept: KeptTurn) -> int | None:
    """Milliseconds since the first claim."""
    if kept.started_at is None:
        return None
    return round((session.now - kept.started_at).total_seconds() * 1000)
