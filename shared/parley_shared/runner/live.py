"""What is kept warm for threads."""

from typing import Literal

from pydantic import Field, JsonValue

from parley_shared.models import Model
from parley_shared.questions import Question

LiveStatus = Literal["idle", "running", "interrupted", "cancelled", "error"]


class LiveInfo(Model):
    """A live agent: what a runner keeps warm for a thread."""

    thread_id: str
    agent_id: str
    status: LiveStatus
    data: dict[str, JsonValue] = {}
    message_count: int = 0
    has_interrupt: bool = False  # waits for a human
    uptime_ms: int
    idle_ms: int = 0
    viewers: int = 0


class LiveList(Model):
    runner: str
    agents: tuple[LiveInfo, ...]


class ListLive(Question[LiveList]):
    """Of every runner; `match` fits thread ids, "*" stands for anything."""

    service = "runner"
    verb = "live.list"
    answer = LiveList
    match: str = Field(default="*", max_length=100)


class Released(Model):
    released: bool  # False: it was not live here


class ReleaseLive(Question[Released]):
    """Let go of a live agent; the thread and all it has stays. Raises AlreadyRuns."""

    service = "runner"
    verb = "live.release"
    answer = Released
    thread_id: str
    reason: str = Field(default="manual", min_length=1, max_length=80)
    metadata: dict[str, str] = {}
