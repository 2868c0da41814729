"""Messages that join a running turn: they wait until its runner takes them in."""

from dataclasses import replace

from parley_shared.models import Message
from sqlalchemy import func, select, update

from parley_store.database import Session
from parley_store.rows import KeptTurn, first_that_fit
from parley_store.tables import messages
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
    waits = (messages.c.id == message_id, messages.c.joined.is_(False))
    here = update(messages).where(*waits, messages.c.joins == kept.turn.id)
    joined = await session.run(here.values(joined=True))
    return await _wait_less(session, kept, joined)


async def stop_waiting(session: Session, kept: KeptTurn, message_id: str) -> KeptTurn:
    """It joins nothing any more."""
    waits = (messages.c.id == message_id, messages.c.joined.is_(False))
    here = update(messages).where(*waits, messages.c.joins == kept.turn.id)
    return await _wait_less(session, kept, await session.run(here.values(joins=None)))


async def let_all_go(session: Session, kept: KeptTurn) -> KeptTurn:
    """Nothing joins the turn any more, and nothing will be answered in its place."""
    here = update(messages).where(messages.c.joins == kept.turn.id, messages.c.joined.is_(False))
    return await _wait_less(session, kept, await session.run(here.values(joins=None)))


async def find_newest_answered(session: Session, kept: KeptTurn) -> int:
    """Position of the newest message that the turn answers: its answer is shown below that."""
    asked = select(messages.c.anchor).where(messages.c.id == kept.turn.message_id)
    joined = select(func.max(messages.c.position)).where(
        messages.c.joins == kept.turn.id, messages.c.joined
    )
    return max(await session.value(asked) or 0, await session.value(joined) or 0)


async def _wait_less(session: Session, kept: KeptTurn, fewer: int) -> KeptTurn:
    if not fewer:
        return kept
    kept = replace(kept, steers=max(0, kept.steers - fewer))
    await change_turn(session, kept.turn.id, steers=kept.steers)
    return kept
