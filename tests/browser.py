"""A browser as the web service sees one: a websocket that applies what it is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from parley_shared.agent_view import AgentView
from parley_shared.view import apply, read_event
from websockets.asyncio.client import ClientConnection, connect

from tests.waiting import PATIENCE

Frame = dict[str, Any]  # any JSON object


class Browser:
    """Keeps all frames, and a view of each thread it watches."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[Frame] = []
        self.views: dict[str, AgentView] = {}
        self._came = asyncio.Event()
        self._reads = asyncio.Event()
        self._reads.set()

    def pause(self) -> None:
        """Reads nothing more for now, as a phone in a tunnel."""
        self._reads.clear()

    def resume(self) -> None:
        self._reads.set()

    async def say(self, **frame: object) -> None:
        await self.socket.send(json.dumps(frame))

    async def watch(self, thread_id: str, since: int | None = None, name: str = "") -> None:
        await self.say(type="watch", thread_id=thread_id, since=since, name=name)

    async def until(self, is_so: Callable[["Browser"], bool]) -> None:
        """Raises TimeoutError, with what came instead."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not is_so(self):
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            told = [str(frame)[:300] for frame in self.frames[-10:]]
            raise AssertionError("it did not come; the last frames:\n" + "\n".join(told)) from None

    async def until_frame(self, kind: str, count: int = 1) -> Frame:
        """The newest frame of this type, when there are `count` of them."""
        await self.until(lambda browser: len(browser.of(kind)) >= count)
        return self.of(kind)[-1]

    async def until_event(self, kind: str, count: int = 1) -> Frame:
        await self.until(lambda browser: len(browser.events(kind)) >= count)
        return self.events(kind)[-1]

    def of(self, kind: str) -> list[Frame]:
        return [frame for frame in self.frames if frame["type"] == kind]

    def events(self, kind: str | None = None) -> list[Frame]:
        events = [frame["event"] for frame in self.of("event")]
        return [event for event in events if kind in (None, event["kind"])]

    async def _listen(self) -> None:
        async for raw in self.socket:
            await self._reads.wait()
            frame = json.loads(raw)
            self._take(frame)
            self.frames.append(frame)
            self._came.set()

    def _take(self, frame: Frame) -> None:
        if frame["type"] == "snapshot":
            self.views[frame["thread_id"]] = AgentView.model_validate(frame["view"])
        elif frame["type"] == "event":
            thread_id = frame["event"]["thread_id"]
            event = read_event(json.dumps(frame["event"]))
            self.views[thread_id] = apply(self.views[thread_id], event)


@asynccontextmanager
async def open_browser(
    address: str, secret: str, views: dict[str, AgentView] | None = None, **options: Any
) -> AsyncIterator[Browser]:
    """`views`: what it still knows from an earlier connection."""
    url = address.replace("http", "ws", 1) + "/api/ws"
    headers = {"Authorization": f"Bearer {secret}"}
    async with connect(url, additional_headers=headers, **options) as socket:
        browser = Browser(socket)
        browser.views.update(views or {})
        listening = asyncio.create_task(browser._listen())
        try:
            yield browser
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
