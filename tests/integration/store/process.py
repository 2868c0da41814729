"""The store as a process that a test may kill and start again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process, create_subprocess_exec
from collections.abc import Awaitable, Callable
from pathlib import Path

from parley_shared.bus import Bus

from tests.servers import NatsServer

Connect = Callable[[str], Awaitable[Bus]]


class StoreProcess:
    """Keeps its folder over restarts."""

    def __init__(self, folder: Path, server: NatsServer) -> None:
        self.folder = folder
        self._environment = {
            **os.environ,
            "PARLEY_DATA_DIR": str(folder),
            "PARLEY_NATS_URL": server.url,
            "PARLEY_NATS_SEED_FILE": str(server.seed_file("store")),
        }
        self._process: Process | None = None

    async def start(self) -> None:
        """Whoever asks it waits until it answers."""
        self._process = await create_subprocess_exec(
            sys.executable, "-m", "parley_store", env=self._environment
        )

    async def kill(self) -> None:
        """As by `kill -9`."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> int:
        """The code with which it ends after a stop signal."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            return await self._process.wait()
