"""What the Telegram service itself answers."""

from datetime import datetime
from typing import Literal

from parley_shared.models import Fact, Model
from parley_shared.questions import Question

BotState = Literal["not_configured", "connecting", "running", "degraded", "failed"]


class TelegramState(Model):
    """`text` is a sentence for a person."""

    state: BotState
    text: str
    fact: Fact | None = None  # what the text says, for readers of other languages
    username: str | None = None
    mode: Literal["polling", "webhook"] = "polling"
    last_heard_at: datetime | None = None  # the newest answer to a poll, or delivered update
    waiting: int = 0  # deliveries that are not sent yet
    closed_chats: dict[str, datetime] = {}  # chats that Telegram made us wait for, and until when
    reads_groups: bool = False  # BotFather's privacy mode is off


class GetTelegramState(Question[TelegramState]):
    service = "telegram"
    verb = "state"
    answer = TelegramState


class Pairing(Model):
    """`link` opens the bot and pairs whoever opens it first, for 15 minutes."""

    state: TelegramState
    people: int = 0  # who may write already
    link: str | None = None
    expires_at: datetime | None = None


class GetPairing(Question[Pairing]):
    """Each time with a new code."""

    service = "telegram"
    verb = "pairing"
    answer = Pairing
