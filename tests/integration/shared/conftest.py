"""Connections with a service's own credentials, closed when the test is over."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from parley_shared.bus import Bus
from parley_shared.streams import declare

from tests.integration.shared.waking import Wakes
from tests.servers import NatsServer
from tests.waiting import PATIENCE

Connect = Callable[[str], Awaitable[Bus]]


@pytest.fixture
async def connect(nats_server: NatsServer) -> AsyncIterator[Connect]:
    async with AsyncExitStack() as open_:

        async def connect_as(service: str) -> Bus:
            seed_file = nats_server.seed_file(service)
            connecting = Bus.connect(url=nats_server.url, name=service, seed_file=seed_file)
            return await open_.enter_async_context(connecting)

        yield connect_as


@pytest.fixture
async def store(connect: Connect) -> Bus:
    """The store's connection, with all streams declared and declared anew when they are lost."""
    bus = await connect("store")
    await declare(bus)

    async def declare_again() -> None:
        await declare(bus)

    bus.on_reconnect(declare_again)
    return bus


@pytest.fixture
async def gateway(connect: Connect) -> Bus:
    return await connect("gateway")


@pytest.fixture
async def answerer(connect: Connect) -> Bus:
    return await connect("store")


@pytest.fixture
async def web(connect: Connect) -> Bus:
    return await connect("web")


@pytest.fixture
async def runner(connect: Connect, store: Bus) -> Bus:
    return await connect("agent-runner")


@pytest.fixture
def swept_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found only because somebody looks again after a while."""
    monkeypatch.setattr("parley_shared.wakeups.SWEEP", 3600.0)
    monkeypatch.setattr(
        "parley_shared.pulling.GRACE", PATIENCE
    )  # a slow answer is none that was lost


@pytest.fixture
def wakes(store: Bus) -> Wakes:
    return Wakes(store)
