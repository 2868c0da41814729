"""Rooms in which code is run, on this machine's Docker engine."""

import os
import shutil
import uuid
from collections.abc import AsyncIterator

import docker
import pytest
import pytest_asyncio
from docker.errors import DockerException

from tests.containers.room import BACKEND, Room, open_room, settings

# No helper of its own that would be handed Docker's socket, and no guess at where Docker is.
os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
os.environ.setdefault("TESTCONTAINERS_CONNECTION_MODE", "docker_host")

INSTALL = f"test-{uuid.uuid4().hex[:8]}"  # so that what is left over is known as ours


def why_not() -> str | None:
    if BACKEND == "bwrap":
        return None if shutil.which("bwrap") else "bubblewrap is not installed"
    try:
        client = docker.APIClient(**docker.utils.kwargs_from_env(), timeout=60)
        client.ping()
        client.close()
    except DockerException:
        return "no Docker engine answers"
    return None


WHY_NOT = why_not()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if WHY_NOT is not None and "containers" in str(item.path):
            item.add_marker(pytest.mark.skip(reason=WHY_NOT))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def room() -> AsyncIterator[Room]:
    """Shared by tests that do not hurt it."""
    os.environ["PARLEY_TEST_SECRET"] = "sk-live-DO-NOT-LEAK-4711"
    async with open_room(settings(INSTALL)) as room:
        yield room


@pytest_asyncio.fixture(loop_scope="session")
async def own_room() -> AsyncIterator[Room]:
    """The test may hurt it; nothing waits in it that nobody asked for."""
    async with open_room(settings(f"own-{uuid.uuid4().hex[:8]}", warm=0), at_once=8) as room:
        yield room
