"""Waiting for facts: what was heard, and how much of it."""

import asyncio
from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 15.0  # seconds until a fact that does not come fails its test


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
