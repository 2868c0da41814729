"""What the Telegram service is told by its environment; TELEGRAM_… counts as PARLEY_TELEGRAM_…"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from parley_shared.settings import PREFIX, Settings
from pydantic import Field, SecretStr, field_validator

OWN = "TELEGRAM_"


class TelegramSettings(Settings):
    telegram_bot_token: SecretStr | None = None
    telegram_bot_token_file: Path | None = None
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_url: str | None = None  # https, as Telegram reaches it
    telegram_webhook_port: int = Field(default=8084, ge=0, le=65535)  # on loopback
    telegram_api_base_url: str = "https://api.telegram.org"
    telegram_proxy: str | None = None
    telegram_allowed_users: frozenset[str] = frozenset()  # numbers, beside those who are paired
    telegram_require_mention: bool = True  # in groups
    telegram_streaming: Literal["edit", "draft", "off"] = "edit"
    telegram_rich: bool = False
    telegram_ack_reaction: str = "👀"  # to a message that was heard, or "off"
    telegram_ambiguous: Literal["resend", "skip"] = "resend"
    telegram_pace: float = Field(default=1.05, ge=0)  # seconds between messages in one chat
    telegram_public_url: str = ""  # of the web page, for links to it

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        own = {PREFIX + name: text for name, text in environment.items() if name.startswith(OWN)}
        return super().from_env({**own, **environment})

    @field_validator("telegram_allowed_users", mode="before")
    @classmethod
    def _split(cls, said: object) -> object:
        return frozenset(said.replace(",", " ").split()) if isinstance(said, str) else said

    def read_token(self) -> str | None:
        """Read anew each time: a token that was wrong may be mended while the service runs."""
        if self.telegram_bot_token is not None:
            return self.telegram_bot_token.get_secret_value().strip() or None
        file = self.telegram_bot_token_file
        if file is None or not file.is_file():
            return None
        return file.read_text().strip() or None
