"""Asks Telegram for updates; the offset advances when they are kept, and is remembered nowhere."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import Bot
from telegram.error import TelegramError

from parley_telegram.access import KINDS, Raw
from parley_telegram.faults import Fault, read_fault
from parley_telegram.health import AWAY, TWO_POLLERS, WRONG_TOKEN, Health

logger = logging.getLogger(__name__)

PAUSES = (1.0, 30.0)  # seconds between two tries, first and longest
SHARED = 3.0  # seconds, the first after another program's poll ended ours
CALM = 60.0  # seconds without such an end after which the other program is gone
STALLED = 90.0  # seconds
SILENCE = Fault("not_sent", "no answer")

Take = Callable[[Sequence[Raw]], Awaitable[None]]
Renew = Callable[[], Awaitable[None]]


class TokenRefused(Exception):
    """The bot has another token now."""


@dataclass
class Trouble:
    """Of the poll, until it is over. Moments are of the loop's clock."""

    tries: int = 0
    conflicts: int = 0
    conflict_at: float = -math.inf

    def is_shared(self, now: float) -> bool:
        """Whether another program polls too: between its polls ours succeed."""
        return now - self.conflict_at < CALM


async def poll(bot: Bot, health: Health, take: Take, renew: Renew, *, seconds: int) -> None:
    """Never returns. Raises TokenRefused. Telegram holds each poll for `seconds`.

    After STALLED seconds without an answer `renew` is called: connections can be dead without a
    word, or be to an address that has moved.
    """
    offset, trouble = 0, Trouble()
    clock = asyncio.get_running_loop().time
    answered_at = clock()
    while True:
        if clock() - answered_at >= STALLED:
            logger.warning("the connection to Telegram is made anew")
            await renew()
            answered_at = clock()
        held = 0 if trouble.tries else seconds  # after trouble a short one tells that it is over
        asked = {"offset": offset, "timeout": held, "limit": 100, "allowed_updates": KINDS}
        try:
            # Raw: one update that the library can't read would hide the others.
            async with asyncio.timeout(STALLED):
                raws = await bot.do_api_request("getUpdates", api_kwargs=asked)
        except (TelegramError, TimeoutError) as error:
            fault = read_fault(error) if isinstance(error, TelegramError) else SILENCE
            await _rest(fault, health, trouble, clock())
            continue
        answered_at = clock()
        _note_answer(health, trouble, answered_at)
        raws = [raw for raw in raws if isinstance(raw.get("update_id"), int)]
        if raws:
            await take(raws)
            offset = max(raw["update_id"] for raw in raws) + 1


def _note_answer(health: Health, trouble: Trouble, now: float) -> None:
    trouble.tries = 0
    if trouble.is_shared(now):
        health.last_heard_at = datetime.now(UTC)
        return
    trouble.conflicts = 0
    health.heard()


async def _rest(fault: Fault, health: Health, trouble: Trouble, now: float) -> None:
    """Raises TokenRefused."""
    logger.warning("a poll failed", extra={"reason": fault.text, "meaning": fault.meaning})
    if fault.meaning == "token":
        health.set("failed", WRONG_TOKEN)
        raise TokenRefused
    pause = min(PAUSES[0] * 2.0**trouble.tries, PAUSES[1])
    if fault.meaning == "other_poller":
        health.set("degraded", TWO_POLLERS)
        pause = min(SHARED * 2.0**trouble.conflicts, PAUSES[1])
        trouble.conflicts, trouble.conflict_at = trouble.conflicts + 1, now
    elif trouble.tries:
        health.set("degraded", AWAY)
    trouble.tries += 1
    await asyncio.sleep(max(pause, fault.seconds))
