"""A connection that is lost, found, refused, or gone for good."""

import asyncio
import logging
from contextlib import suppress
from functools import partial
from pathlib import Path

import nkeys
import pytest
from nats.errors import Error
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import Unavailable
from parley_shared.rpc import Answers
from parley_shared.store import ListThreads

from tests.integration.shared.conftest import Connect
from tests.integration.shared.talk import Echo, Said, listen
from tests.integration.shared.waking import until
from tests.servers import NatsServer
from tests.waiting import PATIENCE, Heard


async def test_listening_goes_on_when_nats_server_was_killed(
    connect: Connect, nats_server: NatsServer
) -> None:
    web, runner = await connect("web"), await connect("agent-runner")
    heard = await listen(runner, subjects.presence("t1"))

    found: Heard[str] = Heard()
    for bus in (web, runner):
        bus.on_reconnect(partial(report, found, bus.name))

    await nats_server.restart()
    await found.reach(2)
    await web.publish(subjects.presence("t1"), b"back")

    assert await heard.reach(1) == [b"back"]


async def report(found: Heard[str], name: str) -> None:
    found.add(name)


async def test_publishing_does_not_wait_for_a_lost_server(
    connect: Connect, nats_server: NatsServer
) -> None:
    web = await connect("web")
    await nats_server.kill()
    async with asyncio.timeout(PATIENCE):
        while web.connected:
            await asyncio.sleep(0)

    async with asyncio.timeout(PATIENCE):
        for _ in range(40):  # more than nats-py keeps for later
            await web.publish(subjects.presence("t1"), b"x" * 100_000)

    assert not web.connected


async def test_queueing_outlasts_a_restart_of_nats_server(
    store: Bus, nats_server: NatsServer
) -> None:
    await nats_server.kill()
    queueing = asyncio.create_task(store.queue(subjects.turns("t1"), b"{}", job_id="1"))
    await nats_server.start()

    await queueing

    info = await store.connection.jetstream.stream_info(subjects.TURNS)
    assert info.state.messages == 1


async def test_an_ask_outlasts_a_restart_of_nats_server(
    store: Bus, connect: Connect, nats_server: NatsServer
) -> None:
    gateway = await connect("gateway")

    async def echo(question: Echo) -> Said:
        return Said(text=question.text)

    async with Answers(store, service="store", version="0.1.0") as answers:
        await answers.add(Echo, echo)
        await nats_server.kill()
        asking = asyncio.create_task(gateway.ask(Echo(text="still there?")))
        await nats_server.start()

        assert (await asking).text == "still there?"


async def test_a_flush_that_was_given_up_does_not_end_the_reader(connect: Connect) -> None:
    web = await connect("web")
    heard = await listen(web, subjects.presence("t1"))

    for _ in range(3):
        flushing = asyncio.create_task(web.connection.client.flush())
        await asyncio.sleep(0)  # the ping is on its way, its answer is not yet here
        flushing.cancel()
        with suppress(asyncio.CancelledError):
            await flushing
    await web.publish(subjects.presence("t1"), b"alive")

    assert await heard.reach(1) == [b"alive"]


async def test_a_flush_returns_after_all_that_was_said_before(connect: Connect) -> None:
    web = await connect("web")
    other = await connect("web")

    for number in range(100):
        heard = await listen(other, subjects.presence(f"t{number}"))
        await web.publish(subjects.presence(f"t{number}"), b"first")
        await web.connection.settle()
        await other.publish(subjects.presence(f"t{number}"), b"second")

        assert await heard.reach(2) == [b"first", b"second"]


async def test_an_unhealable_connection_is_said_to_be_closed(connect: Connect) -> None:
    web = await connect("web")

    # Past the guard: nats-server closes the connection of who sends more than max_payload.
    # Again, for the line may break before it is heard why.
    client = web.connection.client
    async with asyncio.timeout(PATIENCE):
        while not web.closed.is_set():
            with suppress(Error):
                await client.publish("presence.t1", b"x" * 1_000_000, headers={"n": "y" * 100_000})
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await web.closed.wait()
    assert not web.connected
    with pytest.raises(Unavailable):
        async with asyncio.timeout(PATIENCE):  # at once, for it would ask for longer
            await web.ask(ListThreads(), timeout=2 * PATIENCE)


async def test_what_follows_a_reconnect_is_repeated_until_it_succeeds(
    connect: Connect, nats_server: NatsServer
) -> None:
    web = await connect("web")
    tried: Heard[str] = Heard()

    async def fail_once() -> None:
        tried.add("try")
        if len(tried.all) == 1:
            raise Unavailable("not yet")
        tried.add("done")

    web.on_reconnect(fail_once)
    await nats_server.restart()

    assert await tried.reach(3) == ["try", "try", "done"]


async def test_a_denial_is_logged_loudly(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    telegram = await connect("telegram")

    await telegram.publish("ev.t1.message-ready", b"forged")
    await telegram.connection.settle()

    denials = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.getMessage() for record in denials] == ["nats-server denied something"]
    assert "ev.t1.message-ready" in denials[0].__dict__["reason"].lower()


async def test_a_key_that_is_nobody_s_is_logged_loudly(
    nats_server: NatsServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seed_file = tmp_path / "stranger.nk"
    seed_file.write_bytes(nkeys.encode_seed(b"7" * 32, nkeys.PREFIX_BYTE_USER))
    connecting = Bus.connect(url=nats_server.url, name="web", seed_file=seed_file)
    entering = asyncio.create_task(connecting.__aenter__())
    await until(lambda: any(record.levelno == logging.ERROR for record in caplog.records))
    entering.cancel()
    await asyncio.gather(entering, return_exceptions=True)

    loud = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert loud[0].getMessage() == "nats-server does not know our key"


async def test_a_service_is_connected_as_soon_as_nats_server_is_there(
    nats_server: NatsServer,
) -> None:
    await nats_server.kill()
    seed_file = nats_server.seed_file("web")
    waiting = asyncio.Event()

    async def connect_and_listen() -> list[bytes]:
        waiting.set()
        async with Bus.connect(url=nats_server.url, name="web", seed_file=seed_file) as web:
            heard = await listen(web, subjects.presence("t1"))
            await web.publish(subjects.presence("t1"), b"hello")
            return await heard.reach(1)

    connecting = asyncio.create_task(connect_and_listen())
    await waiting.wait()
    await nats_server.start()

    assert await connecting == [b"hello"]
