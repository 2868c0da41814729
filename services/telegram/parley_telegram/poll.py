"""Asks Telegram for updates; the offset advances when they are kept, and is remembered nowhere."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram import Bot
from telegram.error import TelegramError

from parley_telegram.access import KINDS, Raw
from parley_telegram.faults import Fault, read_fault
from parley_telegram.health import AWAY, TWO_POLLERS, WRONG_TOKEN, Health

logger = logging.getLogger(__name__)

PAUSES = (1.0, 30.0)  # seconds between two tries, first and longest

STALLED = 90.0  # seconds
SILENCE = Fault("not_sent", "no answer")

Take = Callable[[Sequence[Raw]], Awaitable[None]]
Renew = Callable[[], Awaitable[None]]


class TokenRefused(Exception):
    """The bot has another token now."""


async def poll(bot: Bot, health: Health, take: Take, renew: Renew, *, seconds: int) -> None:
    """Never returns. Raises TokenRefused. Telegram holds each poll for `seconds`.

    After STALLED seconds without an answer `renew` is called: connections can be dead without a
    word, or be to an address that has moved.
    """
    offset, tries = 0, 0
    clock = asyncio.get_running_loop().time
    answered_at = clock()
    while True:
        if clock() - answered_at >= STALLED:
            logger.warning("the connection to Telegram is made anew")
            await renew()
            answered_at = clock()
        held = 0 if tries else seconds  # after trouble a short one tells at once that it is over
        asked = {"offset": offset, "timeout": held, "limit": 100, "allowed_updates": KINDS}
        try:
            # Raw: one update that the library can't read would hide the others.
            async with asyncio.timeout(STALLED):
                raws = await bot.do_api_request("getUpdates", api_kwargs=asked)
        except (TelegramError, TimeoutError) as error:
            fault = read_fault(error) if isinstance(error, TelegramError) else SILENCE
            await _rest(fault, health, tries)
            tries += 1
            continue
        tries, answered_at = 0, clock()
        health.heard()
        raws = [raw for raw in raws if isinstance(raw.get("update_id"), int)]
        if raws:
            await take(raws)
            offset = max(raw["update_id"] for raw in raws) + 1


async def _rest(fault: Fault, health: Health, tries: int) -> None:
    """Raises TokenRefused."""
    logger.warning("a poll failed", extra={"reason": fault.text, "meaning": fault.meaning})
    if fault.meaning == "token":
        health.set("failed", WRONG_TOKEN)
        raise TokenRefused
    if fault.meaning == "other_poller":
        health.set("degraded", TWO_POLLERS)
    elif tries:
        health.set("degraded", AWAY)
    pause = min(PAUSES[0] * 2.0**tries, PAUSES[1])
    await asyncio.sleep(max(pause, fault.seconds))
