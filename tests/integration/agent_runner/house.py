"""nats-server, the store and agent-runners as real processes, and somebody who talks to them."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from parley_shared.agent_view import AgentView
from parley_shared.bus import Bus
from parley_shared.commands import AgentChange, CreateAgent, StopThread
from parley_shared.events import Durable, Event, MessageReady
from parley_shared.follow import follow
from parley_shared.ids import uuid7
from parley_shared.models import BusyMode, FileRef, Message
from parley_shared.store import Append, Appended, GetView
from parley_shared.view import UnknownEvent, apply, initial, read_event

from tests.nursery import ServiceProcess, start_service
from tests.servers import NatsServer
from tests.waiting import START_PATIENCE

ENDS = ("turn.finished", "turn.failed", "turn.cancelled")


class Watcher:
    """Hears a thread as a browser does, and remembers it all."""

    def __init__(self, thread_id: str) -> None:
        self.view = initial(thread_id)
        self.events: list[Event | UnknownEvent] = []
        self.heard_at: list[float] = []
        self._changed = asyncio.Condition()
        self._told = asyncio.Event()

    def hear(self, raw: bytes) -> None:
        event = read_event(raw)
        self.events.append(event)
        self.heard_at.append(asyncio.get_running_loop().time())
        self.view = apply(self.view, event)
        self._told.set()

    async def until(self, fact: Callable[["Watcher"], bool]) -> None:
        while not fact(self):
            self._told.clear()
            await self._told.wait()

    def kinds(self) -> list[str]:
        """Of the durable events."""
        return [event.kind for event in self.events if isinstance(event, Durable)]

    def has_ended(self, turn_id: str) -> bool:
        ends = (event for event in self.events if event.kind in ENDS)
        return any(isinstance(event, Durable) and event.turn_id == turn_id for event in ends)

    def count(self, kind: str) -> int:
        return sum(event.kind == kind for event in self.events)

    def ready(self) -> list[Message]:
        """The answers in the order in which they were told."""
        return [event.message for event in self.events if isinstance(event, MessageReady)]

    def answers(self) -> list[Message]:
        return [each for each in self.view.visible_messages if each.role == "assistant"]


def _module(service: str) -> str:
    return f"parley_{service.replace('-', '_')}"


class House:
    def __init__(self, folder: Path, nats: NatsServer) -> None:
        self._folder = folder
        self._nats = nats
        self._open = AsyncExitStack()
        self._processes: dict[str, ServiceProcess | Process] = {}
        self.gateway: Bus
        self.web: Bus

    @asynccontextmanager
    async def open(self) -> AsyncIterator["House"]:
        async with self._open:
            self.gateway = await self.connect("gateway")
            self.web = await self.connect("web")
            await self.start("store")
            try:
                yield self
            finally:
                for process in self._processes.values():
                    process.kill()
                    await process.wait()

    async def start(self, service: str, name: str = "", **settings: str) -> None:
        """`name` tells several runners apart."""
        name = name or service
        environment = self._environment_of(service, name) | settings
        self._processes[name] = await start_service(_module(service), environment, self._log(name))

    async def start_alone(self, service: str, name: str) -> None:
        """It imports everything itself, as where the launcher starts it: that takes seconds."""
        command = [sys.executable, "-m", _module(service)]
        with self._log(name).open("ab") as out:
            self._processes[name] = await asyncio.create_subprocess_exec(
                *command, env=self._environment_of(service, name), stdout=out, stderr=out
            )

    def _environment_of(self, service: str, name: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "PARLEY_NATS_URL": self._nats.url,
            "PARLEY_NATS_SEED_FILE": str(self._nats.seed_file(service)),
            "PARLEY_DATA_DIR": str(self._folder / service),
            "PARLEY_RUNNER_NAME": name,
            "PARLEY_SKILL_FOLDERS": str(self._folder / "skills"),
        }

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    async def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> int:
        process = self._processes.pop(name)
        process.send_signal(how)
        return await process.wait()

    async def kill_if_running(self, name: str) -> None:
        if name in self._processes:
            await self.kill(name)

    def runner_pid(self, name: str) -> int:
        """Of the process that runs turns; it was forked from the one that `start` started."""
        return int((self._folder / "agent-runner" / f"{name}.lock").read_text())

    async def until_running(self, name: str) -> int:
        """Its pid."""
        lock = self._folder / "agent-runner" / f"{name}.lock"
        while not (lock.exists() and (pid := lock.read_text())):
            await asyncio.sleep(0.05)
        return int(pid)

    def pause(self, name: str) -> None:
        """The runner freezes, and knows nothing of it afterwards."""
        os.kill(self.runner_pid(name), signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        os.kill(self.runner_pid(name), signal.SIGCONT)

    async def until_logged(self, name: str, text: str, times: int = 1) -> None:
        """For what only the log tells."""
        while self.log(name).count(text) < times:
            await asyncio.sleep(0.05)

    def log(self, name: str) -> str:
        file = self._folder / f"{name}.log"
        return file.read_text() if file.exists() else ""

    async def say(
        self,
        thread_id: str,
        text: str,
        *,
        agent_id: str | None = None,
        mode: BusyMode | None = None,
        files: tuple[FileRef, ...] = (),
    ) -> Appended:
        message = Message(
            id=uuid7(),
            thread_id=thread_id,
            role="user",
            text=text,
            attachments=files,
            created_at=datetime.now(UTC),
        )
        question = Append(message=message, agent_id=agent_id, mode=mode, create=True)
        return await self.gateway.ask(question, timeout=START_PATIENCE)

    async def add_agent(self, agent_id: str, **change: object) -> None:
        what = AgentChange.model_validate({"name": agent_id, **change})
        question = CreateAgent(agent_id=agent_id, change=what)
        await self.gateway.ask(question, service="store", timeout=START_PATIENCE)

    def write_skill(self, name: str, description: str, body: str) -> None:
        place = self._folder / "skills" / name
        place.mkdir(parents=True)
        head = f"---\nname: {name}\ndescription: {description}\n---\n"
        (place / "SKILL.md").write_text(f"{head}{body}\n")

    async def stop(self, thread_id: str) -> None:
        await self.gateway.ask(StopThread(thread_id=thread_id), service="store")

    @asynccontextmanager
    async def watch(self, thread_id: str) -> AsyncIterator[Watcher]:
        watcher = Watcher(thread_id)
        following = await follow(self.web, thread_id, watcher.hear)
        try:
            yield watcher
        finally:
            await following.stop()

    async def ask(
        self,
        thread_id: str,
        text: str,
        *,
        agent_id: str | None = None,
        files: tuple[FileRef, ...] = (),
    ) -> tuple[Message, Watcher]:
        """Say it, wait for the end of the turn, and give what was heard of it."""
        async with asyncio.timeout(180), self.watch(thread_id) as seen:
            said = await self.say(thread_id, text, agent_id=agent_id, files=files)
            assert said.turn is not None
            turn_id = said.turn.id
            await seen.until(lambda seen: seen.has_ended(turn_id))
            return seen.answers()[-1], seen

    async def stored_view(self, thread_id: str) -> AgentView:
        return (await self.web.ask(GetView(thread_id=thread_id))).view

    async def connect(self, service: str) -> Bus:
        """Open until the house is closed."""
        seed_file = self._nats.seed_file(service)
        connecting = Bus.connect(url=self._nats.url, name=service, seed_file=seed_file)
        return await self._open.enter_async_context(connecting)
