"""What the Telegram service is told by its environment; TELEGRAM_… counts as PARLEY_TELEGRAM_…"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from parley_shared.settings import PREFIX, Settings
from parley_shared.telegram import ShowTools
from pydantic import Field, SecretStr, field_validator

OWN = "TELEGRAM_"

# Who may write in private: who opens a pairing link, who is let in or named, or nobody.
DirectPolicy = Literal["pairing", "allowlist", "disabled"]


class TelegramSettings(Settings):
    telegram_bot_token: SecretStr | None = None
    telegram_bot_token_file: Path | None = None
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_url: str | None = None  # https, as Telegram reaches it
    telegram_webhook_port: int = Field(default=8084, ge=0, le=65535)  # on loopback
    telegram_api_base_url: str = "https://api.telegram.org"
    telegram_local_mode: bool = False  # that server was started with --local, on this machine
    telegram_proxy: str | None = None
    telegram_force_ipv4: bool = False
    telegram_poll_timeout: int = Field(default=30, ge=0, le=50)  # seconds
    telegram_dm_policy: DirectPolicy = "pairing"
    telegram_allowed_users: frozenset[str] = frozenset()  # numbers, beside those who are paired
    telegram_groups: Literal["off", "allowlist"] = "allowlist"
    telegram_allowed_groups: frozenset[str] = frozenset()  # numbers
    telegram_require_mention: bool = True  # in groups
    telegram_mirror: Literal["all", "off"] = "all"  # where a chat has not chosen, as the next two
    telegram_show_tools: ShowTools = "status"
    telegram_show_reasoning: Literal["off", "blockquote"] = "off"
    telegram_streaming: Literal["edit", "draft", "off"] = "edit"
    telegram_preview_interval: float = Field(default=2.5, ge=0.5)  # seconds; in groups twice that
    telegram_rich: bool = False
    telegram_link_previews: bool = False
    telegram_max_chunks: int = Field(default=5, ge=1, le=50)  # messages; of more a file is made
    telegram_transcribe_model: str = ""  # as litellm writes it; voice messages become text too
    telegram_ack_reaction: str = "👀"  # to a message that was heard, or "off"
    telegram_ambiguous: Literal["resend", "skip"] = "resend"
    telegram_pace: float = Field(default=1.05, ge=0)  # seconds between messages in one chat
    telegram_public_url: str = ""  # of the web page, for links to it

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        own = {PREFIX + name: text for name, text in environment.items() if name.startswith(OWN)}
        return super().from_env({**own, **environment})

    @field_validator("telegram_allowed_users", "telegram_allowed_groups", mode="before")
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
