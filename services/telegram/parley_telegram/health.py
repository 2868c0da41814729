"""How the bot is, in a sentence that says what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from parley_shared.discovery import STATE, TROUBLE, say_of_oneself
from parley_shared.facts import Told, phrase
from parley_shared.telegram import BotState, TelegramState

NOT_CONFIGURED = phrase(
    "telegram_not_configured",
    "Telegram is not configured: get a token from @BotFather, put TELEGRAM_BOT_TOKEN=… into the "
    "file .env and run ./parley restart telegram.",
)
WRONG_TOKEN = phrase(
    "telegram_wrong_token",
    "Telegram does not know the bot's token: put the one that @BotFather shows into the file .env "
    "and run ./parley restart telegram.",
)
AWAY = phrase("telegram_unreachable", "Telegram can't be reached; Parley goes on trying.")
CONNECTING = phrase("telegram_connecting", "Parley is asking Telegram for its bot.")
TWO_POLLERS = phrase(
    "telegram_other_poller",
    "Another program reads this bot's messages: stop it, or give Parley a bot of its own. "
    "Parley goes on trying.",
)

TROUBLED: tuple[BotState, ...] = ("degraded", "failed")


@dataclass
class Health:
    """Changes while the service runs; whoever asks gets how it is now."""

    mode: Literal["polling", "webhook"] = "polling"
    state: BotState = "not_configured"
    text: Told = NOT_CONFIGURED
    username: str | None = None
    reads_groups: bool = False
    last_heard_at: datetime | None = None
    on_change: Callable[[], None] = lambda: None

    def set(self, state: BotState, text: Told) -> None:
        self.state, self.text = state, text
        self.on_change()

    def summary(self) -> dict[str, str]:
        """For whoever asks which services there are."""
        trouble = self.text if self.state in TROUBLED else ""
        return {**say_of_oneself(STATE, self.text), **say_of_oneself(TROUBLE, trouble)}

    def heard(self) -> None:
        """Telegram answered."""
        self.last_heard_at = datetime.now(UTC)
        bot = f"@{self.username}"
        self.set("running", phrase("telegram_listens", "{bot} is listening.", bot=bot))

    def describe(self, waiting: int, closed: dict[str, datetime]) -> TelegramState:
        return TelegramState(
            state=self.state,
            text=self.text,
            fact=self.text.fact,
            username=self.username,
            mode=self.mode,
            last_heard_at=self.last_heard_at,
            waiting=waiting,
            closed_chats=closed,
            reads_groups=self.reads_groups,
        )
