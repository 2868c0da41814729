"""What tests of the agent-runner ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.fakes.openai_server import OpenAIServer
from tests.integration.agent_runner.house import House
from tests.integration.agent_runner.odd_tools import install
from tests.servers import NatsServer


@pytest.fixture
async def openai() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer().serving() as server:
        yield server


@pytest.fixture
async def house(tmp_path: Path, nats_server: NatsServer) -> AsyncIterator[House]:
    """Without a runner: a test starts those it needs."""
    async with House(tmp_path, nats_server).open() as house:
        yield house


@pytest.fixture(scope="session")
def odd_tools(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a runner must be started with to have them."""
    return install(tmp_path_factory.mktemp("odd"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def models() -> AsyncIterator[OpenAIServer]:
    """A scripted model server for all tests of a module."""
    async with OpenAIServer().serving() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """With a runner, for all tests of a module: starting one takes seconds."""
    folder = tmp_path_factory.mktemp("house")
    nats = NatsServer(folder / "nats")
    await nats.start()
    async with House(folder, nats).open() as house:
        await house.start("agent-runner")
        yield house
    await nats.kill()
