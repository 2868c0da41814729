"""How many messages a person may send."""

from parley_shared.settings import Settings
from pydantic import Field


class GatewaySettings(Settings):
    gateway_messages_per_minute: int = Field(default=120, ge=1)
    gateway_messages_burst: int = Field(default=1_000, ge=1)
