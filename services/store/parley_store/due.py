"""What is due at a moment: turns that can go on, humans who did not decide in time."""

from datetime import datetime

from sqlalchemy import Table, select

from parley_store.database import Session
from parley_store.ending import cancel_now
from parley_store.outbox import wake_up
from parley_store.requests import Request, close, resume
from parley_store.rows import KeptTurn, read_turn
from parley_store.stopping import STOPPED
from parley_store.tables import is_open, turns
from parley_store.turns import change_turn, find_head, find_turn, is_runnable, wake_turns

PATIENCE = 5.0  # seconds that a runnable head waits for its first repeated wake-up
LONGEST_PATIENCE = 60.0  # seconds; it doubles up to this, for a runner that is gone for long
NOBODY = "Nobody decided in time."


async def list_due_heads(session: Session) -> list[str]:
    """Threads whose oldest open turn is due."""
    rows = await session.rows(select(turns).where(is_open).order_by(turns.c.position.desc()))
    heads = {row.thread_id: row for row in rows}
    return [each for each, row in heads.items() if is_due(read_turn(row), session.now)]


def is_due(kept: KeptTurn, now: datetime) -> bool:
    turn = kept.turn
    if not is_runnable(turn, now):
        return False
    if turn.state == "backoff" or turn.cancel or kept.woken_at is None:
        return True
    if turn.lease_until is not None and kept.woken_at < turn.lease_until:
        return True
    patience: float = min(PATIENCE * 2**kept.wakes, LONGEST_PATIENCE)
    waited = (now - kept.woken_at).total_seconds()
    return waited >= patience or waited < 0  # the machine's clock was set back


async def tend_head(session: Session, thread_id: str) -> None:
    """Let the thread's oldest turn go on, if it is still due."""
    kept = await find_head(session, thread_id)
    if kept is None or not is_due(kept, session.now):
        return
    if kept.turn.cancel:
        await cancel_now(session, kept, kept.reason or STOPPED)
    elif kept.turn.state == "backoff":
        await change_turn(session, kept.turn.id, state="queued", retry_at=None)
        await wake_turns(session, [kept.turn])
    else:
        await wake_up(session, [thread_id])
        again = min(kept.wakes + 1, 10)
        await change_turn(session, kept.turn.id, woken_at=session.now, wakes=again)


async def list_expired(session: Session, table: Table) -> list[str]:
    """Approvals or queries that nobody decided in time."""
    over = (table.c.decided.is_(False), table.c.expires_at <= session.now)
    return list(await session.values(select(table.c.id).where(*over)))


async def expire(session: Session, table: Table, request_id: str) -> None:
    """Denied or unanswered, if it still waits."""
    row = await session.row(
        select(table.c.body, table.c.n, table.c.i, table.c.turn_id).where(
            table.c.id == request_id, table.c.decided.is_(False)
        )
    )
    kept = await find_turn(session, row.turn_id) if row else None
    if row is not None and kept is not None:
        told = await close(session, kept, Request(row.body, row.n, row.i), NOBODY)
        await resume(session, kept, [told])
