"""A loop whose time jumps to what comes next: hours of waiting pass while a test runs."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class HastySelector(selectors.DefaultSelector):
    """Waits for nothing; how long it would have is how far time goes on."""

    ahead = 0.0  # seconds

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if not found and timeout is None:
            raise RuntimeError("everybody waits, and nothing will come")
        if not found and timeout:
            self.ahead += timeout
        return found


class HastyLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._hasty = HastySelector()
        super().__init__(self._hasty)

    def time(self) -> float:
        return self._hasty.ahead


def run_hasty(doing: Coroutine[Any, Any, T]) -> T:  # as asyncio.run takes it
    with asyncio.Runner(loop_factory=HastyLoop) as runner:
        return runner.run(doing)
