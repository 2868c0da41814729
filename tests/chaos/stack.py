"""A whole Parley of its own, started as a person starts it, and a second agent-runner."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

from parley_cli.control import Command, ask_launcher
from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder, locate_folder
from parley_cli.processes import KeptProcess
from parley_cli.services import SERVICES, command_of, environment_of
from parley_cli.state import running_state
from parley_shared.bus import Bus

from tests.chaos.tools import COUNTS, install
from tests.launcher import PROJECT, LaunchedParley

SECOND = "runner-2"
RUNS_WITHIN = 60.0  # seconds


class Stack:
    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        """`settings` are added to the environment."""
        self.settings = dict(settings or {})
        self.counts = folder / "counts.jsonl"
        self.counts.touch()
        install(folder / "tools")
        self.failpoints = folder / "failpoints"
        self.failpoints.mkdir()
        self._environment = {
            **self.settings,
            COUNTS: str(self.counts),
            "PYTHONPATH": os.pathsep.join(
                filter(None, (os.environ.get("PYTHONPATH"), str(folder / "tools"), str(PROJECT)))
            ),
            "PARLEY_FAILPOINTS": str(self.failpoints),
        }
        self.parley = LaunchedParley(folder / "p", self._environment)
        self._second: KeptProcess | None = None

    @property
    def folder(self) -> DataFolder:
        return locate_folder(self.parley.folder)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Stack"]:
        starting = asyncio.create_task(asyncio.to_thread(self.parley.up))
        try:
            await asyncio.shield(starting)
            async with self._second_running():
                yield self
        finally:
            await asyncio.wait([starting])  # what has only half begun can't be stopped
            await asyncio.to_thread(self.parley.down)

    @asynccontextmanager
    async def _second_running(self) -> AsyncIterator[None]:
        self._second = self._make_second()
        keeping = asyncio.create_task(self._second.keep())
        try:
            yield
        finally:
            await self._second.stop(3.0)
            await keeping

    def bus(self, name: str) -> AbstractAsyncContextManager[Bus]:
        """A connection with this service's own key."""
        seed = self.folder.nats / "creds" / f"{name}.nk"
        return Bus.connect(url=self._nats_url(), name=name, seed_file=seed)

    async def pid_of(self, name: str) -> int | None:
        """Of a process that runs now."""
        if name == SECOND:
            return self._second.facts().pid if self._second else None
        try:
            return await asyncio.to_thread(self.parley.pid_of, name)
        except LauncherFailure:
            return None

    async def running_pid_of(self, name: str) -> int | None:
        """As soon as it runs; None if it does not within a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(RUNS_WITHIN):
                while (pid := await self.pid_of(name)) is None:
                    await asyncio.sleep(0.1)
                return pid
        return None

    def list_children(self, pid: int) -> list[int]:
        """Processes that it has forked."""
        try:
            return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
        except OSError:
            return []

    async def restart(self, name: str) -> None:
        if name == SECOND:
            assert self._second is not None
            return await self._second.restart()
        socket = running_state(self.folder).control_socket
        with suppress(LauncherFailure):  # it waits for one that is frozen, and we do not
            await asyncio.to_thread(ask_launcher, socket, Command(verb="restart", name=name))

    async def hurry(self) -> None:
        """Start what died now: who dies again and again is made to wait ever longer."""
        socket = running_state(self.folder).control_socket
        told = await asyncio.to_thread(ask_launcher, socket, Command(verb="status"))
        for process in told.processes:
            if process.state == "waiting":
                await self.restart(process.name)
        if self._second is not None and self._second.facts().state == "waiting":
            await self._second.restart()

    async def wipe_jetstream(self) -> None:
        """nats-server dies, and nothing of its disk is left when it starts again."""
        pid = await self.running_pid_of("nats")
        if pid is None:
            return
        with suppress(ProcessLookupError):  # another fault may end it meanwhile
            os.kill(pid, signal.SIGSTOP)  # so that it can't start before its disk is empty
            await asyncio.to_thread(shutil.rmtree, self.folder.nats / "js", ignore_errors=True)
            os.kill(pid, signal.SIGKILL)

    def _nats_url(self) -> str:
        return f"nats://127.0.0.1:{running_state(self.folder).nats_port}"

    def _make_second(self) -> KeptProcess:
        service = next(each for each in SERVICES if each.name == "agent-runner")
        url = self._nats_url()
        first = environment_of(service, self.folder, nats_url=url, web_port=self.parley.port)
        environment = {**first, **self._environment, "PARLEY_RUNNER_NAME": SECOND}
        log = self.folder.log_of(SECOND)
        return KeptProcess(SECOND, command_of(service), environment, log, lambda line: None)
