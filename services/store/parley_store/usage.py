"""Counts what model calls use, and adds it up."""

from datetime import datetime
from typing import Any

from parley_shared.errors import TooBig
from parley_shared.house import Axis, GetUsage, UsageRow, UsageRows
from parley_shared.journal import CompactStep, LlmStep
from parley_shared.models import Turn, Usage
from sqlalchemy import ColumnElement, Integer, bindparam, cast, exists, func, insert, select

from parley_store.database import Session
from parley_store.origins import find_origin
from parley_store.rows import bytes_of
from parley_store.tables import agents, messages, turns, usage
from parley_store.wording import TIMES, FieldOf, TimeOf

ANSWER = 800 * 1024  # bytes
TOO_MANY = (
    "these are {count} sums, more than one answer holds: ask for less time at once, or in larger "
    "steps (by day instead of by hour)"
)

COUNTED = ("input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens")

# In place of a step's number: what the title took, and what the summary before step 0 took. The
# summary before step 1 is one less, and so on.
TITLE, SUMMARY = -1, -2

# Beyond all steps: what calls of step 0 used that were lost, a model each; then those of step 1.
LOST, MODELS = 1_000_000, 100

_CHANNEL = (
    select(FieldOf(messages.c.body, "source"))
    .where(messages.c.id == bindparam("of_message"))
    .scalar_subquery()
)
_GIVEN = ("turn_id", "step", "at", "agent_id", "model", *COUNTED, "cost_micros", "estimated")
_new = {name: bindparam(f"new_{name}", type_=usage.c[name].type) for name in _GIVEN}
_counted = exists().where(usage.c.turn_id == _new["turn_id"], usage.c.step == _new["step"])
# A step that is told again was counted the first time.
_COUNT = insert(usage).from_select(
    [*_GIVEN, "channel"], select(*_new.values(), func.coalesce(_CHANNEL, "web")).where(~_counted)
)


async def count_usage(session: Session, turn: Turn, step: LlmStep | CompactStep) -> None:
    place = step.n if isinstance(step, LlmStep) else SUMMARY - step.n
    await _count(session, turn, place, step.usage)


async def count_lost(session: Session, turn: Turn, step: LlmStep) -> None:
    """It grows while the step is tried again: the newest sum counts."""
    for number, used in enumerate(step.lost[:MODELS]):
        place = LOST + step.n * MODELS + number
        key = {"turn_id": turn.id, "step": place}
        new = {name: getattr(used, name) for name in (*COUNTED, "cost_micros")}
        if not await session.change(usage, key, **new, estimated=used.source == "estimated"):
            await _count(session, turn, place, used)


async def count_title(session: Session, turn: Turn, used: Usage | None) -> None:
    await _count(session, turn, TITLE, used)


async def _count(session: Session, turn: Turn, place: int, used: Usage | None) -> None:
    if used is None:
        return
    given = {name: getattr(used, name) for name in (*COUNTED, "model", "cost_micros")}
    given |= {
        "estimated": used.source == "estimated",
        "turn_id": turn.id,
        "step": place,
        "at": session.now,
        "agent_id": turn.agent_id,
    }
    bound = {f"new_{name}": value for name, value in given.items()}
    asked = await _find_asked(session, turn)
    await session.run(_COUNT, of_message=asked, **bound)


async def _find_asked(session: Session, turn: Turn) -> str:
    """The message that a person said: sub-agents work for whoever asked their origin."""
    if not turn.depth:
        return turn.message_id
    origin = await find_origin(session, turn.thread_id, turn.id)
    here = select(turns.c.message_id).where(turns.c.id == origin.turn_id)
    return await session.value(here) or turn.message_id


async def get_usage(session: Session, question: GetUsage) -> UsageRows:
    """Raises TooBig for more sums than the bus carries."""
    keys = {axis: _key(axis, question.offset) for axis in dict.fromkeys(question.by)}
    named = {"agent": "agent_id"}
    columns = [key.label(named.get(axis, axis)) for axis, key in keys.items()]
    if "agent" in keys:
        columns.append(func.max(agents.c.name).label("agent_name"))
    here = select(*columns, *_sums()).where(
        usage.c.at >= question.since, usage.c.at < question.until
    )
    if "agent" in keys:
        here = here.outerjoin_from(usage, agents, agents.c.id == usage.c.agent_id)
    time = [key for axis, key in keys.items() if axis in TIMES]
    order = (*time, func.coalesce(func.sum(usage.c.cost_micros), 0).desc(), *keys.values())
    rows = await session.rows(here.group_by(*keys.values()).order_by(*order))
    answer = UsageRows(rows=tuple(UsageRow.model_validate(row) for row in rows if row.calls))
    if bytes_of(answer) > ANSWER:
        raise TooBig(TOO_MANY.format(count=len(answer.rows)))
    return answer


async def sum_cost(session: Session, since: datetime, agent_id: str | None = None) -> int:
    """Micro-dollars, of one agent or of all."""
    here = select(func.sum(usage.c.cost_micros)).where(usage.c.at >= since)
    if agent_id is not None:
        here = here.where(usage.c.agent_id == agent_id)
    return int(await session.value(here) or 0)


# Any: a column has the type of what it holds.
def _key(axis: Axis, offset: int) -> ColumnElement[Any]:
    if axis in TIMES:
        return TimeOf(usage.c.at, axis, offset)
    return usage.c["agent_id" if axis == "agent" else axis]


def _sums() -> list[ColumnElement[Any]]:
    sums = [func.coalesce(func.sum(usage.c[name]), 0).label(name) for name in COUNTED]
    priced = func.count(usage.c.cost_micros)
    return [
        *sums,
        func.coalesce(func.sum(usage.c.cost_micros), 0).label("cost_micros"),
        func.count().label("calls"),
        (func.count() - priced).label("unpriced"),
        func.coalesce(func.sum(cast(usage.c.estimated, Integer)), 0).label("estimated"),
    ]
