"""Tells browsers and other processes who looks at a thread and who types."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from parley_shared.events import PresenceChanged, TypingChanged
from parley_shared.frames import EventFrame
from parley_shared.models import Viewer
from parley_shared.presence import Present

from parley_web.presence import Presence
from parley_web.relay import Relay

LOOK_EVERY = 1.0  # seconds

Publish = Callable[[Present], Awaitable[None]]


class Lobby:
    def __init__(self, relay: Relay, publish: Publish, name: str) -> None:
        """`name` is this process's among those that relay."""
        self._relay = relay
        self._publish = publish
        self._presence = Presence(name)

    async def join(self, thread_id: str, viewer: Viewer) -> None:
        with self._telling(thread_id):
            self._presence.join(thread_id, viewer)
        await self._tell_others(thread_id)

    async def leave(self, thread_id: str, viewer_id: str) -> None:
        with self._telling(thread_id):
            was_here = self._presence.leave(thread_id, viewer_id)
        if was_here:
            await self._tell_others(thread_id)

    async def type(self, thread_id: str, viewer_id: str) -> None:
        with self._telling(thread_id):
            is_due = self._presence.type(thread_id, viewer_id, _now())
        if is_due:
            await self._tell_others(thread_id)

    async def hear(self, _: str, raw: bytes) -> None:
        """What another process tells of its viewers."""
        present = Present.model_validate_json(raw)
        with self._telling(present.thread_id):
            knows_us_not = self._presence.hear(present, _now())
        if knows_us_not:
            await self._tell_others(present.thread_id)

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            for thread_id in self._presence.pass_time(_now()):
                self._tell_viewers(thread_id)
                self._tell_typing(thread_id)
            for thread_id in self._presence.find_due(_now()):
                await self._tell_others(thread_id)

    @contextmanager
    def _telling(self, thread_id: str) -> Iterator[None]:
        """Browsers hear of what has changed."""
        viewers = self._presence.viewers(thread_id)
        typists = self._presence.typists(thread_id)
        yield
        if self._presence.viewers(thread_id) != viewers:
            self._tell_viewers(thread_id)
        if self._presence.typists(thread_id) != typists:
            self._tell_typing(thread_id)

    async def _tell_others(self, thread_id: str) -> None:
        await self._publish(self._presence.describe(thread_id, _now()))

    def _tell_viewers(self, thread_id: str) -> None:
        watched = self._relay.find(thread_id)
        if watched is not None:
            changed = PresenceChanged(
                thread_id=thread_id, viewers=self._presence.viewers(thread_id)
            )
            watched.tell_all(EventFrame(event=changed).model_dump_json())

    def _tell_typing(self, thread_id: str) -> None:
        """Everybody hears of the others, nobody of themselves."""
        watched = self._relay.find(thread_id)
        if watched is None:
            return
        typists = self._presence.typists(thread_id)
        for viewer in self._presence.viewers(thread_id):
            names = tuple(each.name for each in typists if each.id != viewer.id)
            changed = TypingChanged(thread_id=thread_id, names=names)
            watched.tell(viewer.id, EventFrame(event=changed).model_dump_json())


def _now() -> float:
    return asyncio.get_running_loop().time()
