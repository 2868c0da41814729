"""Does what is given for each key in order; one key never waits for another."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")

PAUSE = 1.0  # seconds after a fault

Handle = Callable[[str, list[T]], Awaitable[None]]


class Lanes(Generic[T]):
    """`handle` gets all that was given since it was last called for this key."""

    def __init__(self, handle: Handle[T]) -> None:
        self._handle = handle
        self._given: dict[str, list[T]] = {}
        self._working: set[str] = set()
        self._more = asyncio.Event()

    def give(self, key: str, item: T) -> None:
        self._given.setdefault(key, []).append(item)
        self._more.set()

    def __contains__(self, key: str) -> bool:
        """Whether something is given or being done for it."""
        return key in self._working or key in self._given

    def take(self, key: str) -> list[T]:
        """For `handle`: what has been given meanwhile."""
        return self._given.pop(key, [])

    async def run(self) -> None:
        """Never returns."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._more.wait()
                self._more.clear()
                for key in self._given.keys() - self._working:
                    self._working.add(key)
                    tasks.create_task(self._work(key))

    async def _work(self, key: str) -> None:
        try:
            while items := self._given.pop(key, None):
                await self._try(key, items)
        finally:
            self._working.discard(key)

    async def _try(self, key: str, items: list[T]) -> None:
        try:
            await self._handle(key, items)
        except Exception:
            logger.exception("could not do what a chat waits for", extra={"chat": key})
            await asyncio.sleep(PAUSE)  # whoever gave it finds it again and gives it once more
