"""Messages that join a running turn: they wait until its runner takes them in."""

from dataclasses import replace

from parley_shared.models import Message, Turn
from sqlalchemy import bindparam, func, select

from parley_store.database import Session
from parley_store.rows import KeptTurn, first_that_fit
from parley_store.tables import messages, threads
from parley_store.turns import change_turn

HANDED_OUT = 512 * 1024  # bytes at once


async def list_steers(session: Session, turn_id: str) -> list[Message]:
    """Those that wait, in the order of their acceptance; the rest comes when these have joined."""
    here = select(messages.c.body).where(messages.c.joins == turn_id, messages.c.joined.is_(False))
    waiting = await session.values(here.order_by(messages.c.position))
    return first_that_fit(waiting, HANDED_OUT)


async def list_waiting(session: Session, turn_id: str) -> list[tuple[Message, int]]:
    """Those that wait, each with the place in the queue that was kept for it."""
    here = select(messages.c.body, messages.c.turn_position).where(
        messages.c.joins == turn_id, messages.c.joined.is_(False)
    )
    rows = await session.rows(here.order_by(messages.c.position))
    return [(row.body, row.turn_position) for row in rows]


async def join_turn(session: Session, kept: KeptTurn, message_id: str) -> KeptTurn:
    waits = {"id": message_id, "joins": kept.turn.id, "joined": False}
    return await _wait_less(session, kept, await session.change(messages, waits, joined=True))


async def stop_waiting(session: Session, kept: KeptTurn, message_id: str) -> KeptTurn:
    """It joins nothing any more."""
    waits = {"id": message_id, "joins": kept.turn.id, "joined": False}
    return await _wait_less(session, kept, await session.change(messages, waits, joins=None))


async def let_all_go(session: Session, kept: KeptTurn) -> KeptTurn:
    """Nothing joins the turn any more, and nothing will be answered in its place."""
    waiting = {"joins": kept.turn.id, "joined": False}
    return await _wait_less(session, kept, await session.change(messages, waiting, joins=None))


_PLACE = select(
    threads.c.last_position,
    select(messages.c.anchor)
    .where(messages.c.id == bindparam("asked"))
    .scalar_subquery()
    .label("asked"),
    select(func.max(messages.c.position))
    .where(messages.c.joins == bindparam("turn_id"), messages.c.joined)
    .scalar_subquery()
    .label("joined"),
).where(threads.c.id == bindparam("thread_id"))


async def find_place(session: Session, turn: Turn) -> tuple[int, int]:
    """Where the turn's answer goes: its position, and below the newest message it answers."""
    bound = {"asked": turn.message_id, "turn_id": turn.id, "thread_id": turn.thread_id}
    row = await session.row(_PLACE, **bound)
    assert row is not None  # turns go with their thread
    position = row.last_position + 1
    return position, max(row.asked or 0, row.joined or 0) or position


async def _wait_less(session: Session, kept: KeptTurn, fewer: int) -> KeptTurn:
    if not fewer:
        return kept
    kept = replace(kept, steers=max(0, kept.steers - fewer))
    await change_turn(session, kept.turn.id, steers=kept.steers)
    return kept
