"""How the work on a turn can end."""

from dataclasses import dataclass
from typing import Literal

from parley_shared.models import Message, TurnError, Usage
from parley_shared.store import Handoff


@dataclass(frozen=True)
class Ended:
    state: Literal["done", "failed", "cancelled"]
    message: Message | None
    usage: Usage | None
    error: TurnError | None = None
    handoff: Handoff | None = None


@dataclass(frozen=True)
class Parked:
    """Waits for a human or a sub-agent; nothing is left to do here."""


@dataclass(frozen=True)
class Delayed:
    """Waits for a provider."""

    seconds: float
    model: str
    code: str


Ending = Ended | Parked | Delayed
