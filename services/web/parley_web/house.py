"""What the admin pages show of the whole house: usage, budget, failures, how long things stay."""

import csv
import io
from datetime import datetime
from typing import Annotated

from fastapi import Query, Response
from parley_shared.house import (
    Axis,
    Budget,
    DailyLimit,
    Failures,
    GetBudget,
    GetDailyLimit,
    GetOverdue,
    GetRetention,
    GetUsage,
    ListFailures,
    Overdue,
    Retention,
    SetBudget,
    SetDailyLimit,
    SetRetention,
    UsageRow,
    UsageRows,
)
from pydantic import AwareDatetime

from parley_web.web import Here, make_router

router = make_router("/api", "house")

Since = Annotated[AwareDatetime, Query(alias="from")]
Until = Annotated[AwareDatetime, Query(alias="to")]
By = Annotated[list[Axis], Query(default_factory=list, max_length=3)]
Offset = Annotated[int, Query(ge=-14 * 60, le=14 * 60)]
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


@router.get("/usage")
async def get_usage(web: Here, since: Since, until: Until, by: By, offset: Offset = 0) -> UsageRows:
    """Tokens and cost, summed `by` any axes; `offset`: minutes your clock is ahead of UTC."""
    return await web.bus.ask(_ask(since, until, by, offset))


@router.get("/usage.csv")
async def get_usage_csv(
    web: Here, since: Since, until: Until, by: By, offset: Offset = 0
) -> Response:
    rows = (await web.bus.ask(_ask(since, until, by, offset))).rows
    name = f"parley-usage-{since:%Y-%m-%d}-{until:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write_csv(rows, by), media_type="text/csv", headers=headers)


def write_csv(rows: tuple[UsageRow, ...], by: list[Axis]) -> str:
    """With the columns it was summed by first."""
    named = {"agent": ("agent_id", "agent_name")}
    keys = [name for axis in by for name in named.get(axis, (axis,))]
    counts = ("calls", "input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens")
    columns = [*keys, *counts, "cost_micros", "unpriced", "estimated"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(getattr(row, name)) for name in columns] for row in rows)
    return text.getvalue()


@router.get("/budget")
async def get_budget(web: Here) -> Budget:
    return await web.bus.ask(GetBudget())


@router.put("/budget")
async def set_budget(new: SetBudget, web: Here) -> Budget:
    """What a month may cost; null takes the budget away. It warns and stops nobody."""
    return await web.bus.ask(new)


@router.get("/daily-limit")
async def get_daily_limit(web: Here) -> DailyLimit:
    return await web.bus.ask(GetDailyLimit())


@router.put("/daily-limit")
async def set_daily_limit(new: SetDailyLimit, web: Here) -> DailyLimit:
    """What a day may cost; null takes the limit away. Once it is spent no model is asked."""
    return await web.bus.ask(new)


@router.get("/failures")
async def list_failures(web: Here, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> Failures:
    """Turns that failed, the newest first."""
    return await web.bus.ask(ListFailures(limit=limit))


@router.get("/retention")
async def get_retention(web: Here) -> Retention:
    return await web.bus.ask(GetRetention())


@router.get("/retention/overdue")
async def get_overdue(web: Here, archived_days: Annotated[int, Query(ge=1, le=3650)]) -> Overdue:
    """What a retention of so many days would delete; nothing is changed."""
    return await web.bus.ask(GetOverdue(archived_days=archived_days))


@router.put("/retention")
async def set_retention(new: Retention, web: Here) -> Retention:
    """Days an archived, quiet thread is kept; null keeps it for ever."""
    return await web.bus.ask(SetRetention(retention=new))


def _ask(since: datetime, until: datetime, by: list[Axis], offset: int) -> GetUsage:
    return GetUsage(since=since, until=until, by=tuple(by), offset=offset)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULAS) else text
