"""Frames on their way to one browser: in order, and never more of them than it can hold."""

import asyncio
from collections import deque
from collections.abc import Callable

LIMIT = 1_000_000  # characters

Renew = Callable[[str], str | None]  # a snapshot of a thread; None if it is watched no more


class TooSlow(Exception):
    """Even what must not be dropped is too much: the browser had better come again."""


class Outgoing:
    """A browser that can't follow loses a thread's frames and gets a snapshot instead.

    The snapshot is taken when the browser is ready for it, so it is never an old one.
    """

    def __init__(self, renew: Renew, limit: int = LIMIT) -> None:
        self._renew = renew
        self._limit = limit
        self._frames: deque[tuple[str | None, str]] = deque()
        self._size = 0  # characters
        self._stale: dict[str, None] = {}  # threads in need of a snapshot, in order
        self._ready = asyncio.Event()

    def tell(self, frame: str, thread_id: str | None = None) -> None:
        """Frames of no thread are never dropped."""
        if thread_id in self._stale:
            return
        full = self._size > 0 and self._size + len(frame) > self._limit
        if full:
            self._drop_threads()
        if full and thread_id is not None:
            self._stale[thread_id] = None
        else:
            self._frames.append((thread_id, frame))
            self._size += len(frame)
        self._ready.set()

    async def next(self) -> str:
        """Waits for a frame. Raises TooSlow."""
        while True:
            await self._ready.wait()
            if self._size > 2 * self._limit and len(self._frames) > 1:
                raise TooSlow
            frame = self._take()
            if frame is not None:
                return frame
            self._ready.clear()

    def _take(self) -> str | None:
        if self._frames:
            frame = self._frames.popleft()[1]
            self._size -= len(frame)
            return frame
        while self._stale:
            thread_id = next(iter(self._stale))
            del self._stale[thread_id]
            snapshot = self._renew(thread_id)
            if snapshot is not None:
                return snapshot
        return None

    def _drop_threads(self) -> None:
        for thread_id, _ in self._frames:
            if thread_id is not None:
                self._stale[thread_id] = None
        self._frames = deque(each for each in self._frames if each[0] is None)
        self._size = sum(len(frame) for _, frame in self._frames)
