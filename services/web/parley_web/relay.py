"""Keeps one view per watched thread, gap-free, for all browsers of this process."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from weakref import WeakValueDictionary

from parley_shared.agent_view import AgentView
from parley_shared.errors import ParleyError, ThreadNotFound, Unavailable
from parley_shared.frames import ErrorFrame
from parley_shared.store import EventPage

from parley_web.watched import WatchedThread

logger = logging.getLogger(__name__)

COMPARE_EVERY = 5.0  # seconds; nats-server may have lost the newest events with its last breath
KEEP_FOR = 60.0  # seconds after the last viewer left
HEADS_AT_ONCE = 500

GetView = Callable[[str], Awaitable[AgentView]]
GetEvents = Callable[[str, int], Awaitable[EventPage]]  # of a thread, after a seq
GetHeads = Callable[[Sequence[str]], Awaitable[dict[str, int]]]
Stop = Callable[[], Awaitable[None]]
Follow = Callable[[str, Callable[[bytes], None]], Stop]  # a thread: all that is kept, then more


class Relay:
    """The first three functions may raise any ParleyError, above all Unavailable."""

    def __init__(
        self, *, get_view: GetView, get_events: GetEvents, get_heads: GetHeads, follow: Follow
    ) -> None:
        self._get_view = get_view
        self._get_events = get_events
        self._get_heads = get_heads
        self._follow = follow
        self._threads: dict[str, WatchedThread] = {}
        self._stops: dict[str, Stop] = {}
        self._unwatched_since: dict[str, float] = {}
        self._loading: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._behind = asyncio.Event()

    async def watch(self, thread_id: str) -> WatchedThread:
        """Join it without an await in between. Raises ThreadNotFound, Unavailable ..."""
        loading = self._loading.setdefault(thread_id, asyncio.Lock())
        async with loading:
            if thread_id not in self._threads:
                self._threads[thread_id] = WatchedThread(await self._get_view(thread_id))
                self._stops[thread_id] = self._follow(thread_id, partial(self._hear, thread_id))
            return self._threads[thread_id]

    @property
    def size(self) -> int:
        return len(self._threads)

    def find(self, thread_id: str) -> WatchedThread | None:
        return self._threads.get(thread_id)

    async def run(self) -> None:
        """Fills gaps as they show, and looks after everything every few seconds, for ever."""
        while True:
            try:
                async with asyncio.timeout(COMPARE_EVERY):
                    await self._behind.wait()
            except TimeoutError:
                await self.look_after_all()
            else:
                self._behind.clear()
                await self._fill_all()

    async def look_after_all(self) -> None:
        """Compares every thread with the store's; repairs what an outage left behind."""
        await self.forget_unwatched(asyncio.get_running_loop().time())
        try:
            await self._compare_heads()
        except ParleyError as error:
            logger.warning("could not compare events", extra={"reason": str(error)})
        await self._fill_all()

    async def forget_unwatched(self, now: float) -> None:
        """Lets go of what nobody has watched for a while; `now` in seconds."""
        for thread_id, watched in tuple(self._threads.items()):
            since = self._unwatched_since.setdefault(thread_id, now)
            if watched.is_watched:
                del self._unwatched_since[thread_id]
            elif now - since >= KEEP_FOR:
                await self._forget(thread_id)

    async def close(self) -> None:
        for stop in self._stops.values():
            await stop()

    def _hear(self, thread_id: str, raw: bytes) -> None:
        watched = self._threads.get(thread_id)
        if watched is None:
            return
        watched.hear(raw)
        if watched.is_behind:
            self._behind.set()

    async def _compare_heads(self) -> None:
        known = {thread_id: watched.view.seq for thread_id, watched in self._threads.items()}
        every = list(known)
        for first in range(0, len(every), HEADS_AT_ONCE):
            asked = every[first : first + HEADS_AT_ONCE]
            heads = await self._get_heads(asked)
            for thread_id in asked:
                await self._compare(thread_id, known[thread_id], heads.get(thread_id))

    async def _compare(self, thread_id: str, seq: int, head: int | None) -> None:
        watched = self._threads.get(thread_id)
        if watched is None:
            return
        if head is None or head < seq:  # gone for good, or the store went back to a backup
            await self._begin_again(thread_id, watched)
        else:
            watched.heard = max(watched.heard, head)

    async def _fill_all(self) -> None:
        behind = [thread_id for thread_id, each in self._threads.items() if each.is_behind]
        await asyncio.gather(*(self._fill(thread_id) for thread_id in behind))

    async def _fill(self, thread_id: str) -> None:
        try:
            await self._catch_up(thread_id)
        except ParleyError as error:
            logger.warning(
                "could not fill a gap", extra={"thread_id": thread_id, "reason": str(error)}
            )

    async def _catch_up(self, thread_id: str) -> None:
        watched = self._threads.get(thread_id)
        while watched is not None and watched.is_behind:
            seq = watched.view.seq
            try:
                watched.fill((await self._get_events(thread_id, seq)).events)
            except Unavailable:
                raise
            except ParleyError as error:  # then there is no progress either
                extra = {"thread_id": thread_id, "reason": str(error)}
                logger.info("begins again, for events can't be read", extra=extra)
            if watched.view.seq == seq:
                await self._begin_again(thread_id, watched)

    async def _begin_again(self, thread_id: str, watched: WatchedThread) -> None:
        try:
            watched.replace(await self._get_view(thread_id))
        except ThreadNotFound as error:
            frame = ErrorFrame(code=error.code, message=str(error), thread_id=thread_id)
            watched.tell_all(frame.model_dump_json())
            watched.heard = watched.view.seq
            await self._forget(thread_id)

    async def _forget(self, thread_id: str) -> None:
        self._threads.pop(thread_id, None)
        self._unwatched_since.pop(thread_id, None)
        stop = self._stops.pop(thread_id, None)
        if stop is not None:
            await stop()
