"""The store as a process on a real nats-server: killed, started again, and nothing is missing."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from parley_shared.commands import StopThread
from parley_shared.follow import follow
from parley_shared.store import Claim, Claimed, EventsSince, SetToken
from parley_store.sqlite import DATABASE

from tests.integration.store.process import (
    Connect,
    StoreProcess,
    answer,
    ask,
    head,
    say,
    talk,
    what_was_said,
)
from tests.integration.store.watched import Watched
from tests.servers import NatsServer
from tests.waiting import PATIENCE


@pytest.fixture
async def store(tmp_path: Path, nats_server: NatsServer) -> AsyncIterator[StoreProcess]:
    process = StoreProcess(tmp_path / "store", nats_server)
    await process.start()
    yield process
    await process.kill()


async def test_what_is_kept_is_told_in_order(connect: Connect, store: StoreProcess) -> None:
    gateway, web = await connect("gateway"), await connect("web")
    runner = await connect("agent-runner")
    await say(gateway, "one")
    watched = Watched()
    following = await follow(web, "T", watched.hear)

    for number in range(10):
        await answer(runner)
        await say(gateway, f"{number}")
    newest = await head(gateway)

    async with asyncio.timeout(PATIENCE):
        await watched.until(newest)
    assert watched.seqs == list(range(1, newest + 1))
    await following.stop()


async def test_a_store_killed_again_and_again_tells_everything_once_in_order(
    connect: Connect, store: StoreProcess
) -> None:
    gateway, web = await connect("gateway"), await connect("web")
    runner = await connect("agent-runner")
    watched = {f"T{number}": Watched() for number in range(4)}
    following = []
    for thread_id, each in watched.items():
        await say(gateway, "first", thread_id)
        following.append(await follow(web, thread_id, each.hear))

    async def kill_again_and_again() -> None:
        for seq in (8, 20, 32):
            await watched["T0"].until(seq)
            await store.kill()
            await store.start()

    async with asyncio.timeout(300), asyncio.TaskGroup() as group:
        group.create_task(kill_again_and_again())
        for thread_id in watched:
            group.create_task(talk(gateway, runner, thread_id))

    for thread_id, each in watched.items():
        newest = await head(gateway, thread_id)
        async with asyncio.timeout(PATIENCE):
            await each.until(newest)
        assert each.seqs == list(range(1, newest + 1))
        expected = ["first", *(f"{number}" for number in range(12))]
        assert await what_was_said(gateway, thread_id) == expected
    for followed in following:
        await followed.stop()


async def test_losing_all_of_jetstream_loses_no_turn(
    connect: Connect, store: StoreProcess, nats_server: NatsServer, tmp_path: Path
) -> None:
    gateway, runner = await connect("gateway"), await connect("agent-runner")
    web = await connect("web")
    await say(gateway, "one", "A")
    await say(gateway, "two", "B")
    woken: set[str] = set()
    both = asyncio.Event()

    async def on_wake(subject: str, body: bytes) -> None:
        woken.add(subject)
        if woken >= {"wake.A", "wake.B"}:
            both.set()

    await nats_server.kill()
    shutil.rmtree(tmp_path / "nats" / "js")
    await nats_server.start()
    async with asyncio.timeout(PATIENCE):
        await runner.connection.until_connected()
        await runner.listen("wake.*", on_wake)
        await both.wait()

    watched = Watched()
    following = await follow(web, "A", watched.hear)
    await answer(runner, "A")
    async with asyncio.timeout(PATIENCE):
        await watched.until(await head(gateway, "A"))
    await following.stop()


async def test_a_stop_and_the_end_of_sign_ins_are_told_at_once(
    connect: Connect, store: StoreProcess
) -> None:
    gateway, runner = await connect("gateway"), await connect("agent-runner")
    web, admin = await connect("web"), await connect("admin")
    heard: asyncio.Queue[str] = asyncio.Queue()

    async def hear(subject: str, body: bytes) -> None:
        heard.put_nowait(subject)

    await runner.listen("ctl.T", hear)
    await web.listen("ctl.signins", hear)
    await say(gateway, "one")
    claim = await ask(runner, Claim(thread_id="T", runner="r1"))
    assert isinstance(claim.claim, Claimed)

    async with asyncio.timeout(PATIENCE):
        await ask(gateway, StopThread(thread_id="T"))
        assert await heard.get() == "ctl.T"
        for token in ("old", "new"):
            await ask(admin, SetToken(token_hash=sha256(token.encode()).hexdigest()))
        assert await heard.get() == "ctl.signins"


async def test_a_store_that_is_told_to_stop_leaves_nothing_untold(
    connect: Connect, store: StoreProcess
) -> None:
    gateway, web = await connect("gateway"), await connect("web")
    await say(gateway, "one")

    code = await store.stop()

    with closing(sqlite3.connect(store.folder / DATABASE)) as database:
        left = database.execute("SELECT count(*) FROM outbox").fetchone()
    assert (code, left) == (0, (0,))
    watched = Watched()
    following = await follow(web, "T", watched.hear)
    async with asyncio.timeout(PATIENCE):
        await watched.until(3)
    await following.stop()


async def test_an_outage_of_nats_delays_what_is_told_and_keeps_its_order(
    connect: Connect, store: StoreProcess, nats_server: NatsServer
) -> None:
    gateway, web = await connect("gateway"), await connect("web")
    runner = await connect("agent-runner")
    await say(gateway, "one")
    watched = Watched()
    following = await follow(web, "T", watched.hear)

    for number in range(3):
        await nats_server.restart()
        await answer(runner)
        await say(gateway, f"{number}")
    newest = await head(gateway)

    async with asyncio.timeout(PATIENCE):
        await watched.until(newest)
    # nats-server may lose what it took just before it was killed, also what it has told on already:
    # viewers ask for what is missing, and know what comes once more by its number.
    assert list(dict.fromkeys(watched.seqs)) == sorted(set(watched.seqs))
    page = await ask(gateway, EventsSince(thread_id="T", seq=0))
    assert [event.seq for event in page.events] == list(range(1, newest + 1))
    await following.stop()
