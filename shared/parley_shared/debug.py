"""What is told on a thread's debug channel: for whoever looks into an agent. Never kept."""

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
