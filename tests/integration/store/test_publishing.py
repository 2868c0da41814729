"""The publisher: whatever is kept is told, in order, also what nobody was sure about."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from parley_shared.follow import follow
from parley_shared.store import GetMessage, GetStats
from parley_store.publisher import FRESH, Publisher
from sqlalchemy import Connection, Engine, event

from tests.integration.store.keeper import Keeper
from tests.integration.store.process import Connect
from tests.integration.store.watched import Watched
from tests.waiting import PATIENCE


@pytest.fixture
async def publisher(keeper: Keeper, connect: Connect) -> AsyncIterator[Publisher]:
    """Is open; whoever wants it to send runs it."""
    publisher = Publisher(await connect("store"), keeper.database)
    await publisher.open()
    yield publisher


@asynccontextmanager
async def running(publisher: Publisher) -> AsyncIterator[None]:
    task = asyncio.create_task(publisher.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def check_told(keeper: Keeper, publisher: Publisher, connect: Connect) -> None:
    """Every event of the thread, once, in order."""
    watched = Watched()
    newest = len(await keeper.events())
    following = await follow(await connect("web"), "T", watched.hear)
    async with asyncio.timeout(PATIENCE):
        await watched.until(newest)
    await following.stop()
    assert watched.seqs == list(range(1, newest + 1))


async def test_what_was_kept_before_it_ran_is_told(
    keeper: Keeper, publisher: Publisher, connect: Connect
) -> None:
    for number in range(3):
        await keeper.talk(f"{number}")

    async with running(publisher):
        await check_told(keeper, publisher, connect)


async def test_more_than_it_holds_in_memory_is_told_from_the_outbox(
    keeper: Keeper, publisher: Publisher, connect: Connect
) -> None:
    for number in range(FRESH // 4):
        await keeper.talk(f"{number}")
    assert len(await keeper.events()) > FRESH

    async with running(publisher):
        await check_told(keeper, publisher, connect)


async def test_what_a_writer_kept_that_was_cancelled_while_it_did_is_told(
    keeper: Keeper, publisher: Publisher, connect: Connect
) -> None:
    async with running(publisher):
        await keeper.say("first")
        await publisher.send_rest()
        async with asyncio.timeout(PATIENCE):
            number = 2
            while not await keep_though_cancelled(keeper, f"m{number}"):
                number += 1

        await check_told(keeper, publisher, connect)


async def keep_though_cancelled(keeper: Keeper, message_id: str) -> bool:
    """Whether SQLite's thread had begun to commit when the writer was cancelled."""
    writing = asyncio.create_task(keeper.say("in doubt", message_id=message_id))

    def cancel(connection: Connection) -> None:
        writing.cancel()

    event.listen(Engine, "commit", cancel)
    with pytest.raises(asyncio.CancelledError):
        await writing
    event.remove(Engine, "commit", cancel)
    return (await keeper.ask(GetMessage(message_id=message_id))).message is not None


async def test_what_is_on_nats_is_not_kept_in_the_outbox(
    keeper: Keeper, publisher: Publisher, connect: Connect
) -> None:
    async with running(publisher):
        await keeper.talk("one")
        await publisher.send_rest()
        await publisher.keep_progress()

        assert (await keeper.ask(GetStats())).outbox == 0
        await keeper.talk("two")
        await check_told(keeper, publisher, connect)
