"""Everything is started again, one after the other, while many people chat: nobody is refused."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
from parley_shared import ids

from tests.launcher import LaunchedParley

PEOPLE = 20
PAUSE = 3.0  # seconds between two messages of somebody
WITHIN = 60.0  # seconds that an action may take before it counts as failed


class Person:
    """Writes, reads and renames, and remembers what was refused."""

    def __init__(self, parley: LaunchedParley) -> None:
        self.thread_id = ids.uuid7()
        self.sent: list[str] = []
        self.failed: list[str] = []
        headers = {"Authorization": f"Bearer {parley.token}"}
        # A connection that was idle may be closed by a server that stops; browsers then use a new
        # one, as this client always does.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.AsyncClient(
            base_url=parley.address, headers=headers, timeout=WITHIN, limits=limits
        )

    @asynccontextmanager
    async def chatting(self) -> AsyncIterator[None]:
        async with self._client:
            await self._do("POST", "/api/threads", {"id": self.thread_id})
            busy = asyncio.create_task(self._chat())
            try:
                yield
            finally:
                busy.cancel()
                await asyncio.gather(busy, return_exceptions=True)

    async def _chat(self) -> None:
        path = f"/api/threads/{self.thread_id}"
        while True:
            message = {"id": ids.uuid7(), "text": f"message {len(self.sent)}"}
            if await self._do("POST", f"{path}/messages", message):
                self.sent.append(message["id"])
            await self._do("GET", f"{path}/messages")
            await self._do("PATCH", path, {"title": f"After {len(self.sent)}"})
            await asyncio.sleep(PAUSE)

    async def _do(self, method: str, path: str, body: object = None) -> bool:
        try:
            answer = await self._client.request(method, path, json=body)
        except httpx.TransportError as error:
            self.failed.append(f"{method} {path}: {type(error).__name__} {error}")
            return False
        if answer.is_error:
            self.failed.append(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.is_success

    async def read_own(self) -> list[str]:
        """The texts of all that this person said, as the API tells it."""
        async with httpx.AsyncClient(
            base_url=self._client.base_url, headers=self._client.headers, timeout=WITHIN
        ) as client:
            path = f"/api/threads/{self.thread_id}/messages?limit=200"
            items = (await client.get(path)).json()["items"]
        return [message["text"] for message in items if message["role"] == "user"]


def test_nobody_is_refused_while_everything_starts_again(parley: LaunchedParley) -> None:
    with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this one
        thread.submit(asyncio.run, chat_through_restart(parley)).result()


async def chat_through_restart(parley: LaunchedParley) -> None:
    people = [Person(parley) for _ in range(PEOPLE)]

    async with asyncio.timeout(300), AsyncExitStack() as chats:
        for person in people:
            await chats.enter_async_context(person.chatting())
        restarted = await asyncio.to_thread(parley.say, "restart", "--all")

    print(restarted.stdout)
    assert restarted.returncode == 0, restarted.stderr
    assert [failed for person in people for failed in person.failed] == []
    async with asyncio.timeout(60):
        for person in people:
            asked = [f"message {number}" for number in range(len(person.sent))]
            while len(said := await person.read_own()) < len(asked):
                await asyncio.sleep(0.2)
            assert said == asked
