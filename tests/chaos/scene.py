"""Where one case of the sweep is played: a person, whoever dies, and how to find them."""

import asyncio
import os
import signal
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from parley_shared.ids import uuid7

from tests.chaos.crowd import Crowd
from tests.chaos.drive import Thread
from tests.chaos.model import write_message
from tests.chaos.person import Complaint, Person
from tests.chaos.plan import Kind, Step
from tests.chaos.stack import SECOND, Stack
from tests.chaos.texting import FIRST_CHAT, Texting
from tests.fakes.telegram_api import TelegramApi

GLANCE = 0.1  # seconds

Alone = defaultdict[str, asyncio.Lock]  # by point, or by what only one may change at a time


@dataclass
class Scene:
    """Its `number` names the thread, the chat, and everything else that nobody else has."""

    number: int
    stack: Stack
    crowd: Crowd
    api: TelegramApi
    alone: Alone
    texting: list[Texting] = field(default_factory=list)  # of all scenes

    @property
    def person(self) -> Person:
        return self.crowd.person

    @property
    def tag(self) -> str:
        return f"s{self.number}-0"

    @property
    def chat(self) -> int:
        return FIRST_CHAT + self.number

    @property
    def agent_id(self) -> str:
        return self.crowd.agent(self.number)

    async def ask(self, method: str, path: str, body: object = None, *, also: int = 0) -> Any:
        """What is answered, which is well, or has the status `also`. Raises Complaint."""
        status, answer = await self.person.ask(method, path, body)
        if status >= 300 and status != also:
            raise Complaint(f"{method} {path} was answered {status}: {answer}")
        return answer

    async def until(self, look: Callable[[], Awaitable[Any]], what: str) -> Any:
        """The first of what it finds that is something. Raises Complaint."""
        give_up = time.monotonic() + self.person.patience
        while time.monotonic() < give_up:
            if found := await look():
                return found
            await asyncio.sleep(GLANCE)
        raise Complaint(f"{what} did not happen for {self.person.patience:.0f} s")

    async def talk(self, *steps: Step) -> None:
        """In a thread that others see too."""
        await self.make_thread(*steps).play(self.crowd.ledger)

    def make_thread(self, *steps: Step) -> Thread:
        watchers = self.crowd.watchers(self.number)
        return Thread(self.agent_id, steps, self.person, watchers)

    @asynccontextmanager
    async def playing(self, thread: Thread) -> AsyncIterator[None]:
        """From when it is there; returns when it is played."""
        playing = asyncio.create_task(thread.play(self.crowd.ledger))
        try:
            while not playing.done() and thread.thread_id not in self.crowd.ledger.threads:
                await asyncio.sleep(GLANCE)
            yield
        finally:
            await playing

    async def text(self, *kinds: Kind) -> None:
        """On Telegram."""
        person = Texting(self.api, self.chat, kinds, self.person.patience)
        self.texting.append(person)
        await person.play()

    async def begin_thread(self) -> str:
        """One that nobody else looks at."""
        thread_id = uuid7()
        body = {"id": thread_id, "agent_id": self.agent_id}
        await self.ask("POST", "/threads", body)
        return thread_id

    async def say(self, thread_id: str, kind: Kind, tag: str = "") -> str:
        """The message's id, once it is kept."""
        message_id = uuid7()
        body = {"id": message_id, "text": write_message(tag or self.tag, kind)}
        await self.ask("POST", f"/threads/{thread_id}/messages", body)

        async def find() -> bool:
            status, _ = await self.person.ask("GET", f"/messages/{message_id}")
            return status == 200

        await self.until(find, "the keeping of a message")
        return message_id

    async def until_answered(self, thread_id: str) -> list[Any]:
        """All messages, once nothing is open."""

        async def is_done() -> bool:
            queue = await self.ask("GET", f"/threads/{thread_id}/queue")
            return not queue["turns"]

        await self.until(is_done, "the end of a turn")
        page = await self.ask("GET", f"/threads/{thread_id}/messages?limit=200")
        messages: list[Any] = page["items"]
        return messages

    async def find_events(self, thread_id: str, kind: str) -> list[Any]:
        page = await self.ask("GET", f"/threads/{thread_id}/events?since=0&limit=1000")
        return [event for event in page["events"] if event["kind"] == kind]

    def end(self, pid: int | None) -> None:
        """As by SIGTERM."""
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    async def find_runner(self, thread_id: str) -> str:
        """The process that runs the thread's newest turn."""
        starts = await self.until(
            lambda: self.find_events(thread_id, "turn.started"), "the start of a turn"
        )
        return SECOND if starts[-1]["runner"] == SECOND else "agent-runner"
