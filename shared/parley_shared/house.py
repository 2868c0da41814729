"""What whoever runs this Parley asks of the store: what was used, what failed, who is signed in."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from parley_shared.models import Channel, Model, TurnError
from parley_shared.questions import Done, Question

Axis = Literal["agent", "model", "channel", "day", "hour"]

# -- what was used


class UsageRow(Model):
    """The sum over some model calls; only what was grouped `by` is named."""

    agent_id: str | None = None
    agent_name: str | None = None
    model: str | None = None
    channel: Channel | None = None
    day: str | None = None  # "2026-11-27"
    hour: str | None = None  # "2026-11-27T09"
    calls: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    reasoning_tokens: int
    cost_micros: int
    unpriced: int  # calls whose price nobody knows
    estimated: int = 0  # calls of which no provider told what they used


class UsageRows(Model):
    rows: tuple[UsageRow, ...]  # by time, then by cost, the dearest first


class GetUsage(Question[UsageRows]):
    """Model calls from `since` to before `until`, also of threads that are gone."""

    verb = "usage.get"
    answer = UsageRows
    since: datetime
    until: datetime
    by: tuple[Axis, ...] = ()
    offset: int = Field(default=0, ge=-14 * 60, le=14 * 60)  # minutes the reader's clock is ahead


class Budget(Model):
    """What a month may cost, and what this one (in UTC) has cost so far."""

    monthly_micros: int | None = None
    spent_micros: int = 0
    state: Literal["none", "fine", "near", "over"] = "none"  # near: from 80 % on
    since: datetime


class GetBudget(Question[Budget]):
    verb = "budget.get"
    answer = Budget


class SetBudget(Question[Budget]):
    """It warns and stops nobody; None takes it away."""

    verb = "budget.set"
    answer = Budget
    monthly_micros: int | None = Field(default=None, gt=0, le=10**12)


class DailyLimit(Model):
    """What a day may cost, all agents together, and what this one (in UTC) has cost so far."""

    daily_micros: int | None = None
    spent_micros: int = 0
    since: datetime


class GetDailyLimit(Question[DailyLimit]):
    verb = "daily_limit.get"
    answer = DailyLimit


class SetDailyLimit(Question[DailyLimit]):
    """Once it is spent every turn ends where it would ask a model; None takes it away."""

    verb = "daily_limit.set"
    answer = DailyLimit
    daily_micros: int | None = Field(default=None, gt=0, le=10**12)


# -- what failed


class FailedTurn(Model):
    turn_id: str
    thread_id: str
    title: str  # of the thread
    agent_id: str
    error: TurnError | None = None
    created_at: datetime


class Failures(Model):
    items: tuple[FailedTurn, ...]  # the newest first


class ListFailures(Question[Failures]):
    verb = "turn.failures"
    answer = Failures
    limit: int = Field(default=20, ge=1, le=100)


# -- who is signed in, and what is kept for how long


class SignInRow(Model):
    """A browser that came in with the token. `key_id` names it without opening anything."""

    key_id: str
    label: str  # as the browser describes itself
    created_at: datetime
    expires_at: datetime


class SignInRows(Model):
    items: tuple[SignInRow, ...]  # the newest first


class ListSignIns(Question[SignInRows]):
    verb = "signin.list"
    answer = SignInRows


class EndSignIns(Question[Done]):
    """This one, or all."""

    verb = "signin.revoke"
    answer = Done
    key_id: str | None = None


class Retention(Model):
    """Days without activity after which an archived thread is deleted; None keeps it for ever."""

    archived_days: int | None = Field(default=None, ge=1, le=3650)


class GetRetention(Question[Retention]):
    verb = "retention.get"
    answer = Retention


class SetRetention(Question[Retention]):
    verb = "retention.set"
    answer = Retention
    retention: Retention


class Overdue(Model):
    """Threads that would be deleted now; the longest quiet first among the `titles`."""

    threads: int
    titles: tuple[str, ...] = ()


class GetOverdue(Question[Overdue]):
    """What a retention of so many days would delete; nothing is changed."""

    verb = "retention.overdue"
    answer = Overdue
    archived_days: int = Field(ge=1, le=3650)
