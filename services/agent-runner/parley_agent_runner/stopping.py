"""A turn that should end before its work does: because somebody asks, or its time is up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

Why = Literal["cancelled", "time"]


class TurnStopped(Exception):
    """Raised inside the work at its next await; what it held open is closed on the way out."""


class Stop:
    """Asked once, by anybody, at any time; `felt` by the work that runs inside it."""

    def __init__(self) -> None:
        self.why: Why | None = None
        self._limit: asyncio.Timeout | None = None

    def ask(self) -> None:
        self.why = "cancelled"
        if self._limit is not None and not self._limit.expired():
            self._limit.reschedule(asyncio.get_running_loop().time())

    @property
    def is_asked(self) -> bool:
        """Also while the work is still on its way out."""
        return self.why is not None or (self._limit is not None and self._limit.expired())

    @asynccontextmanager
    async def felt(self, seconds: float) -> AsyncIterator[None]:
        """Raises TurnStopped in the body when asked, or after `seconds`."""
        if self.why is not None:
            raise TurnStopped
        try:
            async with asyncio.timeout(seconds) as self._limit:
                yield
        except TimeoutError:
            if self._limit is None or not self._limit.expired():
                raise
            self.why = self.why or "time"
            raise TurnStopped from None
        finally:
            self._limit = None
