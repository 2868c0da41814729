"""Everything is started again, one after the other, while many people chat: nobody is refused, and
every browser ends with what the store holds."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
from parley_shared import ids

from tests.chaos.viewer import Viewer
from tests.launcher import LaunchedParley

PEOPLE = 20
PAUSE = 3.0  # seconds between two messages of somebody
WITHIN = 60.0  # seconds that an action may take before it counts as failed


class Person:
    """Writes, reads and renames, looks at the thread, and remembers what was refused."""

    def __init__(self, parley: LaunchedParley, number: int) -> None:
        self.thread_id = ids.uuid7()
        self.viewer = Viewer(f"b{number}", parley.address, parley.token)
        self.sent: list[str] = []
        self.kept: list[tuple[str, str]] = []  # role and text of all, once all is seen
        self.failed: list[str] = []
        headers = {"Authorization": f"Bearer {parley.token}"}
        # A connection that was idle may be closed by a server that stops; browsers then use a new
        # one, as this client always does.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.AsyncClient(
            base_url=parley.address, headers=headers, timeout=WITHIN, limits=limits
        )

    @asynccontextmanager
    async def here(self) -> AsyncIterator[None]:
        """With the thread open in a browser."""
        async with self._client:
            await self._do("POST", "/api/threads", {"id": self.thread_id})
            looking = asyncio.create_task(self.viewer.run())
            try:
                await self.viewer.watch(self.thread_id)
                yield
            finally:
                await _end(looking)

    @asynccontextmanager
    async def chatting(self) -> AsyncIterator[None]:
        busy = asyncio.create_task(self._chat())
        try:
            yield
        finally:
            await _end(busy)

    async def until_all_is_seen(self) -> None:
        """Every message is kept and answered, and the browser, which lost its line and has it back,
        shows what the store holds."""
        async with asyncio.timeout(WITHIN):
            while not self._sees(kept := await self._read_messages()):
                await asyncio.sleep(0.2)
        self.kept = [(message["role"], message["text"]) for message in kept]

    def _sees(self, kept: list[dict[str, str]]) -> bool:
        if not self.viewer.away:
            return False
        view = self.viewer.views.get(self.thread_id)
        said = [message["text"] for message in kept if message["role"] == "user"]
        if view is None or len(said) < len(self.sent) or not self.viewer.is_quiet(self.thread_id):
            return False
        shown = [(message.id, message.text) for message in view.visible_messages]
        return shown == [(message["id"], message["text"]) for message in kept][-len(shown) :]

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

    async def _read_messages(self) -> list[dict[str, str]]:
        """Of the thread, as the API tells it."""
        answer = await self._client.get(f"/api/threads/{self.thread_id}/messages?limit=200")
        items: list[dict[str, str]] = answer.json()["items"] if answer.is_success else []
        return items


def test_nobody_is_refused_while_everything_starts_again(parley: LaunchedParley) -> None:
    with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this one
        thread.submit(asyncio.run, chat_through_restart(parley)).result()


async def chat_through_restart(parley: LaunchedParley) -> None:
    people = [Person(parley, number) for number in range(PEOPLE)]

    async with AsyncExitStack() as looks:
        for person in people:
            await looks.enter_async_context(person.here())
        async with AsyncExitStack() as chats:
            for person in people:
                await chats.enter_async_context(person.chatting())
            restarted = await asyncio.to_thread(parley.say, "restart", "--all")
        print(restarted.stdout)
        assert restarted.returncode == 0, restarted.stderr
        await asyncio.gather(*(person.until_all_is_seen() for person in people))

    assert [failed for person in people for failed in person.failed] == []
    assert [wrong for person in people for wrong in person.viewer.wrong] == []
    for person in people:
        said = [text for role, text in person.kept if role == "user"]
        assert said[: len(person.sent)] == [f"message {n}" for n in range(len(person.sent))]
        assert len(said) <= len(person.sent) + 1  # the last may have been cut off from its answer


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
