"""Boxes that are ready before anybody needs one; each is used once."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress

from parley_shared.errors import CodeUnavailable
from parley_shared.facts import phrase
from parley_shared.ids import uuid7

from parley_sandbox.box import Backend, Box

logger = logging.getLogger(__name__)

LOOK = 5.0  # seconds between two looks whether the engine and the waiting boxes are well
KEPT = 3600.0  # seconds that a box may wait for its job
NOT_YET = phrase(
    "code_not_ready",
    "Code can't be run yet: its image is being made ready. Try again in a minute or two.",
)


class Pool:
    """`keep` runs beside it for as long as it is used."""

    def __init__(self, backend: Backend, warm: int) -> None:
        self._backend = backend
        self._wanted = warm
        self._warm: list[tuple[Box, float]] = []  # and until when it is good
        self._taken = asyncio.Event()  # one was, or none could be opened
        self._looked = asyncio.Event()
        self.unavailable: str | None = NOT_YET
        self.on_change: Callable[[], None] = lambda: None  # of `unavailable`

    async def take(self, call_id: str, seconds: float) -> Box:
        """A warm one if there is one; it is the caller's to remove. Raises CodeUnavailable."""
        while self._warm:
            box, until = self._warm.pop()
            self._taken.set()
            if box.is_alive() and until > time.monotonic():
                return box
            await box.remove()
        if self.unavailable is not None:
            raise CodeUnavailable(self.unavailable)
        try:
            return await self._backend.open(call_id, seconds)
        except CodeUnavailable:
            self._taken.set()  # looks now why
            raise

    async def rename(self, box: Box, call_id: str) -> None:
        await self._backend.rename(box, call_id)

    async def until_looked(self, within: float) -> None:
        """Returns when it is known whether code can be run, or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._looked.wait()

    async def keep(self) -> None:
        """Without end: makes ready, tops up, cleans up."""
        try:
            while True:
                self._taken.clear()
                await self._look()
                try:
                    async with asyncio.timeout(LOOK):
                        await self._taken.wait()
                except TimeoutError:
                    continue
        finally:
            for box, _ in self._warm:
                await box.remove()

    async def _look(self) -> None:
        try:
            await self._backend.prepare()
            left = await self._backend.reap()
            if left:
                logger.info("removed what was left over", extra={"count": left})
            self._set_unavailable(None)
            await self._fill()
        except CodeUnavailable as why:
            self._set_unavailable(why.told)

    def _set_unavailable(self, why: str | None) -> None:
        changed, self.unavailable = self.unavailable != why, why
        self._looked.set()
        if changed:
            self.on_change()
            if why is not None:
                logger.warning("code can't be run", extra={"reason": why})

    async def _fill(self) -> None:
        now = time.monotonic()
        bad = [box for box, until in self._warm if until < now or not box.is_alive()]
        self._warm = [(box, until) for box, until in self._warm if box not in bad]
        for box in bad:
            await box.remove()
        while len(self._warm) < self._wanted:
            box = await self._backend.open(f"warm-{uuid7()[-12:]}", 2 * KEPT)
            self._warm.append((box, time.monotonic() + KEPT))
