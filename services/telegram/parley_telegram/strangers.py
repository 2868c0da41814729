"""What becomes of people who are not paired: silence, unless they show a pairing code."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.debug import StrangerEvent
from parley_shared.errors import WrongCode
from parley_shared.telegram import Pair
from telegram import Bot
from telegram.error import TelegramError

from parley_telegram.access import Seen, read_code, was_added
from parley_telegram.asking import insist
from parley_telegram.gate import Gates
from parley_telegram.notices import Notices
from parley_telegram.saying import Saying
from parley_telegram.styled import Styled
from parley_telegram.target import Target

logger = logging.getLogger(__name__)


class Strangers:
    """`tell` returns at once. `pairs`: a code lets people in."""

    def __init__(
        self,
        bus: Bus,
        bot: Bot,
        gates: Gates,
        tell: Callable[[str, Saying], None],
        *,
        pairs: bool,
    ) -> None:
        self._bus = bus
        self._bot = bot
        self._gates = gates
        self._tell = tell
        self._pairs = pairs
        self._notices = Notices()

    async def meet(self, seen: Seen, *, is_new: bool) -> None:
        """No word, no typing, no model: only who has a code is answered."""
        if is_new:
            logger.warning("a stranger wrote", extra={"sender": seen.sender})
        if was_added(seen):
            await self.leave(seen)
        code = read_code(seen) if self._pairs else None
        if code is None or not await self._pair(seen, code):
            await self._tell_watchers(seen)

    async def leave(self, seen: Seen) -> None:
        """A group."""
        leave = partial(self._bot.leave_chat, Target.read(seen.chat).chat_id)
        try:
            await self._gates.of(seen.chat).beside(leave)
        except TelegramError as error:
            logger.info("could not leave a group", extra={"reason": error.message})

    async def _pair(self, seen: Seen, code: str) -> bool:
        """Whether it was the right code."""
        code_hash = hashlib.sha256(code.encode()).hexdigest()
        question = Pair(code_hash=code_hash, person_id=seen.sender, name=seen.name)
        try:
            await insist(self._bus, question)
        except WrongCode as error:
            logger.warning("a wrong code was shown", extra={"sender": seen.sender})
            hour = int(seen.content.get("date") or 0) // 3600
            self._say(seen, f"🔒 {error}.", f"wrong:{hour}")  # said once an hour
            return False
        logger.info("a person was paired", extra={"sender": seen.sender})
        welcome = f"👋 You are paired, {seen.name}. Write, and an agent answers."
        self._say(seen, welcome, f"paired:{code_hash[:12]}")
        return True

    def _say(self, seen: Seen, text: str, key: str) -> None:
        self._tell(seen.chat, Saying(f"{key}:{seen.sender}", (Styled(text),)))

    async def _tell_watchers(self, seen: Seen) -> None:
        passed_over = self._notices.note(seen.sender, asyncio.get_running_loop().time())
        if passed_over is None:
            return
        event = StrangerEvent(
            person_id=seen.sender, name=seen.name, passed_over=passed_over, at=datetime.now(UTC)
        )
        await self._bus.publish(subjects.STRANGERS, event)
