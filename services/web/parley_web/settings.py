"""Where the web service is reached, and where its pages are."""

import re
from pathlib import Path

from parley_shared.settings import Settings
from pydantic import Field, field_validator

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?|https?://\[[0-9a-f:]+\](:\d+)?")


class WebSettings(Settings):
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8800, ge=1, le=65535)
    web_socket: int | None = None  # the number of an open file that listens there already
    web_dist: Path = Path("services/web/frontend/dist")
    web_origins: str = ""  # other origins it is reached under, such as "https://parley.example.org"

    @field_validator("web_origins")
    @classmethod
    def _know_origins(cls, text: str) -> str:
        if not all(_ORIGIN.fullmatch(origin) for origin in text.split()):
            raise ValueError(
                "must be origins with spaces between, such as https://chat.example.org"
            )
        return text
