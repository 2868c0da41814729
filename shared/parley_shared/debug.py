"""What is told on the debug channel, for whoever looks into agents and events. Never kept."""

from datetime import datetime
from typing import Literal

from pydantic import JsonValue

from parley_shared.models import Model

DebugKind = Literal["debug.prompt", "debug.state", "debug.middleware", "debug.custom"]


class DebugEvent(Model):
    """`name` says what: of debug.middleware summarization_started, summarization_completed,
    dangling_tool_calls_patched, title_generated, interrupt_triggered.
    """

    kind: DebugKind
    thread_id: str
    turn_id: str | None = None
    name: str
    at: datetime
    data: JsonValue = None


class StrangerEvent(Model):
    """Somebody who is not paired wrote to the Telegram bot, and was not answered."""

    kind: Literal["debug.stranger"] = "debug.stranger"
    person_id: str  # Telegram's number
    name: str = ""
    passed_over: int = 0  # messages of strangers since the last such event, of which none told
    at: datetime
