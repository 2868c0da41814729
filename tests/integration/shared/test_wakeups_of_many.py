"""Several runners share the threads, and outlive each other."""

import asyncio
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.pulling import Puller
from parley_shared.streams import ACK_WAIT, thread_consumer
from parley_shared.wakeups import Drain, Wakeups

from tests.integration.shared.conftest import Connect
from tests.integration.shared.waking import (
    Wakes,
    adds_to,
    until,
    until_nothing_is_left,
)
from tests.servers import NatsServer
from tests.waiting import PATIENCE, Heard


async def test_a_thread_is_never_drained_by_two_runners_at_once(
    store: Bus, wakes: Wakes, connect: Connect
) -> None:
    running: list[str] = []
    at_once: list[int] = []
    drained: Heard[str] = Heard()
    by: set[int] = set()

    def drain_as(runner: int) -> Drain:
        async def drain(thread_id: str) -> float | None:
            at_once.append(running.count(thread_id))
            running.append(thread_id)
            await asyncio.sleep(0.01)
            running.remove(thread_id)
            by.add(runner)
            drained.add(thread_id)
            return None

        return drain

    threads = [f"t{number}" for number in range(20)]
    async with (
        Wakeups(await connect("agent-runner"), drain_as(1)),
        Wakeups(await connect("agent-runner"), drain_as(2)),
    ):
        for _ in range(10):
            await wakes.up(*threads)
        await until_nothing_is_left(store)

    assert sorted(drained.all) == sorted(threads * 10)
    assert max(at_once) == 0
    assert by == {1, 2}


async def test_a_thread_stays_its_runner_s_while_it_lives_and_goes_to_another_when_it_dies(
    store: Bus, runner: Bus, wakes: Wakes, nats_server: NatsServer
) -> None:
    drained: Heard[str] = Heard()
    async with mortal_runner(nats_server) as (says, kill):
        await wakes.up("t1")
        assert await says() == "t1"
        async with Wakeups(runner, adds_to(drained)):
            # Longer than a silent runner keeps a thread: the heartbeat keeps it.
            await asyncio.sleep(ACK_WAIT + 3.0)
            assert drained.all == []

            await kill()

            assert await drained.reach(1, within=2 * PATIENCE) == ["t1"]


Says = Callable[[], Awaitable[str]]


@asynccontextmanager
async def mortal_runner(server: NatsServer) -> AsyncIterator[tuple[Says, Says]]:
    script = str(Path(__file__).with_name("mortal_runner.py"))
    seed_file = str(server.seed_file("agent-runner"))
    process = await create_subprocess_exec(
        sys.executable, script, server.url, seed_file, stdout=PIPE
    )
    assert process.stdout is not None
    lines = process.stdout

    async def says() -> str:
        async with asyncio.timeout(PATIENCE):
            return (await lines.readline()).decode().strip()

    async def kill() -> str:
        process.kill()
        await process.wait()
        return "killed"

    try:
        assert await says() == "ready"
        yield says, kill
    finally:
        if process.returncode is None:
            await kill()


async def test_leaving_hands_the_threads_over_at_once(
    store: Bus,
    wakes: Wakes,
    connect: Connect,
    swept_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("parley_shared.wakeups.LOOK_AGAIN", 3600.0)  # it has to be told
    begun: Heard[str] = Heard()
    ended: Heard[str] = Heard()
    drained: Heard[str] = Heard()

    async def hang(thread_id: str) -> float | None:
        begun.add(thread_id)
        try:
            await asyncio.Event().wait()
        finally:
            ended.add(thread_id)
        return None

    async with AsyncExitStack() as staying:
        async with Wakeups(await connect("agent-runner"), hang):
            await wakes.up("t1", "t2")
            await begun.reach(2)
            other = Wakeups(await connect("agent-runner"), adds_to(drained))
            await staying.enter_async_context(other)
            await until(lambda: other.running == 2)
            await until(lambda: other.running == 0)  # it has looked, and they are not its

        assert sorted(await drained.reach(2)) == ["t1", "t2"]
    assert sorted(ended.all) == ["t1", "t2"]


async def test_a_thread_in_other_hands_is_looked_at_again_soon(
    store: Bus, runner: Bus, wakes: Wakes, connect: Connect, swept_once: None
) -> None:
    other = await connect("agent-runner")
    await wakes.up("t1")
    await other.connection.jetstream.add_consumer(subjects.TURNS, thread_consumer("t1"))
    taken = await Puller(other.connection, subjects.TURNS, "t-t1").take(5)
    assert taken is not None
    drained: Heard[str] = Heard()
    async with Wakeups(runner, adds_to(drained)) as wakeups:
        await until(lambda: wakeups.running == 1)
        await until(lambda: wakeups.running == 0)
        await taken.give_back()

        assert await drained.reach(1) == ["t1"]
