"""A thread's turns: which one is next, how one is queued, whose it is."""

from collections.abc import Sequence
from datetime import datetime

from parley_shared.errors import Stale
from parley_shared.models import Turn
from parley_shared.store import GetRunnable, Runnable
from sqlalchemy import bindparam, select, update

from parley_store.database import Session
from parley_store.outbox import wake_up
from parley_store.rows import KeptTurn, read_turn
from parley_store.tables import is_open, turns

LEASE = 6.0  # seconds
LONGEST_BACKOFF = 3_600.0  # seconds
_OPEN = (
    select(turns)
    .where(turns.c.thread_id == bindparam("thread_id"), is_open)
    .order_by(turns.c.position)
)
_HEAD = _OPEN.limit(1)
NEVER_RAN = 0  # `attempt` of a turn that nobody has claimed


async def find_turn(session: Session, turn_id: str) -> KeptTurn | None:
    row = await session.find(turns, id=turn_id)
    return read_turn(row) if row else None


async def list_open_turns(session: Session, thread_id: str) -> list[KeptTurn]:
    """The oldest first: only that one can run."""
    return [read_turn(row) for row in await session.rows(_OPEN, thread_id=thread_id)]


async def find_head(session: Session, thread_id: str) -> KeptTurn | None:
    """The thread's oldest open turn."""
    row = await session.row(_HEAD, thread_id=thread_id)
    return read_turn(row) if row else None


async def list_turns_of(session: Session, message_id: str) -> list[KeptTurn]:
    """The oldest first: a message that is answered again has several."""
    here = select(turns).where(turns.c.message_id == message_id)
    return [read_turn(row) for row in await session.rows(here.order_by(turns.c.position))]


async def need_held(session: Session, turn_id: str, fence: int) -> KeptTurn:
    """The turn, if `fence` is its newest claim's and it runs. Raises Stale."""
    return check_held(await find_turn(session, turn_id), turn_id, fence)


def check_held(kept: KeptTurn | None, turn_id: str, fence: int) -> KeptTurn:
    if kept is None or kept.turn.fence != fence or kept.turn.state != "running":
        raise Stale(f"turn {turn_id!r} is not held with fence {fence} any longer")
    return kept


async def add_turn(
    session: Session, turn: Turn, first_seq: int, woken_at: datetime | None = None
) -> None:
    row = {name: getattr(turn, name) for name in Turn.model_fields}
    await session.add(turns, {**row, "first_seq": first_seq, "woken_at": woken_at})


async def change_turn(session: Session, turn_id: str, **columns: object) -> None:
    await session.change(turns, {"id": turn_id}, **columns)


def is_runnable(turn: Turn, now: datetime) -> bool:
    """Whether a runner that claims this head would get it."""
    match turn.state:
        case "queued":
            return True
        case "running":
            return not is_leased(turn, now)
        case "backoff":
            return not is_backing_off(turn, now)
    return False


def is_leased(turn: Turn, now: datetime) -> bool:
    """A lease that ends too late was given before the machine's clock was set back."""
    left = (turn.lease_until - now).total_seconds() if turn.lease_until else 0.0
    return 0 < left <= LEASE


def is_backing_off(turn: Turn, now: datetime) -> bool:
    """As with a lease: one that ends too late was given before the clock was set back."""
    left = (turn.retry_at - now).total_seconds() if turn.retry_at else 0.0
    return 0 < left <= LONGEST_BACKOFF


async def wake_head(session: Session, thread_id: str) -> None:
    """To be called after whatever may have made the thread's oldest turn runnable."""
    head = await find_head(session, thread_id)
    if head is not None and is_runnable(head.turn, session.now):
        await wake_turns(session, [head.turn])


async def wake_turns(session: Session, heads: Sequence[Turn]) -> None:
    if not heads:
        return
    await wake_up(session, [turn.thread_id for turn in heads])
    here = turns.c.id.in_([turn.id for turn in heads])
    await session.run(update(turns).where(here).values(woken_at=session.now, wakes=0))


async def list_runnable_heads(session: Session) -> list[Turn]:
    """Of every thread whose oldest turn can run now."""
    rows = await session.rows(select(turns).where(is_open).order_by(turns.c.position.desc()))
    heads = {row.thread_id: read_turn(row).turn for row in rows}
    return [turn for turn in heads.values() if is_runnable(turn, session.now)]


async def get_runnable(session: Session, question: GetRunnable) -> Runnable:
    if question.runner is not None:
        held = select(turns.c.thread_id).where(
            turns.c.runner == question.runner, turns.c.state == "running"
        )
        return Runnable(thread_ids=tuple(await session.values(held)))
    heads = await list_runnable_heads(session)
    return Runnable(thread_ids=tuple(turn.thread_id for turn in heads))
