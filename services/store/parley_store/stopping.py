"""Stops turns: at once if nobody runs them, else by asking their runner."""

from parley_shared.commands import StopAll, Stopped, StopThread, StopTurns
from parley_shared.errors import NothingRuns, ThreadNotFound
from parley_shared.ids import turn_id
from parley_shared.models import Turn
from sqlalchemy import select

from parley_store.database import Session
from parley_store.ending import ENDED, stop_turn
from parley_store.steers import let_all_go
from parley_store.tables import is_open, messages, stops, threads, tombstones, turns
from parley_store.turns import find_head, find_turn, list_open_turns, list_turns_of

STOPPED = "stopped"


async def stop_thread(session: Session, question: StopThread) -> Turn:
    """A stop that was taken gives its turn again, as it is now, however that has ended since.

    One that names nothing and has no `stop_id`, as older senders ask it, means the oldest turn
    anew each time: heard again, it may strike the next one.
    """
    if question.message_id is not None:
        return await _stop_answer(session, question.thread_id, question.message_id)
    if question.turn_id is not None:
        return await _stop_named(session, question.thread_id, question.turn_id)
    return await _stop_head(session, question.thread_id, question.stop_id)


async def note_nothing(session: Session, question: StopThread) -> None:
    """The stop came while nothing ran, and asked again it still means nothing."""
    is_named = question.turn_id is not None or question.message_id is not None
    if question.stop_id is None or is_named:
        return
    if await session.find(stops, id=question.stop_id) is None:
        await _keep_meant(session, question.stop_id, None)


async def stop_turns(session: Session, question: StopTurns) -> Stopped:
    """What was open in the thread when this stop was first heard."""
    known = await session.find(stops, id=question.stop_id)
    if known is not None:
        return Stopped(turns=known.turns)
    meant = len(await list_open_turns(session, question.thread_id))
    await session.add(stops, {"id": question.stop_id, "turns": meant, "at": session.now})
    await stop_all(session, question.thread_id, STOPPED)
    return Stopped(turns=meant)


async def stop_everything(session: Session, _: StopAll) -> Stopped:
    """Again it stops what has begun meanwhile."""
    busy = await session.values(select(turns.c.thread_id).where(is_open))
    for thread_id in sorted(set(busy)):
        await stop_all(session, thread_id, STOPPED)
    return Stopped(turns=len(busy))


async def stop_all(session: Session, thread_id: str, reason: str) -> None:
    """The newest first, so that none begins because the one before it ended."""
    for kept in reversed(await list_open_turns(session, thread_id)):
        await stop_turn(session, await let_all_go(session, kept), reason)


async def _stop_head(session: Session, thread_id: str, stop_id: str | None) -> Turn:
    """What the thread's oldest turn was when this stop was first heard.

    Raises NothingRuns, ThreadNotFound.
    """
    nothing = NothingRuns(f"nothing runs in thread {thread_id!r}")
    known = None if stop_id is None else await session.find(stops, id=stop_id)
    if known is not None:
        if known.turn_id is None:
            raise nothing
        return await _stop_named(session, thread_id, known.turn_id)
    head = await find_head(session, thread_id)
    if head is None:
        if await session.find(threads, id=thread_id) is None:
            raise ThreadNotFound(f"thread {thread_id!r} does not exist")
        raise nothing
    if stop_id is not None:
        await _keep_meant(session, stop_id, head.turn.id)
    return await stop_turn(session, head, STOPPED)


async def _keep_meant(session: Session, stop_id: str, turn: str | None) -> None:
    await session.add(stops, {"id": stop_id, "turn_id": turn, "at": session.now})


async def _stop_named(session: Session, thread_id: str, wanted: str) -> Turn:
    kept = await find_turn(session, wanted)
    if kept is None:
        await _leave_tombstone(session, wanted)
        return await _never_run(session, thread_id, wanted, "")
    if _was_stopped(kept.turn):
        return kept.turn
    if kept.turn.state in ENDED:
        raise NothingRuns(f"turn {wanted!r} is {kept.turn.state} already")
    return await stop_turn(session, kept, STOPPED)


async def _stop_answer(session: Session, thread_id: str, message_id: str) -> Turn:
    every = await list_turns_of(session, message_id)
    open_turns = [each for each in every if each.turn.state not in ENDED]
    if open_turns:
        return await stop_turn(session, open_turns[-1], STOPPED)
    if every and _was_stopped(every[-1].turn):
        return every[-1].turn
    stored = select(messages.c.id).where(messages.c.id == message_id)
    if await session.value(stored) is not None:
        raise NothingRuns(f"nothing answers message {message_id!r} now")
    await _leave_tombstone(session, message_id)
    return await _never_run(session, thread_id, "", message_id)


def _was_stopped(turn: Turn) -> bool:
    """Its runner may have been done, or have failed, before it heard of the stop."""
    return turn.state in ENDED and (turn.cancel or turn.state == "cancelled")


async def _leave_tombstone(session: Session, stopped: str) -> None:
    if await session.find(tombstones, id=stopped) is None:
        row = {"id": stopped, "kind": "stop", "at": session.now}
        await session.add(tombstones, row)


async def _never_run(session: Session, thread_id: str, turn: str, message_id: str) -> Turn:
    """A turn as it would have been."""
    here = select(threads.c.agent_id).where(threads.c.id == thread_id)
    agent_id = await session.value(here) or ""
    return Turn(
        id=turn or turn_id(message_id, agent_id),
        thread_id=thread_id,
        message_id=message_id,
        agent_id=agent_id,
        position=0,
        state="cancelled",
        cancel=True,
        created_at=session.now,
    )
