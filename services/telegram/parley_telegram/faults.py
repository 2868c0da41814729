"""What an error of the Bot API means for what was being sent. Pure."""

from dataclasses import dataclass
from typing import Literal

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

Meaning = Literal[
    "wait",  # nothing may be sent to this chat for a while
    "not_sent",
    "unclear",  # it may have been sent
    "unchanged",  # an edit that changes nothing
    "format",  # our entities are not taken
    "too_long",
    "reply_gone",
    "topic_gone",
    "message_gone",  # what was to be edited
    "chat_gone",
    "moved",  # the group has a new number
    "token",
    "other_poller",
    "refused",
]

# Telegram's own words, as parts of its error texts.
WORDS: tuple[tuple[str, Meaning], ...] = (
    ("message is not modified", "unchanged"),
    ("can't parse entities", "format"),
    ("entity ", "format"),
    ("entities", "format"),
    ("rich_message_", "format"),
    ("message is too long", "too_long"),
    ("text is too long", "too_long"),
    ("caption is too long", "too_long"),
    ("message to be replied not found", "reply_gone"),
    ("replied message not found", "reply_gone"),
    ("message thread not found", "topic_gone"),
    ("topic_closed", "topic_gone"),
    ("message to edit not found", "message_gone"),
    ("message can't be edited", "message_gone"),
    ("chat not found", "chat_gone"),
    ("peer_id_invalid", "chat_gone"),
)
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class Fault:
    meaning: Meaning
    text: str
    seconds: float = 0.0  # to wait
    chat_id: int | None = None  # the new number


def read_fault(error: TelegramError) -> Fault:
    text = error.message
    match error:
        case RetryAfter():
            after = error.retry_after
            seconds = float(after if isinstance(after, int) else after.total_seconds())
            return Fault("wait", text, seconds=seconds)
        case ChatMigrated():
            return Fault("moved", text, chat_id=error.new_chat_id)
        case Forbidden():
            return Fault("chat_gone", text)
        case InvalidToken():
            return Fault("token", text)
        case Conflict():
            return Fault("other_poller", text)
        case BadRequest():  # a NetworkError too, so it is looked at before
            small = text.lower()
            found = (meaning for words, meaning in WORDS if words in small)
            return Fault(next(found, "refused"), text)
        case NetworkError():
            cause = error.__cause__
            return Fault("not_sent" if isinstance(cause, NOT_SENT) else "unclear", text)
        case _:
            return Fault("refused", text)
