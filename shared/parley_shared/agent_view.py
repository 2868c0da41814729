"""A thread as any surface shows it: plain data, a cache, never the truth."""

from datetime import datetime
from typing import Literal

from parley_shared.events import Delta
from parley_shared.models import Approval, Fact, Message, Model, Query, Thread, Todo

Status = Literal["idle", "running", "error", "interrupted", "handoff"]
Outcome = Literal["done", "failed", "cancelled", "handoff", "deleted"]

MARKS = 20  # of the newest events
FAILURES = 20  # attempts that failed, the newest
HELD = 64  # deltas that may wait for the event they follow


class CurrentTurn(Model):
    turn_id: str
    message_id: str
    agent_id: str | None = None
    attempt: int
    model: str
    state: Literal["running", "parked"] = "running"
    started_at: datetime


class QueuedTurn(Model):
    turn_id: str
    message_id: str
    agent_id: str | None = None


class Notice(Model):
    """What keeps an agent from answering right now."""

    kind: Literal["retrying", "fallback"]
    model: str
    code: str
    wait_ms: int | None = None
    next_model: str | None = None


class RuntimeContext(Model):
    thread: Thread | None = None
    turn: CurrentTurn | None = None
    queue: tuple[QueuedTurn, ...] = ()
    approvals: tuple[Approval, ...] = ()
    questions: tuple[Query, ...] = ()
    todos: tuple[Todo, ...] = ()
    notice: Notice | None = None


class Cursor(Model):
    """How far the streaming text has come: delta `n` of `step` of `attempt`."""

    attempt: int = 0
    step: int = -1
    n: int = -1
    done: bool = True  # the step's text is durable
    holed: bool = False  # a delta is missing: wait for one that restates the whole


class Metadata(Model):
    """`gap`: an event is missing, ask for the events since `seq` or for a new snapshot."""

    gap: bool = False
    unknown_kinds: int = 0
    has_earlier: bool = False  # messages older than the first visible one
    cursor: Cursor = Cursor()
    held: tuple[Delta, ...] = ()


class EventMark(Model):
    seq: int
    kind: str
    at: datetime


class FailedAttempt(Model):
    """Why a turn failed. What it had said until then is a message of its own."""

    turn_id: str
    message_id: str  # what it was to answer
    agent_id: str | None = None
    code: str
    text: str
    fact: Fact | None = None  # what the text says, for readers of other languages
    at: datetime


class AgentView(Model):
    thread_id: str
    agent_id: str | None = None
    seq: int = 0
    runtime_context: RuntimeContext = RuntimeContext()
    visible_messages: tuple[Message, ...] = ()
    streaming_message: Message | None = None
    events: tuple[EventMark, ...] = ()
    status: Status = "idle"
    error: str | None = None
    error_text: str | None = None
    error_fact: Fact | None = None  # what the text says, for readers of other languages
    error_message_id: str | None = None  # the message whose answer failed
    failures: tuple[FailedAttempt, ...] = ()  # the oldest first, also those that were tried again
    outcome: Outcome | None = None
    metadata: Metadata = Metadata()
