"""The switch that stops everything."""

from parley_shared.commands import StopAll
from parley_shared.store import GetQueue, TellShutdown

from tests.integration.store.keeper import Keeper


async def test_everything_that_runs_or_waits_is_stopped(keeper: Keeper) -> None:
    for thread_id in ("T1", "T2"):
        await keeper.say("one", thread_id=thread_id)
        await keeper.say("two", thread_id=thread_id)
    running = await keeper.claim(thread_id="T1")

    stopped = await keeper.ask(StopAll())

    assert stopped.turns == 4
    assert (await keeper.ask(GetQueue(thread_id="T2"))).turns == ()
    (left,) = (await keeper.ask(GetQueue(thread_id="T1"))).turns
    assert (left.id, left.cancel) == (running.turn.id, True)
    assert keeper.nudges == ["ctl.T1"]


async def test_where_nothing_runs_nothing_is_stopped(keeper: Keeper) -> None:
    await keeper.talk("Hello")

    assert (await keeper.ask(StopAll())).turns == 0


async def test_that_a_live_agent_was_let_go_is_told_once(keeper: Keeper) -> None:
    await keeper.talk("Hello")
    question = TellShutdown(thread_id="T", shutdown_id="s1", reason="inactivity")

    await keeper.ask(question)
    await keeper.ask(question)

    assert (await keeper.kinds()).count("agent.shutdown") == 1
    assert await keeper.view() == await keeper.watched()
