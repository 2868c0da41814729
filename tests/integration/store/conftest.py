"""The store on a real SQLite file."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from parley_shared.bus import Bus
from parley_store.opening import open_database
from parley_store.schema import bring_up_to_date
from parley_store.sqlite import DATABASE

from tests.fakes.hours import Hours
from tests.integration.store.keeper import Keeper
from tests.integration.store.process import Connect
from tests.servers import NatsServer


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a first start leaves on disk, made once."""
    file = tmp_path_factory.mktemp("store") / DATABASE
    asyncio.run(bring_up_to_date(file, Hours().now()))
    return file.read_bytes()


@pytest.fixture
async def keeper(tmp_path: Path, new_database: bytes) -> AsyncIterator[Keeper]:
    hours = Hours()
    (tmp_path / DATABASE).write_bytes(new_database)
    async with open_database(tmp_path, hours.now) as database:
        yield Keeper(database, hours)


@pytest.fixture
async def connect(nats_server: NatsServer) -> AsyncIterator[Connect]:
    """With the key of a service."""
    async with AsyncExitStack() as stack:

        async def connect_as(name: str) -> Bus:
            seed_file = nats_server.seed_file(name)
            bus = Bus.connect(url=nats_server.url, name=name, seed_file=seed_file)
            return await stack.enter_async_context(bus)

        yield connect_as
