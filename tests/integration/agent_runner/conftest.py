"""What tests of the agent-runner ask for."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.openai_server import OpenAIServer


@pytest.fixture
async def openai() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer().serving() as server:
        yield server
