"""From an empty folder to an address to open, and on until it is told to stop."""

import asyncio
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from parley_shared.bus import Bus
from parley_shared.errors import Unavailable

from parley_cli.admin import connect_admin, tell_token
from parley_cli.answering import answer_browsers
from parley_cli.control import Answer, Command, serve_control
from parley_cli.failures import BuildFailed
from parley_cli.folder import DataFolder
from parley_cli.frontend import pages_are_fresh
from parley_cli.nats_conf import NatsFiles
from parley_cli.processes import PATIENCE, Announce, run_once
from parley_cli.readiness import find_readiness
from parley_cli.services import PROJECT, WEB_DIST
from parley_cli.state import State, keep_state
from parley_cli.supervisor import Supervisor
from parley_cli.token import read_token

GLANCE = 0.05  # seconds between two looks at who is ready
IMPATIENT_AFTER = 20.0  # seconds after which it says whom it still waits for


class Launch:
    """`when_up` is called once, when everybody answers and the sign-in token is known."""

    def __init__(
        self,
        folder: DataFolder,
        state: State,
        supervisor: Supervisor,
        nats: NatsFiles,
        announce: Announce,
        when_up: Callable[[], None],
    ) -> None:
        self._folder = folder
        self._state = state
        self._supervisor = supervisor
        self._nats = nats
        self._bus: Bus | None = None
        self._announce = announce
        self._when_up = when_up
        self._stop_wanted = asyncio.Event()
        self._patience = PATIENCE
        self._failure: BuildFailed | None = None

    async def run(self) -> None:
        """Returns when it was told to stop and everything has stopped. Raises BuildFailed."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(each, self.stop)
        control = await serve_control(Path(self._state.control_socket), self._answer)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._supervisor.keep())
            rising = tasks.create_task(self._rise())
            await self._stop_wanted.wait()
            rising.cancel()
            self._announce("stopping")
            await self._supervisor.stop(self._patience)
        control.close()
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        self._stop_wanted.set()

    async def _rise(self) -> None:
        """Ends when it is cancelled: as long as somebody asks who is ready, the bus is needed."""
        began = time.monotonic()
        await self._supervisor.nats_answers()
        async with connect_admin(self._nats) as bus:
            self._bus = bus
            try:
                await asyncio.gather(self._build_pages(), self._everybody_answers(bus))
            except BuildFailed as failure:
                self._failure = failure
                self.stop()
                return
            keep_state(self._folder, replace(self._state, is_up=True))
            self._announce(f"ready after {time.monotonic() - began:.1f} s")
            self._when_up()
            async with answer_browsers(bus, self._folder, self._supervisor.facts):
                await asyncio.Event().wait()

    async def _build_pages(self) -> None:
        if await asyncio.to_thread(pages_are_fresh, PROJECT):
            return
        self._announce("building the browser pages (half a minute the first time)")
        command = [sys.executable, "-m", "parley_cli.frontend", str(PROJECT)]
        if await run_once(command, self._folder.log_of("frontend")) == 0:
            return
        failure = BuildFailed(
            "The browser pages could not be built: ./parley logs frontend says why"
        )
        if not (WEB_DIST / "index.html").is_file():
            raise failure
        self._announce(f"{failure}. The pages of the last build are shown instead")

    async def _everybody_answers(self, bus: Bus) -> None:
        impatient = time.monotonic() + IMPATIENT_AFTER
        while missing := await self._find_missing(bus):
            if time.monotonic() > impatient:
                self._announce(f"still waiting for {', '.join(missing)}")
                impatient += IMPATIENT_AFTER
            await asyncio.sleep(GLANCE)

    async def _find_missing(self, bus: Bus) -> list[str]:
        ready = (await find_readiness(bus, self._state.web_port)).ready
        missing = [name for name in self._supervisor.names if name not in ready]
        if missing:
            return missing
        try:
            await tell_token(bus, read_token(self._folder))
        except Unavailable:
            return ["store"]
        return []

    async def _answer(self, command: Command) -> Answer:
        match command.verb:
            case "status":
                found = await find_readiness(self._bus, self._state.web_port)
                return Answer(
                    processes=self._supervisor.facts(),
                    ready=tuple(sorted(found.ready)),
                    troubles=dict(found.troubles),
                )
            case "restart":
                return await self._restart(command.name)
            case "stop":
                self.stop()
                return Answer()

    async def _restart(self, name: str) -> Answer:
        if name not in self._supervisor.names:
            known = ", ".join(self._supervisor.names)
            return Answer(failure=f"There is no service {name!r}: name one of {known}")
        await self._supervisor.restart(name)
        return Answer()
