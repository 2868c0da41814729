"""How the bot is, in a sentence that says what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from parley_shared.discovery import STATE, TROUBLE
from parley_shared.telegram import BotState, TelegramState

NOT_CONFIGURED = (
    "Telegram is not configured: get a token from @BotFather, put TELEGRAM_BOT_TOKEN=… into the "
    "file .env and run ./parley restart telegram."
)
WRONG_TOKEN = (
    "Telegram does not know the bot's token: put the one that @BotFather shows into the file .env "
    "and run ./parley restart telegram."
)
AWAY = "Telegram can't be reached; Parley goes on trying."
TWO_POLLERS = (
    "Another program reads this bot's messages: stop it, or give Parley a bot of its own. "
    "Parley goes on trying."
)

TROUBLED: tuple[BotState, ...] = ("degraded", "failed")


@dataclass
class Health:
    """Changes while the service runs; whoever asks gets how it is now."""

    mode: Literal["polling", "webhook"] = "polling"
    state: BotState = "not_configured"
    text: str = NOT_CONFIGURED
    username: str | None = None
    reads_groups: bool = False
    last_heard_at: datetime | None = None
    on_change: Callable[[], None] = lambda: None

    def set(self, state: BotState, text: str) -> None:
        self.state, self.text = state, text
        self.on_change()

    def summary(self) -> dict[str, str]:
        """For whoever asks which services there are."""
        return {STATE: self.text, TROUBLE: self.text if self.state in TROUBLED else ""}

    def heard(self) -> None:
        """Telegram answered."""
        self.last_heard_at = datetime.now(UTC)
        self.set("running", f"@{self.username} is listening.")

    def describe(self, waiting: int, closed: dict[str, datetime]) -> TelegramState:
        return TelegramState(
            state=self.state,
            text=self.text,
            username=self.username,
            mode=self.mode,
            last_heard_at=self.last_heard_at,
            waiting=waiting,
            closed_chats=closed,
            reads_groups=self.reads_groups,
        )
