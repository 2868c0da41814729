"""One house of services for a file of tests, or one for a test that hurts it."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.house import House
from tests.servers import NatsServer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house() -> AsyncIterator[House]:
    """Nobody may hurt it: the tests of a file share it."""
    folder = Path(tempfile.mkdtemp(prefix="parley-house-"))
    async for each in _open_house(folder):
        yield each
    shutil.rmtree(folder)


@pytest_asyncio.fixture(loop_scope="module")
async def own_house(tmp_path: Path) -> AsyncIterator[House]:
    """The test may kill in it what it likes."""
    async for each in _open_house(tmp_path):
        yield each


async def _open_house(folder: Path) -> AsyncIterator[House]:
    nats = NatsServer(folder / "nats")
    await nats.start()
    house = House(nats, folder)
    try:
        await house.start()
        yield house
    finally:
        await house.end()
        await nats.kill()
