"""How much memory this process holds, and when that is too much."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

LOOK = 2.0  # seconds between two looks
MIB = 1024 * 1024
PAGE = os.sysconf("SC_PAGE_SIZE")
HELD = Path("/proc/self/statm")


def read_memory() -> int | None:
    """MiB that are resident; None where the system does not tell."""
    try:
        return int(HELD.read_text().split()[1]) * PAGE // MIB
    except OSError:
        return None


class MemoryGuard:
    """`most`: MiB that the process may grow beyond what it began with; 0: as it likes."""

    def __init__(self, most: int, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._most, self._sleep = most, sleep
        self.began = read_memory()
        self.is_full = False

    async def until_full(self) -> None:
        """Never returns where there is no bound, or nothing to measure."""
        while not self.is_full:
            await self._sleep(LOOK)
            held = read_memory()
            if self._most and self.began is not None and held is not None:
                self.is_full = held - self.began > self._most
