"""Waiting for facts: what was heard, and how much of it."""

import asyncio
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 45.0  # seconds until a fact that does not come fails its test
START_PATIENCE = 120.0  # seconds, where it takes processes that start


def wait_until(is_so: Callable[[], bool]) -> None:
    """In tests that are not asynchronous themselves."""
    give_up = time.monotonic() + START_PATIENCE
    while not is_so():
        assert time.monotonic() < give_up, "it never came to be so"
        time.sleep(0.1)


class Heard(Generic[T]):
    """What came, in order; `reach` waits until it is that many."""

    def __init__(self) -> None:
        self.all: list[T] = []
        self._changed = asyncio.Event()

    def add(self, item: T) -> None:
        self.all.append(item)
        self._changed.set()

    async def reach(self, count: int, within: float = PATIENCE) -> list[T]:
        try:
            async with asyncio.timeout(within):
                while len(self.all) < count:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"only {len(self.all)} of {count} came: {self.all}") from None
        return self.all
