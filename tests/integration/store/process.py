"""The store as a process that a test may kill and start again, and what is asked of it."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process, create_subprocess_exec
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from parley_shared import ids
from parley_shared.bus import Bus
from parley_shared.errors import Unavailable
from parley_shared.models import Model
from parley_shared.questions import Question
from parley_shared.store import Append, Claim, Claimed, EventsSince, Finish, GetMessages

from tests.cluster import NatsCluster
from tests.integration.store.keeper import agent_says, person_says
from tests.servers import NatsServer
from tests.waiting import PATIENCE, START_PATIENCE

A = TypeVar("A", bound=Model)

Connect = Callable[[str], Awaitable[Bus]]


class StoreProcess:
    """Keeps its folder over restarts; `settings` are environment variables."""

    def __init__(self, folder: Path, server: NatsServer | NatsCluster, **settings: str) -> None:
        self.folder = folder
        self._environment = {
            **os.environ,
            "PARLEY_DATA_DIR": str(folder),
            "PARLEY_NATS_URL": server.url,
            "PARLEY_NATS_SEED_FILE": str(server.seed_file("store")),
            **settings,
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
        async with asyncio.timeout(PATIENCE):
            return await self._process.wait()


async def ask(bus: Bus, question: Question[A]) -> A:
    """An outage is a pause."""
    async with asyncio.timeout(START_PATIENCE):
        while True:
            try:
                return await bus.ask(question, service="store", timeout=30)
            except Unavailable:
                await asyncio.sleep(0.05)


async def say(bus: Bus, text: str, thread_id: str = "T", message_id: str | None = None) -> None:
    message = person_says(text, thread_id=thread_id, message_id=message_id)
    await ask(bus, Append(message=message, create=True))


async def answer(runner: Bus, thread_id: str = "T") -> None:
    claim = Claim(thread_id=thread_id, runner="r1", claim_id=ids.uuid7())
    claimed = (await ask(runner, claim)).claim
    assert isinstance(claimed, Claimed)
    await ask(
        runner,
        Finish(
            turn_id=claimed.turn.id,
            fence=claimed.fence,
            state="done",
            message=agent_says(claimed, "Good."),
        ),
    )


async def head(bus: Bus, thread_id: str = "T") -> int:
    return (await ask(bus, EventsSince(thread_id=thread_id, seq=0, limit=1))).head


async def talk(gateway: Bus, runner: Bus, thread_id: str) -> None:
    for number in range(12):
        await answer(runner, thread_id)
        await say(gateway, f"{number}", thread_id, f"{thread_id}-{number}")


async def what_was_said(bus: Bus, thread_id: str) -> list[str]:
    page = await ask(bus, GetMessages(thread_id=thread_id, limit=200))
    return [message.text for message in page.items if message.role == "user"]
