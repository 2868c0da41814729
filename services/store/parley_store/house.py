"""What whoever runs this Parley sets and looks up: the budget, how long things stay, faults."""

from datetime import datetime, timedelta
from typing import TypeVar

from parley_shared.house import (
    Budget,
    DailyLimit,
    FailedTurn,
    Failures,
    GetBudget,
    GetDailyLimit,
    GetOverdue,
    GetRetention,
    ListFailures,
    Overdue,
    Retention,
    SetBudget,
    SetDailyLimit,
    SetRetention,
)
from parley_shared.models import Model
from sqlalchemy import ColumnElement, and_, func, select

from parley_store.database import Session
from parley_store.tables import settings, threads, turns
from parley_store.usage import sum_cost

NEAR = 80  # percent of the budget
FORGET_AT_ONCE = 50  # threads in one transaction
TITLES = 5  # that are told of what would be deleted

M = TypeVar("M", bound=Model)


async def get_budget(session: Session, question: GetBudget) -> Budget:
    since = session.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    kept = await _read(session, "budget", SetBudget)
    limit = kept.monthly_micros if kept else None
    spent = await sum_cost(session, since)
    if limit is None:
        return Budget(spent_micros=spent, since=since)
    near = spent * 100 >= limit * NEAR
    return Budget(
        monthly_micros=limit,
        spent_micros=spent,
        state="over" if spent >= limit else "near" if near else "fine",
        since=since,
    )


async def set_budget(session: Session, question: SetBudget) -> Budget:
    await _write(session, "budget", question)
    return await get_budget(session, GetBudget())


async def get_daily_limit(session: Session, question: GetDailyLimit) -> DailyLimit:
    since = begin_of_day(session)
    spent = await sum_cost(session, since)
    return DailyLimit(daily_micros=await find_daily_limit(session), spent_micros=spent, since=since)


async def set_daily_limit(session: Session, question: SetDailyLimit) -> DailyLimit:
    await _write(session, "daily_limit", question)
    return await get_daily_limit(session, GetDailyLimit())


async def find_daily_limit(session: Session) -> int | None:
    """Micro-dollars."""
    kept = await _read(session, "daily_limit", SetDailyLimit)
    return kept.daily_micros if kept else None


def begin_of_day(session: Session) -> datetime:
    """In UTC."""
    return session.now.replace(hour=0, minute=0, second=0, microsecond=0)


async def get_retention(session: Session, question: GetRetention) -> Retention:
    return await _read(session, "retention", Retention) or Retention()


async def set_retention(session: Session, question: SetRetention) -> Retention:
    await _write(session, "retention", question.retention)
    return question.retention


async def get_overdue(session: Session, question: GetOverdue) -> Overdue:
    here = _is_overdue(session, question.archived_days)
    count = await session.value(select(func.count()).select_from(threads).where(here))
    titles = select(threads.c.title).where(here).order_by(threads.c.last_activity_at, threads.c.id)
    return Overdue(threads=count, titles=tuple(await session.values(titles.limit(TITLES))))


async def list_overdue(session: Session) -> list[str]:
    """Archived threads that have been quiet for longer than they are to be kept."""
    days = (await get_retention(session, GetRetention())).archived_days
    if days is None:
        return []
    here = select(threads.c.id).where(_is_overdue(session, days))
    return list(await session.values(here.limit(FORGET_AT_ONCE)))


def _is_overdue(session: Session, days: int) -> ColumnElement[bool]:
    return and_(
        threads.c.status == "archived",
        threads.c.pinned.is_(False),
        threads.c.deleted_at.is_(None),
        threads.c.last_activity_at <= session.now - timedelta(days=days),
    )


async def list_failures(session: Session, question: ListFailures) -> Failures:
    here = (
        select(turns, threads.c.title)
        .join(threads, threads.c.id == turns.c.thread_id)
        .where(turns.c.state == "failed", threads.c.deleted_at.is_(None))
        .order_by(turns.c.created_at.desc(), turns.c.id.desc())
    )
    rows = await session.rows(here.limit(question.limit))
    return Failures(
        items=tuple(
            FailedTurn(
                turn_id=row.id,
                thread_id=row.thread_id,
                title=row.title,
                agent_id=row.agent_id,
                error=row.error,
                created_at=row.created_at,
            )
            for row in rows
        )
    )


async def _read(session: Session, name: str, model: type[M]) -> M | None:
    row = await session.find(settings, name=name)
    return model.model_validate_json(row.value) if row else None


async def _write(session: Session, name: str, setting: Model) -> None:
    value = setting.model_dump_json()
    if not await session.change(settings, {"name": name}, value=value):
        await session.add(settings, {"name": name, "value": value})
