"""The time, as it is handed to what must not look at a clock itself."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Clock:
    now: Callable[[], datetime]  # aware, UTC
    monotonic: Callable[[], float]  # seconds
    sleep: Callable[[float], Awaitable[None]]


def _now() -> datetime:
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


CLOCK = Clock(now=_now, monotonic=time.monotonic, sleep=asyncio.sleep)
