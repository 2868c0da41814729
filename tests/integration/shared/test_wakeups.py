"""Threads are drained when they have work: by one runner of all, and by another when it dies."""

import asyncio
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import Unavailable
from parley_shared.pulling import Puller
from parley_shared.streams import ACK_WAIT, thread_consumer
from parley_shared.wakeups import Drain, Wakeups
from parley_shared.wire import traced

from tests.integration.shared.conftest import Connect
from tests.servers import NatsServer
from tests.waiting import PATIENCE, Heard

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
async def runner(connect: Connect, store: Bus) -> Bus:
    return await connect("agent-runner")


def adds_to(drained: Heard[str]) -> Drain:
    async def drain(thread_id: str) -> float | None:
        drained.add(thread_id)
        return None

    return drain


class Wakes:
    """Wakes threads as the store does, each time with a new wake-up."""

    def __init__(self, store: Bus) -> None:
        self._store = store
        self._count = 0

    async def up(self, *threads: str) -> None:
        for thread_id in threads:
            self._count += 1
            await self._store.queue(subjects.turns(thread_id), b"{}", job_id=f"w{self._count}")


@pytest.fixture
def wakes(store: Bus) -> Wakes:
    return Wakes(store)


async def left(store: Bus) -> int:
    info = await store.connection.jetstream.stream_info(subjects.TURNS)
    return info.state.messages


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not fact():
            await asyncio.sleep(0.005)


async def until_nothing_is_left(store: Bus) -> None:
    async with asyncio.timeout(PATIENCE):
        while await left(store):
            await asyncio.sleep(0.01)


async def test_a_thread_with_work_is_drained_and_its_wake_up_forgotten(
    store: Bus, runner: Bus, wakes: Wakes
) -> None:
    drained: Heard[str] = Heard()
    async with Wakeups(runner, adds_to(drained)):
        await wakes.up("t1", "t2")

        assert sorted(await drained.reach(2)) == ["t1", "t2"]
        await until_nothing_is_left(store)


async def test_work_from_before_the_start_is_found(store: Bus, runner: Bus, wakes: Wakes) -> None:
    await wakes.up("t1", "t2")
    drained: Heard[str] = Heard()
    async with Wakeups(runner, adds_to(drained)):
        assert sorted(await drained.reach(2)) == ["t1", "t2"]


async def test_work_is_found_without_hearing_of_it(store: Bus, runner: Bus, wakes: Wakes) -> None:
    drained: Heard[str] = Heard()
    async with Wakeups(runner, adds_to(drained)) as wakeups:
        await wakes.up("t1")
        await drained.reach(1)
        await until(lambda: wakeups.running == 0)
        await deafen(store)
        await wakes.up("t2")

        assert await drained.reach(2) == ["t1", "t2"]


async def deafen(store: Bus) -> None:
    """From now on JetStream tells nobody of a new wake-up."""
    jetstream = store.connection.jetstream
    info = await jetstream.stream_info(subjects.TURNS)
    await jetstream.update_stream(info.config.evolve(republish=None))


async def test_a_thread_woken_while_it_is_drained_is_drained_again(
    store: Bus, runner: Bus, wakes: Wakes
) -> None:
    drained: Heard[str] = Heard()
    go_on = asyncio.Event()

    async def drain(thread_id: str) -> float | None:
        drained.add(thread_id)
        await go_on.wait()
        return None

    async with Wakeups(runner, drain):
        await wakes.up("t1")
        await drained.reach(1)
        await wakes.up("t1")
        go_on.set()

        assert await drained.reach(2) == ["t1", "t1"]
        await until_nothing_is_left(store)


async def test_every_wake_up_of_a_busy_time_is_seen(store: Bus, runner: Bus, wakes: Wakes) -> None:
    """What comes while a pull ends is seen by that task or by the next."""
    open_work: dict[str, int] = {}

    async def drain(thread_id: str) -> float | None:
        open_work[thread_id] = 0
        return None

    async with Wakeups(runner, drain):
        for _ in range(40):
            for thread_id in ("t1", "t2", "t3"):
                open_work[thread_id] = open_work.get(thread_id, 0) + 1
                await wakes.up(thread_id)
            await asyncio.sleep(0.01)

        # Sooner than the next sweep could mend it.
        async with asyncio.timeout(3):
            while any(open_work.values()):
                await asyncio.sleep(0.01)


async def test_no_more_threads_than_the_limit_and_none_is_forgotten(
    store: Bus, runner: Bus, wakes: Wakes
) -> None:
    begun: Heard[str] = Heard()
    go_on = asyncio.Semaphore(0)
    at_once = 0
    counts: list[int] = []

    async def drain(thread_id: str) -> float | None:
        nonlocal at_once
        at_once += 1
        counts.append(at_once)
        begun.add(thread_id)
        await go_on.acquire()
        at_once -= 1
        return None

    async with Wakeups(runner, drain, limit=2):
        await wakes.up("t1", "t2", "t3", "t4")
        await deafen(store)
        await begun.reach(2)
        for _ in range(4):
            go_on.release()

        # By remembering, for it is sooner than the next sweep.
        assert sorted(await begun.reach(4, within=3)) == ["t1", "t2", "t3", "t4"]
    assert max(counts) == 2


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

            assert await drained.reach(1, within=10) == ["t1"]


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
    store: Bus, wakes: Wakes, connect: Connect
) -> None:
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

        # Sooner than it would look again by itself.
        assert sorted(await drained.reach(2, within=1)) == ["t1", "t2"]
    assert sorted(ended.all) == ["t1", "t2"]


async def test_a_thread_in_other_hands_is_looked_at_again_soon(
    store: Bus, runner: Bus, wakes: Wakes, connect: Connect
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

        # Sooner than the next sweep.
        assert await drained.reach(1, within=3) == ["t1"]


async def test_a_drain_that_fails_or_asks_for_time_is_called_again(
    store: Bus, runner: Bus, wakes: Wakes
) -> None:
    calls: Heard[str] = Heard()

    async def drain(thread_id: str) -> float | None:
        calls.add(thread_id)
        match len(calls.all):
            case 1:
                raise ValueError("a bug")
            case 2:
                raise Unavailable("the store is away")
            case 3:
                return 0.1
        return None

    async with Wakeups(runner, drain):
        await wakes.up("t1")

        # By their own delays, for it is sooner than the next sweep.
        await calls.reach(4, within=3)
        await until_nothing_is_left(store)
    assert calls.all == ["t1"] * 4


async def test_a_consumer_that_vanished_is_made_again(
    store: Bus, runner: Bus, wakes: Wakes, connect: Connect
) -> None:
    admin = await connect("admin")
    drained: Heard[str] = Heard()
    async with Wakeups(runner, adds_to(drained)) as wakeups:
        await wakes.up("t1")
        await drained.reach(1)
        await until(lambda: wakeups.running == 0)
        await admin.connection.jetstream.delete_consumer(subjects.TURNS, "t-t1")
        await wakes.up("t1")

        assert await drained.reach(2, within=3) == ["t1", "t1"]


async def test_a_consumer_deleted_in_the_middle_costs_nothing_but_a_second_look(
    store: Bus, runner: Bus, wakes: Wakes, connect: Connect
) -> None:
    admin = await connect("admin")
    drained: Heard[str] = Heard()

    async def drain(thread_id: str) -> float | None:
        drained.add(thread_id)
        if len(drained.all) == 1:
            await admin.connection.jetstream.delete_consumer(subjects.TURNS, "t-t1")
        return None

    async with Wakeups(runner, drain):
        await wakes.up("t1")

        assert await drained.reach(2) == ["t1", "t1"]
        await until_nothing_is_left(store)


async def test_what_was_missed_is_found_when_nats_server_comes_back(
    store: Bus, runner: Bus, wakes: Wakes, nats_server: NatsServer
) -> None:
    drained: Heard[str] = Heard()
    async with Wakeups(runner, adds_to(drained)):
        await wakes.up("t1")
        await drained.reach(1)
        await deafen(store)
        await wakes.up("t2")
        await nats_server.restart()

        # Sooner than the next sweep.
        assert await drained.reach(2, within=3) == ["t1", "t2"]
        await until_nothing_is_left(store)


async def test_threads_are_drained_when_nats_server_forgot_everything(
    store: Bus, runner: Bus, wakes: Wakes, nats_server: NatsServer
) -> None:
    drained: Heard[str] = Heard()
    async with Wakeups(runner, adds_to(drained)):
        await wakes.up("t1")
        await drained.reach(1)
        await nats_server.forget()
        await wakes.up("t1", "t2")

        assert sorted(await drained.reach(3)) == ["t1", "t1", "t2"]
        await until_nothing_is_left(store)


async def test_a_wake_up_s_trace_is_the_drain_s(
    store: Bus, runner: Bus, wakes: Wakes, connect: Connect
) -> None:
    admin = await connect("admin")

    async def drain(thread_id: str) -> float | None:
        await runner.queue(subjects.event(thread_id, "text.delta"), b"{}", job_id="1")
        return None

    async with Wakeups(runner, drain):
        with traced(TRACE):
            await wakes.up("t1")
        await until_nothing_is_left(store)

    told = await admin.connection.jetstream.get_msg(subjects.EVENTS, 1)
    assert (told.headers or {})["traceparent"] == TRACE


async def test_a_thread_s_consumer_is_as_the_runners_agreed(
    store: Bus, runner: Bus, wakes: Wakes, connect: Connect
) -> None:
    admin = await connect("admin")
    drained: Heard[str] = Heard()
    async with Wakeups(runner, adds_to(drained)):
        await wakes.up("t1")
        await drained.reach(1)
        info = await admin.connection.jetstream.consumer_info(subjects.TURNS, "t-t1")

    config = info.config
    assert config is not None
    assert (config.durable_name, config.filter_subject) == ("t-t1", "turns.t1")
    assert (config.max_ack_pending, config.ack_wait, config.max_deliver) == (1, 6.0, -1)
    assert (config.inactive_threshold, config.mem_storage) == (300.0, None)
    assert thread_consumer("t1").max_waiting == 64
