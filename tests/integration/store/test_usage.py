"""What model calls used: counted once, kept for good, and summed the way it is asked for."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from runpy import run_path

import pytest
from parley_shared.commands import AgentChange, DeleteThread, LimitsChange, UpdateAgent
from parley_shared.errors import TooBig
from parley_shared.house import GetBudget, GetUsage, SetBudget, SetDailyLimit, UsageRow
from parley_shared.journal import CompactStep, LlmStep
from parley_shared.models import Usage
from parley_shared.store import Ceiling, TitleThread
from parley_store import migrations
from parley_store.sqlite import DATABASE
from parley_store.tables import usage

from tests.integration.store.keeper import Keeper, model_says

(MIGRATION,) = Path(migrations.__path__[0], "versions").glob("*_usage.py")
FILL = run_path(str(MIGRATION))["FILL"]


def ask(keeper: Keeper, *by: str, offset: int = 0, days: int = 30) -> GetUsage:
    now = keeper.hours.now()
    return GetUsage.model_validate(
        {"since": now - timedelta(days=days), "until": now, "by": by, "offset": offset}
    )


async def use(keeper: Keeper, cost: int | None, *, model: str = "a/b", thread: str = "T") -> None:
    """One turn of one model call, and a moment later."""
    await keeper.say("hello", thread_id=thread)
    claimed = await keeper.claim(thread_id=thread)
    used = Usage(model=model, input_tokens=10, output_tokens=2, cost_micros=cost, source="provider")
    step = model_says(0, "ok").model_copy(update={"usage": used})
    await keeper.keep(claimed, step)
    await keeper.keep(claimed, step)
    await keeper.finish(claimed)
    keeper.hours.go_on(1)


def priced(n: int, cost: int) -> LlmStep:
    used = Usage(model="a/b", input_tokens=1, output_tokens=1, cost_micros=cost)
    return model_says(n, "ok").model_copy(update={"usage": used})


async def rows(keeper: Keeper, *by: str, offset: int = 0) -> tuple[UsageRow, ...]:
    return (await keeper.ask(ask(keeper, *by, offset=offset))).rows


async def test_a_step_that_is_kept_twice_is_counted_once(keeper: Keeper) -> None:
    await use(keeper, 100)

    (total,) = await rows(keeper)

    assert (total.calls, total.input_tokens, total.output_tokens) == (1, 10, 2)
    assert (total.cost_micros, total.unpriced) == (100, 0)


async def test_more_sums_than_an_answer_holds_say_what_to_ask_for(keeper: Keeper) -> None:
    hours = 4_000
    row = {"turn_id": "t", "agent_id": "parley", "model": "m", "channel": "web", "estimated": False}
    counts = dict.fromkeys(("input_tokens", "output_tokens", "cached_tokens"), 1)
    async with keeper.database.write() as session:
        for n in range(hours):
            at = session.now - timedelta(hours=n)
            new = {**row, **counts, "reasoning_tokens": 0, "step": n, "at": at}
            await session.add(usage, new)
    keeper.hours.go_on(1)

    with pytest.raises(TooBig, match=r"4000 sums.*by day instead of by hour"):
        await keeper.ask(ask(keeper, "hour", days=365))
    by_day = await keeper.ask(ask(keeper, "day", days=365))

    assert sum(each.calls for each in by_day.rows) == hours


async def test_what_summaries_and_titles_took_is_counted_once_too(keeper: Keeper) -> None:
    await keeper.say("hello")
    claimed = await keeper.claim()
    used = Usage(model="a/b", input_tokens=10, cost_micros=7)
    size = {"from_position": 1, "to_position": 1, "tokens_before": 9, "tokens_after": 5}
    summary = CompactStep.model_validate({"n": 0, "summary": "Hello.", "usage": used, **size})
    await keeper.keep(claimed, summary)
    await keeper.keep(claimed, model_says(0, "ok").model_copy(update={"usage": used}))
    await keeper.finish(claimed)
    title = TitleThread(thread_id="T", title="", turn_id=claimed.turn.id, usage=used)
    await keeper.ask(title)
    await keeper.ask(title)
    keeper.hours.go_on(1)

    (total,) = await rows(keeper, "agent")

    assert (total.calls, total.cost_micros, total.agent_id) == (3, 21, claimed.turn.agent_id)


async def test_nothing_used_is_no_row(keeper: Keeper) -> None:
    assert await rows(keeper) == ()
    assert await rows(keeper, "agent") == ()


async def test_the_dearest_comes_first_and_unknown_prices_are_counted(keeper: Keeper) -> None:
    await use(keeper, 100, model="cheap/one")
    await use(keeper, 900, model="dear/one")
    await use(keeper, None, model="free/one")

    found = await rows(keeper, "model")

    assert [(row.model, row.cost_micros, row.unpriced) for row in found] == [
        ("dear/one", 900, 0),
        ("cheap/one", 100, 0),
        ("free/one", 0, 1),
    ]


async def test_days_are_the_readers_days(keeper: Keeper) -> None:
    start = keeper.hours.now().replace(hour=23, minute=30)
    keeper.hours.go_on((start - keeper.hours.now()).total_seconds())
    await use(keeper, 5)

    here = await rows(keeper, "day", "agent", "channel")
    further_east = await rows(keeper, "hour", offset=60)

    row = here[0]
    assert (row.day, row.agent_name, row.channel) == (f"{start:%Y-%m-%d}", "Parley", "web")
    assert further_east[0].hour == f"{start + timedelta(hours=1):%Y-%m-%dT%H}"


async def test_what_a_deleted_thread_used_is_still_counted(keeper: Keeper) -> None:
    await use(keeper, 100)
    await keeper.ask(DeleteThread(thread_id="T"))
    keeper.hours.go_on(60)
    await keeper.clock.tick()

    assert [row.cost_micros for row in await rows(keeper)] == [100]


async def test_a_budget_warns_before_it_is_spent(keeper: Keeper) -> None:
    await use(keeper, 790)
    states = [(await keeper.ask(GetBudget())).state]
    states.append((await keeper.ask(SetBudget(monthly_micros=1000))).state)
    await use(keeper, 10)
    states.append((await keeper.ask(GetBudget())).state)
    await use(keeper, 200)
    states.append((await keeper.ask(GetBudget())).state)
    states.append((await keeper.ask(SetBudget(monthly_micros=None))).state)

    assert states == ["none", "fine", "near", "over", "none"]
    assert (await keeper.ask(GetBudget())).spent_micros == 1000


async def test_a_day_that_cost_enough_is_told_until_it_is_over(keeper: Keeper) -> None:
    await keeper.say("hello")
    limit = await keeper.ask(SetDailyLimit(daily_micros=1000))
    claimed = await keeper.claim()
    below = await keeper.keep(claimed, priced(0, 999))
    at = await keeper.keep(claimed, priced(1, 1))
    await keeper.finish(claimed)
    await keeper.say("and now?")
    after = await keeper.claim()
    await keeper.finish(after)

    keeper.hours.go_on(86_400)
    await keeper.say("good morning")
    next_day = await keeper.claim()

    assert (limit.daily_micros, limit.spent_micros) == (1000, 0)
    assert claimed.ceiling is below.ceiling is next_day.ceiling is None
    assert at.ceiling == after.ceiling == Ceiling(of="all", limit_micros=1000)


async def test_an_agents_own_day_is_counted_alone(keeper: Keeper) -> None:
    change = AgentChange(limits=LimitsChange(cost_micros_per_day=50))
    await keeper.ask(UpdateAgent(agent_id="parley", change=change))
    await keeper.say("hello")
    claimed = await keeper.claim()

    switched = AgentChange(tools=("calculator",))
    await keeper.ask(UpdateAgent(agent_id="parley", change=switched))
    kept = await keeper.keep(claimed, priced(0, 50))
    await keeper.say("hello", thread_id="other", agent_id="toolbox")
    other = await keeper.claim(thread_id="other")

    assert kept.ceiling == Ceiling(of="agent", limit_micros=50)
    assert kept.tools == switched.tools  # as they are now, for what the turn does next
    assert other.ceiling is None


async def test_what_was_told_before_this_version_is_counted_too(
    file_keeper: Keeper, tmp_path: Path
) -> None:
    await use(file_keeper, 100)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database, database:
        before = database.execute("SELECT * FROM usage").fetchall()
        database.execute("DELETE FROM usage")
        database.execute(FILL)

        after = database.execute("SELECT * FROM usage").fetchall()

    assert len(after) == 1
    assert after == before


async def test_what_lost_calls_used_counts_as_it_grows_and_is_marked(keeper: Keeper) -> None:
    await keeper.say("hello")
    claimed = await keeper.claim()
    told = Usage(model="a/b", input_tokens=5, cost_micros=7, source="provider")
    guessed = Usage(model="c/d", input_tokens=3, cost_micros=2, source="estimated")
    first = LlmStep(n=0, state="started", model="a/b", lost=(told,))
    grown = told.model_copy(update={"input_tokens": 10, "cost_micros": 14})
    done = priced(0, 100).model_copy(update={"lost": (grown, guessed)})
    for step in (first, first, done, done):
        await keeper.keep(claimed, step)
    keeper.hours.go_on(1)

    found = await rows(keeper, "model")

    assert [(row.model, row.calls, row.cost_micros, row.estimated) for row in found] == [
        ("a/b", 2, 114, 1),
        ("c/d", 1, 2, 1),
    ]


async def test_a_day_is_used_up_by_what_was_lost_too(keeper: Keeper) -> None:
    change = AgentChange(limits=LimitsChange(cost_micros_per_day=50))
    await keeper.ask(UpdateAgent(agent_id="parley", change=change))
    await keeper.say("hello")
    claimed = await keeper.claim()
    lost = Usage(model="a/b", input_tokens=5, cost_micros=60)

    kept = await keeper.keep(claimed, LlmStep(n=0, state="started", model="a/b", lost=(lost,)))

    assert kept.ceiling == Ceiling(of="agent", limit_micros=50)
