"""Threads are drained although JetStream lost something on the way."""

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.wakeups import Wakeups

from tests.integration.shared.conftest import Connect
from tests.integration.shared.waking import Wakes, adds_to, deafen, until, until_nothing_is_left
from tests.servers import NatsServer
from tests.waiting import Heard


async def test_a_consumer_that_vanished_is_made_again(
    store: Bus, runner: Bus, wakes: Wakes, connect: Connect, swept_once: None
) -> None:
    admin = await connect("admin")
    drained: Heard[str] = Heard()
    async with Wakeups(runner, adds_to(drained)) as wakeups:
        await wakes.up("t1")
        await drained.reach(1)
        await until(lambda: wakeups.running == 0)
        await admin.connection.jetstream.delete_consumer(subjects.TURNS, "t-t1")
        await wakes.up("t1")

        assert await drained.reach(2) == ["t1", "t1"]


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
    store: Bus, runner: Bus, wakes: Wakes, nats_server: NatsServer, swept_once: None
) -> None:
    drained: Heard[str] = Heard()
    async with Wakeups(runner, adds_to(drained)):
        await wakes.up("t1")
        await drained.reach(1)
        await deafen(store)
        await wakes.up("t2")
        await nats_server.restart()

        # The first may come again: its ack can be lost with the server.
        await until(lambda: "t2" in drained.all)
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
