"""A real nats-server with Parley's own configuration, that a test may kill and start again."""

import asyncio
import shutil
import sys
from asyncio.subprocess import DEVNULL, Process, create_subprocess_exec
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from parley_cli.nats_conf import write_nats_files
from parley_shared.bus import Bus

from tests.ports import free_port
from tests.waiting import PATIENCE


class NatsServer:
    """Keeps its port, its nkeys and its streams over restarts."""

    def __init__(self, folder: Path) -> None:
        self._files = write_nats_files(folder, free_port())
        self._process: Process | None = None
        self.url = self._files.url

    def seed_file(self, service: str) -> Path:
        return self._files.seed_file(service)

    def bus(self, name: str) -> AbstractAsyncContextManager[Bus]:
        """A connection with this service's own key."""
        return Bus.connect(url=self.url, name=name, seed_file=self.seed_file(name))

    async def start(self) -> None:
        """Returns when it answers."""
        binary = str(Path(sys.executable).parent / "nats-server")
        with (self._files.folder / "nats-server.log").open("ab") as log:
            self._process = await create_subprocess_exec(
                binary, "--config", str(self._files.conf), stdin=DEVNULL, stdout=log, stderr=log
            )
        async with asyncio.timeout(PATIENCE):
            while not await self._answers():
                await asyncio.sleep(0.01)

    async def kill(self) -> None:
        """As by `kill -9`."""
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            self._process = None

    async def restart(self) -> None:
        await self.kill()
        await self.start()

    async def forget(self) -> None:
        """Comes back without a single stream, as if its disk had been replaced."""
        await self.kill()
        await asyncio.to_thread(shutil.rmtree, self._files.folder / "js")
        await self.start()

    async def _answers(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._files.port)
        except ConnectionRefusedError:
            return False
        hello = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return hello.startswith(b"INFO")
