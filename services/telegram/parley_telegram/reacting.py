"""Shows with a reaction what becomes of a message: it was heard, it is answered, it failed."""

import logging
from functools import partial

from telegram import Bot, ReactionTypeEmoji
from telegram.error import TelegramError

from parley_telegram.gate import Gates
from parley_telegram.target import Target

logger = logging.getLogger(__name__)

FAILED = "💔"


class Reactions:
    """`heard` is the sign for it, or "off": then nothing is shown."""

    def __init__(self, bot: Bot, gates: Gates, heard: str) -> None:
        self._bot = bot
        self._gates = gates
        self._heard = heard

    async def show_heard(self, chat: str, number: int) -> None:
        await self._show(chat, number, self._heard)

    async def show_ended(self, chat: str, number: int, *, failed: bool) -> None:
        await self._show(chat, number, FAILED if failed else "")

    async def _show(self, chat: str, number: int, sign: str) -> None:
        """Losing it is harmless: whatever happens is said in words too."""
        if self._heard == "off":
            return
        reaction = [ReactionTypeEmoji(sign)] if sign else []
        call = partial(self._bot.set_message_reaction, Target.read(chat).chat_id, number, reaction)
        try:
            await self._gates.of(chat).beside(call)
        except TelegramError as error:
            logger.info("a reaction was not taken", extra={"reason": error.message})
