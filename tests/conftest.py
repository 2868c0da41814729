"""What tests of every kind may ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.servers import NatsServer


@pytest.fixture
async def nats_server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    server = NatsServer(tmp_path / "nats")
    await server.start()
    yield server
    await server.kill()
