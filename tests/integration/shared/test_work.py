"""Durable jobs on a real nats-server, by the list of behaviours any good queue has."""

import asyncio

import pytest
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import Unavailable
from parley_shared.pulling import Delivery, Puller
from parley_shared.streams import ACK_WAIT, declare, in_order

from tests.integration.shared.conftest import Connect
from tests.integration.shared.workers import (
    Do,
    Job,
    Workers,
    adds_to,
    queue,
    until_nothing_is_left,
)
from tests.servers import NatsServer
from tests.waiting import Heard


async def test_jobs_are_done_in_order_and_then_forgotten(
    store: Bus, web: Bus, gateway: Bus
) -> None:
    done: Heard[int] = Heard()
    async with Workers() as workers:
        workers.start(gateway, adds_to(done))
        await queue(web, *range(100))

        assert await done.reach(100) == list(range(100))
        await until_nothing_is_left(store)


async def test_old_jobs_are_done_by_a_new_worker(store: Bus, web: Bus, gateway: Bus) -> None:
    await queue(web, 1, 2, 3)
    done: Heard[int] = Heard()
    async with Workers() as workers:
        workers.start(gateway, adds_to(done))

        assert await done.reach(3) == [1, 2, 3]


async def test_a_worker_waits_for_its_durable(connect: Connect, web: Bus, gateway: Bus) -> None:
    done: Heard[int] = Heard()
    async with Workers() as workers:
        workers.start(gateway, adds_to(done))
        with pytest.raises(Unavailable):
            await web.queue("in.web.c1", Job(number=0), job_id="0", timeout=0.2)
        await declare(await connect("store"))
        await queue(web, 1)

        assert await done.reach(1) == [1]


async def test_a_job_that_was_taken_and_never_acked_comes_again(
    store: Bus, web: Bus, gateway: Bus
) -> None:
    await wait_for_the_silent(store, 2.5)
    await queue(web, 1)
    taken = await Puller(gateway.connection, subjects.INBOUND, "web").take(5)
    assert taken is not None
    times: Heard[int] = Heard()

    async def do(_: Job, delivery: Delivery) -> None:
        times.add(delivery.times)

    async with Workers() as workers:
        workers.start(gateway, do)

        assert await times.reach(1) == [2]


async def wait_for_the_silent(store: Bus, seconds: float) -> None:
    """A job whose worker is silent goes to another after `seconds` instead of ACK_WAIT."""
    config = in_order("web", subjects.inbound("web", "*")).evolve(ack_wait=seconds)
    await store.connection.jetstream.add_consumer(subjects.INBOUND, config)


async def test_a_long_job_is_nobody_else_s(store: Bus, web: Bus, connect: Connect) -> None:
    begun: Heard[int] = Heard()
    loop = asyncio.get_running_loop()

    async def take_longer_than_it_may_be_silent(job: Job, _: Delivery) -> None:
        begun.add(job.number)
        until = loop.time() + ACK_WAIT + 2.0
        while job.number == 1 and loop.time() < until:
            await asyncio.sleep(0.1)

    async with Workers() as workers:
        for _ in range(2):
            workers.start(await connect("gateway"), take_longer_than_it_may_be_silent)
        await queue(web, 1, 2)

        assert await begun.reach(2) == [1, 2]
        await until_nothing_is_left(store)
    assert begun.all == [1, 2]


async def test_several_workers_of_one_durable_do_each_job_once_and_in_order(
    store: Bus, web: Bus, connect: Connect
) -> None:
    done: Heard[int] = Heard()
    by: set[int] = set()
    at_work = 0
    most_at_once: list[int] = []

    def do_as(worker: int) -> Do:
        async def do(job: Job, _: Delivery) -> None:
            nonlocal at_work
            at_work += 1
            most_at_once.append(at_work)
            await asyncio.sleep(0.001)
            at_work -= 1
            by.add(worker)
            done.add(job.number)

        return do

    async with Workers() as workers:
        for worker in range(4):
            workers.start(await connect("gateway"), do_as(worker))
        await queue(web, *range(100))

        assert await done.reach(100) == list(range(100))
        await until_nothing_is_left(store)
    assert done.all == list(range(100))
    assert max(most_at_once) == 1
    assert len(by) > 1


@pytest.mark.parametrize(("count", "silent"), [(1, 3600.0), (3, ACK_WAIT)])
async def test_workers_that_stop_leave_the_open_job_to_the_next_worker(
    store: Bus, web: Bus, connect: Connect, gateway: Bus, count: int, silent: float
) -> None:
    """One at once; of several that stop together another may be sent it, and is silent then."""
    await wait_for_the_silent(store, silent)
    begun: Heard[int] = Heard()
    done: Heard[int] = Heard()

    async def hang(job: Job, _: Delivery) -> None:
        begun.add(job.number)
        await asyncio.Event().wait()

    async with Workers() as workers:
        for _ in range(count):
            workers.start(await connect("gateway"), hang)
        await queue(web, 1, 2)
        await begun.reach(1)
        await workers.stop()
        workers.start(gateway, adds_to(done))

        assert await done.reach(2) == [1, 2]


async def test_jobs_go_on_in_order_when_nats_server_is_killed_in_the_middle(
    store: Bus, web: Bus, gateway: Bus, nats_server: NatsServer
) -> None:
    done: Heard[int] = Heard()

    async def queue_all() -> None:
        for number in range(60):
            await queue(web, number)

    async with Workers() as workers:
        workers.start(gateway, adds_to(done))
        queueing = asyncio.create_task(queue_all())
        await done.reach(20)
        await nats_server.restart()
        await queueing
        await until_nothing_is_left(store)

    # A job whose ack was lost with the server is done again, and before those after it.
    firsts = list(dict.fromkeys(done.all))
    assert firsts == list(range(60))
    assert done.all == sorted(done.all)
