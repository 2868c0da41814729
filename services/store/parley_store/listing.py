"""Lists threads: pinned ones first, then those where something happened last."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from parley_shared.errors import BadInput
from parley_shared.models import Passage, Thread, ThreadRow
from parley_shared.store import GetThreadRows, ListSubagents, ListThreads, ThreadPage, ThreadRows
from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from parley_store.database import Session
from parley_store.rows import first_that_fit, read_thread
from parley_store.search import find_passages, is_found
from parley_store.tables import is_open, messages, steps, threads, turns

EXCERPT = 200  # characters
MOST_SUBAGENTS = 200
NONE: Mapping[str, Passage] = {}
PAGE = 600 * 1024  # bytes: each thread may have instructions of its own


async def list_threads(session: Session, question: ListThreads) -> ThreadPage:
    """Raises BadInput for a cursor that no page gave."""
    shown = (threads.c.status == question.status, threads.c.parent_turn_id.is_(None))
    here = _select_rows().where(*shown)
    if (found := is_found(session, question.q)) is not None:
        here = here.where(found)
    if question.working:
        open_in = select(turns.c.thread_id).where(is_open)
        here = here.where(threads.c.id.in_(open_in))
    if question.before is not None:
        here = here.where(_is_after(question.before))
    order = (threads.c.pinned.desc(), threads.c.last_activity_at.desc(), threads.c.id.desc())
    rows = await session.rows(here.order_by(*order).limit(question.limit + 1))
    page = rows[: question.limit]
    passages = await find_passages(session, question.q, [row.id for row in page])
    items = tuple(first_that_fit(await _describe(session, page, passages), PAGE))
    more = len(rows) > len(items)
    return ThreadPage(items=items, next=_write_cursor(items[-1].thread) if more else None)


async def get_thread_rows(session: Session, question: GetThreadRows) -> ThreadRows:
    rows = await session.rows(_select_rows().where(threads.c.id.in_(question.thread_ids)))
    return _fit(await _describe(session, rows))


async def list_subagents(session: Session, question: ListSubagents) -> ThreadRows:
    c = threads.c
    here = _select_rows().where(
        c.parent_thread_id == question.thread_id, c.parent_turn_id.is_not(None)
    )
    rows = await session.rows(here.order_by(c.number).limit(MOST_SUBAGENTS))
    return _fit(await _describe(session, rows))


def _fit(rows: Sequence[ThreadRow]) -> ThreadRows:
    fitting = first_that_fit(rows, PAGE)
    left = tuple(row.thread.id for row in rows[len(fitting) :])
    return ThreadRows(rows=tuple(fitting), left=left)


def _select_rows() -> Select[Any]:  # columns say their types
    """Threads with the beginning of their newest message."""
    other = messages.alias()
    newest = (
        select(other.c.number)
        .where(other.c.thread_id == threads.c.id, other.c.deleted.is_(False))
        .order_by(other.c.position.desc())
        .limit(1)
        .correlate(threads)
        .scalar_subquery()
    )
    excerpt = func.substr(messages.c.text, 1, EXCERPT).label("last_text")
    told = messages.c.seq.label("last_seq")
    return (
        select(threads, excerpt, messages.c.role.label("last_role"), told)
        .select_from(threads.outerjoin(messages, messages.c.number == newest))
        .where(threads.c.deleted_at.is_(None))
    )


async def _read_states(session: Session, thread_ids: Sequence[str]) -> dict[str, list[str]]:
    """Of each thread's open turns, the oldest first."""
    here = select(turns.c.thread_id, turns.c.state).where(
        is_open, turns.c.thread_id.in_(thread_ids)
    )
    found: dict[str, list[str]] = {thread_id: [] for thread_id in thread_ids}
    delegating = set(await _list_delegating(session, thread_ids))
    working = delegating - await _list_asking(session, delegating)
    for row in await session.rows(here.order_by(turns.c.position)):
        works = row.state == "parked" and row.thread_id in working
        found[row.thread_id].append("running" if works else row.state)
    return found


async def _list_delegating(session: Session, thread_ids: Sequence[str]) -> Sequence[str]:
    """Threads that wait for sub-agents."""
    waits = (turns.c.state == "parked", turns.c.thread_id.in_(thread_ids))
    begun = (steps.c.kind == "child", steps.c.state == "started")
    found: Sequence[str] = await session.values(
        select(turns.c.thread_id).join(steps, steps.c.turn_id == turns.c.id).where(*waits, *begun)
    )
    return found


async def _list_asking(session: Session, thread_ids: Collection[str]) -> set[str]:
    """Those of them whose sub-agents, or theirs, wait for a human."""
    if not thread_ids:
        return set()
    child, its = threads.alias(), turns.alias()
    parked = select(turns.c.thread_id, child.c.id.label("child_id")).select_from(
        turns.join(child, child.c.parent_turn_id == turns.c.id).join(
            its, its.c.thread_id == child.c.id
        )
    )
    here = (turns.c.thread_id.in_(thread_ids), turns.c.state == "parked", its.c.state == "parked")
    rows = await session.rows(parked.where(*here))
    delegating = set(await _list_delegating(session, [row.child_id for row in rows]))
    working = delegating - await _list_asking(session, delegating)
    return {row.thread_id for row in rows if row.child_id not in working}


async def _describe(
    session: Session,
    rows: Sequence[Row[Any]],  # columns say their types
    passages: Mapping[str, Passage] = NONE,
) -> tuple[ThreadRow, ...]:
    states = await _read_states(session, [row.id for row in rows])
    return tuple(
        ThreadRow(
            thread=read_thread(row).thread,
            last_text=row.last_text or "",
            last_role=row.last_role,
            running=states[row.id][:1] not in ([], ["parked"]),
            waiting=states[row.id][:1] == ["parked"],
            queued=max(0, len(states[row.id]) - 1),
            seq=row.seq,
            last_seq=row.last_seq or 0,
            passage=passages.get(row.id),
        )
        for row in rows
    )


def _write_cursor(thread: Thread) -> str:
    at = round(thread.last_activity_at.timestamp() * 1000)
    return f"{int(thread.pinned)}.{at}.{thread.id}"


def _is_after(cursor: str) -> ColumnElement[bool]:
    pinned, _, rest = cursor.partition(".")
    milliseconds, _, thread_id = rest.partition(".")
    if pinned not in ("0", "1") or not milliseconds.isdecimal() or len(milliseconds) > 14:
        raise BadInput(f"cursor {cursor[:80]!r} is none that a page gave")
    at = datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    c = threads.c
    later = or_(c.last_activity_at < at, and_(c.last_activity_at == at, c.id < thread_id))
    same = c.pinned.is_(pinned == "1")
    return or_(and_(same, later), c.pinned.is_(False)) if pinned == "1" else and_(same, later)
