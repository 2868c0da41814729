"""Remembers which Telegram messages were taken together as one, and what each of them said."""

import json
import logging
from collections.abc import Mapping, Sequence

from parley_shared.bus import Bus
from parley_shared.errors import TooBig
from parley_shared.telegram import FindTogether, Joined, KeepJoined, Together

from parley_telegram.access import Seen
from parley_telegram.asking import insist
from parley_telegram.normalise import Raw, keep_said

logger = logging.getLogger(__name__)


async def keep_joined(bus: Bus, bot_id: int, message_id: str, seen: Sequence[Seen]) -> None:
    """Without it none of them can be changed alone, and their person is told so."""
    question = KeepJoined(
        bot_id=bot_id,
        chat=seen[0].chat,
        message_id=message_id,
        joined=tuple(_write(each.content) for each in seen),
    )
    try:
        await insist(bus, question)
    except TooBig:
        logger.warning("too much to be remembered", extra={"message_id": message_id})


async def find_together(bus: Bus, bot_id: int, chat: str, number: int) -> Together:
    return await insist(bus, FindTogether(bot_id=bot_id, chat=chat, number=number))


def read_joined(together: Together) -> dict[int, Raw]:
    """By their numbers, in the order in which they were sent."""
    return {each.number: json.loads(each.body) for each in together.joined}


def _write(content: Mapping[str, object]) -> Joined:
    body = json.dumps(keep_said(content), ensure_ascii=False)
    return Joined.model_validate({"number": content["message_id"], "body": body})
