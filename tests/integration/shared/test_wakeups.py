"""Threads are drained when they have work, and again when it was in vain."""

import asyncio

import pytest
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import Unavailable
from parley_shared.pulling import Puller
from parley_shared.streams import thread_consumer
from parley_shared.wakeups import Wakeups
from parley_shared.wire import traced

from tests.integration.shared.conftest import Connect
from tests.integration.shared.waking import (
    Wakes,
    adds_to,
    deafen,
    until,
    until_nothing_is_left,
)
from tests.waiting import Heard

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


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


async def test_a_thread_woken_while_its_pull_ends_in_vain_is_looked_at_again(
    runner: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    wakeups = Wakeups(runner, adds_to(Heard()))  # not entered, so that no sweep mends it
    looks: list[str] = []

    async def look(thread_id: str, _: Puller) -> bool:
        looks.append(thread_id)
        if len(looks) == 1:
            wakeups.wake(thread_id)
        return False

    monkeypatch.setattr(wakeups, "_next", look)
    wakeups.wake("t1")
    await until(lambda: wakeups.running == 0)

    assert looks == ["t1", "t1"]


async def test_every_wake_up_of_a_busy_time_is_seen(
    store: Bus, runner: Bus, wakes: Wakes, swept_once: None
) -> None:
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

        await until(lambda: not any(open_work.values()))


async def test_no_more_threads_than_the_limit_and_none_is_forgotten(
    store: Bus, runner: Bus, wakes: Wakes, swept_once: None
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

        assert sorted(await begun.reach(4)) == ["t1", "t2", "t3", "t4"]
    assert max(counts) == 2


async def test_a_drain_that_fails_or_asks_for_time_is_called_again(
    store: Bus, runner: Bus, wakes: Wakes, swept_once: None
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

        await calls.reach(4)
        await until_nothing_is_left(store)
    assert calls.all == ["t1"] * 4


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
