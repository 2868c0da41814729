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
    "file",  # it is none that can be shown as a picture, or is not taken at all
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
    ("photo_invalid_dimensions", "file"),
    ("image_process_failed", "file"),
    ("photo_save_file_invalid", "file"),
    ("photo_ext_invalid", "file"),
    ("file must be non-empty", "file"),
    ("wrong file", "file"),
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
            return Fault(_read_outage(error), text)
        case _:
            return Fault("refused", text)


def _read_outage(error: NetworkError) -> Meaning:
    if "entity too large" in error.message.lower():
        return "file"  # however often it is tried
    return "not_sent" if isinstance(error.__cause__, NOT_SENT) else "unclear"
