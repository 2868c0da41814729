"""Tells Telegram where to bring updates, and looks now and then whether it can."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from parley_shared.facts import phrase
from telegram import Bot
from telegram.error import TelegramError

from parley_telegram.access import KINDS
from parley_telegram.faults import Fault, read_fault
from parley_telegram.health import AWAY, WRONG_TOKEN, Health
from parley_telegram.poll import TokenRefused

logger = logging.getLogger(__name__)

LOOK = 60.0  # seconds between two looks
PAUSES = (1.0, 30.0)  # seconds between two tries after a fault, first and longest


async def keep_webhook(bot: Bot, health: Health, address: str, secret: str) -> None:
    """Never returns. Raises TokenRefused. Set again whenever Telegram has another one."""
    is_set, tries = False, 0  # that of an earlier start has another secret
    while True:
        try:
            if not is_set:
                await _announce(bot, address, secret)
            is_set = await _look(bot, health) == address
            tries, pause = 0, LOOK if is_set else PAUSES[0]
        except TelegramError as error:
            _tell(read_fault(error), health)
            pause = min(PAUSES[0] * 2.0**tries, PAUSES[1])
            tries += 1
        await asyncio.sleep(pause)


async def _announce(bot: Bot, address: str, secret: str) -> None:
    await bot.set_webhook(
        address,
        secret_token=secret,
        max_connections=1,  # or updates overtake each other
        allowed_updates=list(KINDS),
        drop_pending_updates=False,
    )


async def _look(bot: Bot, health: Health) -> str:
    """Where Telegram brings updates now."""
    found = await bot.get_webhook_info()
    failed_at = found.last_error_date
    if failed_at is not None and datetime.now(UTC) - failed_at < timedelta(seconds=LOOK):
        health.set(
            "degraded",
            phrase(
                "telegram_cant_bring",
                "Telegram can't bring what people write: {why}.",
                why=str(found.last_error_message),
            ),
        )
    else:
        health.heard()
    return found.url


def _tell(fault: Fault, health: Health) -> None:
    """Raises TokenRefused."""
    logger.warning("the webhook is not looked after", extra={"reason": fault.text})
    if fault.meaning == "token":
        health.set("failed", WRONG_TOKEN)
        raise TokenRefused
    if fault.meaning in ("not_sent", "unclear"):
        health.set("degraded", AWAY)
    else:
        told = phrase(
            "telegram_webhook_refused",
            "Telegram does not take TELEGRAM_WEBHOOK_URL ({why}); Parley goes on trying.",
            why=fault.text,
        )
        health.set("degraded", told)
