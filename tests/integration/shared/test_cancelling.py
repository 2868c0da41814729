"""Whoever is cancelled while it waits for nats-server stops, even if the answer just came."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.pulling import Puller
from parley_shared.streams import in_order

from tests.integration.shared.conftest import Connect
from tests.waiting import PATIENCE

Waits = Callable[[], Awaitable[object]]


async def cancelled_just_after_the_answer(bus: Bus, waits: Waits, steps: int) -> bool:
    """Whether `waits` ended as cancelled, or had ended before."""
    client = bus.connection.client
    # Anything that comes over the wire counts, a message or the answer to a ping.
    before = (client.stats["in_msgs"], client._pongs_received)
    waiting = asyncio.ensure_future(waits())
    async with asyncio.timeout(PATIENCE):
        while (client.stats["in_msgs"], client._pongs_received) == before:
            await asyncio.sleep(0)
    for _ in range(steps):
        await asyncio.sleep(0)
    in_time = waiting.cancel()
    await asyncio.wait([waiting])
    return waiting.cancelled() or not in_time


@pytest.mark.parametrize("steps", range(6))
async def test_flushing(store: Bus, steps: int) -> None:
    assert await cancelled_just_after_the_answer(store, store.connection.settle, steps)


@pytest.mark.parametrize("steps", range(6))
async def test_queueing(store: Bus, steps: int) -> None:
    async def queue() -> None:
        await store.queue(subjects.turns("t1"), b"{}", job_id="1")

    assert await cancelled_just_after_the_answer(store, queue, steps)


@pytest.mark.parametrize("steps", range(6))
async def test_acking(connect: Connect, store: Bus, steps: int) -> None:
    web, gateway = await connect("web"), await connect("gateway")
    await web.queue(subjects.inbound("web", "c1"), b"{}", job_id="1")
    taken = await Puller(gateway.connection, subjects.INBOUND, "web").take(5)
    assert taken is not None

    assert await cancelled_just_after_the_answer(gateway, taken.finish, steps)


@pytest.mark.parametrize("steps", range(6))
async def test_pulling(connect: Connect, store: Bus, steps: int) -> None:
    web, gateway = await connect("web"), await connect("gateway")
    await web.queue(subjects.inbound("web", "c1"), b"{}", job_id="1")
    puller = Puller(gateway.connection, subjects.INBOUND, "web")

    async def take() -> None:
        await puller.take(5)

    assert await cancelled_just_after_the_answer(gateway, take, steps)
    await puller.close()


@pytest.mark.parametrize("steps", range(6))
async def test_asking_jetstream(store: Bus, steps: int) -> None:
    config = in_order("web", subjects.inbound("web", "*"))

    async def add() -> None:
        await store.connection.insist(
            lambda: store.connection.jetstream.add_consumer(subjects.INBOUND, config), 5
        )

    assert await cancelled_just_after_the_answer(store, add, steps)


@pytest.mark.parametrize("steps", range(1, 6))
async def test_whoever_gives_up_to_listen_hears_nothing_later(
    connect: Connect, store: Bus, steps: int
) -> None:
    gateway, heard, is_over = await connect("gateway"), list[str](), asyncio.Event()

    async def hear(subject: str, _: bytes) -> None:
        heard.append(subject)

    async def hear_end(subject: str, _: bytes) -> None:
        is_over.set()

    listening = asyncio.ensure_future(store.listen("store.things", hear))
    for _ in range(steps):
        await asyncio.sleep(0)
    listening.cancel()
    await asyncio.wait([listening])
    await store.listen("store.end", hear_end)
    await gateway.publish("store.things", b"")
    await gateway.publish("store.end", b"")
    async with asyncio.timeout(PATIENCE):
        await is_over.wait()

    assert heard == ([] if listening.cancelled() else ["store.things"])
