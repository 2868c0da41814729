"""Lets calls into a chat one after the other, as fast as Telegram allows."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from telegram.error import RetryAfter

from parley_telegram.faults import read_fault

T = TypeVar("T")

BURST = 3  # messages that may follow each other at once
GROUP = 3.0  # times the pace: in groups Telegram allows 20 a minute
PREVIEW = 2.5  # seconds between two looks of a preview
AFTER_WAIT = 0.2  # seconds beyond what Telegram asks for
OVERALL = 0.04  # seconds between calls to all chats together

Call = Callable[[], Awaitable[T]]


class Pace:
    """All chats together: 25 calls a second."""

    def __init__(self) -> None:
        self._next = 0.0

    async def wait(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = max(self._next + OVERALL, now)
        if self._next > now + OVERALL:
            await asyncio.sleep(self._next - now)


class MustWait(Exception):
    """Telegram takes nothing more in this chat for a while."""


class Gate:
    """While Telegram makes a chat wait, no call of any kind goes there: each would lengthen it."""

    def __init__(
        self, pace: Pace, seconds: float, preview: float = PREVIEW, *, is_group: bool
    ) -> None:
        self._pace = pace
        self._seconds = seconds * (GROUP if is_group else 1.0)
        self._preview_gap = preview * (2 if is_group else 1)
        self._lock = asyncio.Lock()  # whose turn it is
        self._wire = asyncio.Lock()  # held while a call is under way
        self._tokens = float(BURST)
        self._filled_at = 0.0
        self._closed_until = 0.0
        self._next_preview = 0.0

    async def call(self, do: Call[T], *, told: Callable[[float], Awaitable[None]]) -> T:
        """In the order of asking; a 429 is waited for here. `told` hears how long, each time."""
        async with self._lock:
            while True:
                while left := self.closed_for:
                    await told(left)
                    await asyncio.sleep(left)
                await self._take_token()
                await self._pace.wait()
                with suppress(MustWait):
                    return await self._go(do)

    async def offer(self, do: Call[T]) -> T | None:
        """Only if nothing else goes there and it is time for it; else None, and do it later."""
        now = _now()
        if self._lock.locked() or self.closed_for or now < self._next_preview:
            return None
        async with self._lock:
            self._next_preview = now + self._preview_gap
            await self._pace.wait()
            try:
                return await self._go(do)
            except MustWait:
                self._preview_gap = min(self._preview_gap * 2, 30.0)
                return None

    async def beside(self, do: Call[T]) -> T | None:
        """Outside the order, for what is harmless to lose; None while the chat has to wait."""
        with suppress(MustWait):
            return await self._go(do)
        return None

    async def _go(self, do: Call[T]) -> T:
        """One call at a time: a second one under way would fall into the wait of the first.

        Raises MustWait.
        """
        async with self._wire:
            if self.closed_for:
                raise MustWait
            try:
                return await do()
            except RetryAfter as error:
                self._close(read_fault(error).seconds)
                raise MustWait from error

    @property
    def closed_for(self) -> float:
        """Seconds."""
        return max(0.0, self._closed_until - _now())

    @property
    def closed_until(self) -> datetime | None:
        left = self.closed_for
        return datetime.now(UTC) + timedelta(seconds=left) if left else None

    def _close(self, seconds: float) -> None:
        self._closed_until = max(self._closed_until, _now() + seconds + AFTER_WAIT)
        self._tokens = 0.0

    async def _take_token(self) -> None:
        if not self._seconds:
            return
        now = _now()
        self._tokens = min(BURST, self._tokens + (now - self._filled_at) / self._seconds)
        self._filled_at = now
        if self._tokens < 1:
            await asyncio.sleep((1 - self._tokens) * self._seconds)
            self._filled_at = _now()
            self._tokens = 1.0
        self._tokens -= 1


class Gates:
    """Each chat's, made when first needed. Topics of a group share one: they share a limit."""

    def __init__(self, seconds: float, preview: float = PREVIEW) -> None:
        self._seconds = seconds
        self._preview = preview
        self._pace = Pace()
        self._gates: dict[str, Gate] = {}

    def of(self, chat: str) -> Gate:
        number = chat.split("_")[0]
        if number not in self._gates:
            is_group = number.startswith("-")
            self._gates[number] = Gate(self._pace, self._seconds, self._preview, is_group=is_group)
        return self._gates[number]

    def closed(self) -> dict[str, datetime]:
        found = {chat: gate.closed_until for chat, gate in self._gates.items()}
        return {chat: until for chat, until in found.items() if until is not None}


def _now() -> float:
    return asyncio.get_running_loop().time()
