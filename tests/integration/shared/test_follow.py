"""A thread's events are followed in order and without a gap, whatever happens to nats-server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.follow import follow
from parley_shared.streams import declare

from tests.integration.shared.conftest import Connect
from tests.servers import NatsServer
from tests.waiting import PATIENCE, Heard


@pytest.fixture
async def web(connect: Connect, store: Bus) -> Bus:
    return await connect("web")


@asynccontextmanager
async def following(web: Bus, thread_id: str = "t1") -> AsyncIterator[Heard[bytes]]:
    heard: Heard[bytes] = Heard()
    ours = await follow(web, thread_id, heard.add)
    try:
        yield heard
    finally:
        await ours.stop()


async def tell(store: Bus, *numbers: int, thread_id: str = "t1") -> None:
    for number in numbers:
        subject = subjects.event(thread_id, "message.ready")
        await store.queue(subject, str(number).encode(), job_id=f"{thread_id}/{number}")


async def kept(store: Bus, count: int) -> None:
    """Returns when JetStream has taken in that many: two connections have no common order."""
    async with asyncio.timeout(PATIENCE):
        while True:
            info = await store.connection.jetstream.stream_info(subjects.EVENTS)
            if info.state.last_seq == count:
                return
            await asyncio.sleep(0.01)


def said(*numbers: int) -> list[bytes]:
    return [str(number).encode() for number in numbers]


async def test_what_is_kept_comes_first_and_then_what_is_new(store: Bus, web: Bus) -> None:
    await tell(store, *range(20))
    async with following(web) as heard:
        await tell(store, *range(20, 40))

        assert await heard.reach(40) == said(*range(40))


async def test_only_the_thread_s_own_events_come(store: Bus, web: Bus) -> None:
    async with following(web) as heard:
        await tell(store, 1, thread_id="t2")
        await tell(store, 2)

        assert await heard.reach(1) == said(2)


async def test_what_was_told_without_waiting_comes_in_order_with_the_rest(
    store: Bus, web: Bus, connect: Connect
) -> None:
    runner = await connect("agent-runner")
    async with following(web) as heard:
        for number in range(300):
            await runner.publish(subjects.event("t1", "text.delta"), str(number).encode())
        await kept(store, 300)
        await tell(store, 300)

        assert await heard.reach(301) == said(*range(301))


async def test_a_late_viewer_gets_only_the_last_whole_text(
    store: Bus, web: Bus, connect: Connect
) -> None:
    runner = await connect("agent-runner")
    delta = subjects.event("t1", "text.delta")
    for number in range(50):
        await runner.publish(delta, str(number).encode())
    await runner.publish(delta, b"50", headers={"Nats-Rollup": "sub"})
    await runner.publish(delta, b"51")
    await kept(store, 52)
    await tell(store, 52)

    async with following(web) as heard:
        assert await heard.reach(3) == said(50, 51, 52)


async def test_a_great_deal_comes_whole(store: Bus, web: Bus, connect: Connect) -> None:
    """More than JetStream sends without hearing that we have come that far."""
    runner = await connect("agent-runner")
    body = b"x" * 10_000
    for _ in range(2_000):
        await runner.publish(subjects.event("t1", "text.delta"), body)
    await kept(store, 2_000)
    await tell(store, 1)

    async with following(web) as heard:
        assert await heard.reach(2_001) == [body] * 2_000 + said(1)


async def test_nothing_is_missed_or_doubled_when_nats_server_is_killed(
    store: Bus, web: Bus, nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its newest events die with it and their numbers are given again: what was heard is heard."""
    monkeypatch.setattr("parley_shared.follow.SILENCE", 3600.0)  # the loss itself tells
    async with following(web) as heard:
        for round_ in range(3):
            await nats_server.kill()
            telling = asyncio.create_task(tell(store, *range(round_ * 50, round_ * 50 + 50)))
            await nats_server.start()
            await telling
            await heard.reach(round_ * 50 + 50)

    assert heard.all == said(*range(150))


async def test_following_goes_on_when_nats_server_forgot_everything(
    store: Bus, web: Bus, nats_server: NatsServer
) -> None:
    await tell(store, *range(10))
    async with following(web) as heard:
        await heard.reach(10)
        await nats_server.forget()
        await tell(store, 10, 11)

        assert await heard.reach(12) == said(*range(12))


async def test_a_consumer_that_vanished_is_replaced_without_a_gap_or_a_double(
    store: Bus, web: Bus, connect: Connect
) -> None:
    admin = await connect("admin")
    async with following(web) as heard:
        await tell(store, *range(10))
        await heard.reach(10)
        for name in await consumers(admin):
            await admin.connection.jetstream.delete_consumer(subjects.EVENTS, name)
        await tell(store, *range(10, 20))

        assert await heard.reach(20) == said(*range(20))


async def consumers(admin: Bus) -> list[str]:
    infos = await admin.connection.jetstream.consumers_info(subjects.EVENTS)
    return [info.name for info in infos]


async def test_a_stopped_following_hears_nothing_and_leaves_no_consumer(
    store: Bus, web: Bus, connect: Connect
) -> None:
    admin = await connect("admin")
    heard: Heard[bytes] = Heard()
    stopped = await follow(web, "t1", heard.add)
    await tell(store, 1)
    await heard.reach(1)

    await stopped.stop()
    await stopped.stop()
    async with following(web) as other:
        await tell(store, 2)
        await other.reach(2)

    assert heard.all == said(1)
    assert await consumers(admin) == []


async def test_following_begins_once_there_are_events(connect: Connect) -> None:
    web, store = await connect("web"), await connect("store")
    heard: Heard[bytes] = Heard()
    beginning = asyncio.create_task(follow(web, "t1", heard.add))
    await until_asked(web)
    await declare(store)
    await tell(store, 1)

    assert await heard.reach(1) == said(1)
    await (await beginning).stop()


async def until_asked(bus: Bus) -> None:
    async with asyncio.timeout(PATIENCE):
        while bus.connection.client.stats["in_msgs"] == 0:
            await asyncio.sleep(0.005)
