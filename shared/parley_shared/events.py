"""Everything that can happen in a thread: a closed union, told apart by `kind`."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter

from parley_shared.models import (
    Approval,
    Arguments,
    Channel,
    Decision,
    DeliveryState,
    Effect,
    Fact,
    FileRef,
    Message,
    Model,
    Query,
    Remember,
    Thread,
    Todo,
    Usage,
    Viewer,
    WorkspaceFile,
)


class Durable(Model):
    """What the store tells: numbered per thread, gapless, kept."""

    kind: str
    id: str
    thread_id: str
    seq: int
    at: datetime
    turn_id: str | None = None
    agent_id: str | None = None
    attempt: int | None = None


class Told(Model):
    """Told while it happens and never kept; `n` counts the deltas of a step of an attempt."""

    kind: str
    thread_id: str
    turn_id: str
    attempt: int
    step: int
    n: int
    message_id: str


class ThreadCreated(Durable):
    kind: Literal["thread.created"] = "thread.created"
    thread: Thread


class ThreadUpdated(Durable):
    kind: Literal["thread.updated"] = "thread.updated"
    thread: Thread


class ThreadDeleted(Durable):
    kind: Literal["thread.deleted"] = "thread.deleted"
    thread: Thread


class MessageCreated(Durable):
    kind: Literal["message.created"] = "message.created"
    message: Message


class MessageUpdated(Durable):
    kind: Literal["message.updated"] = "message.updated"
    message: Message


class MessageDeleted(Durable):
    kind: Literal["message.deleted"] = "message.deleted"
    message_id: str


class MessageRejected(Durable):
    kind: Literal["message.rejected"] = "message.rejected"
    message_id: str
    code: str
    reason: str
    fact: Fact | None = None  # what the reason says, for readers of other languages
    retryable: bool = False


class TurnQueued(Durable):
    kind: Literal["turn.queued"] = "turn.queued"
    message_id: str
    position: int  # turns before it, itself included


class TurnStarted(Durable):
    kind: Literal["turn.started"] = "turn.started"
    message_id: str
    answer_id: str
    runner: str
    model: str


class ReasoningDelta(Told):
    kind: Literal["reasoning.delta"] = "reasoning.delta"
    text: str
    whole: bool = False


class TextDelta(Told):
    """`whole`: `text` and `reasoning` restate the step so far."""

    kind: Literal["text.delta"] = "text.delta"
    text: str
    reasoning: str = ""
    whole: bool = False


class TextDone(Durable):
    kind: Literal["text.done"] = "text.done"
    step: int
    text: str
    reasoning: str = ""
    reasoning_ms: int | None = None


class ToolCalled(Durable):
    kind: Literal["tool.called"] = "tool.called"
    step: int
    call_id: str
    name: str
    title: str
    arguments: Arguments = {}
    effect: Effect = "effect"
    source: str = "built-in"


class ToolStarted(Durable):
    kind: Literal["tool.started"] = "tool.started"
    call_id: str


class ToolProgress(Told):
    kind: Literal["tool.progress"] = "tool.progress"
    call_id: str
    text: str


class ToolFinished(Durable):
    kind: Literal["tool.finished"] = "tool.finished"
    call_id: str
    state: Literal["done", "error", "unknown", "skipped"]
    summary: str = ""
    artifacts: tuple[FileRef, ...] = ()
    duration_ms: int | None = None


class ApprovalRequested(Durable):
    kind: Literal["approval.requested"] = "approval.requested"
    approval: Approval


class ApprovalDecided(Durable):
    kind: Literal["approval.decided"] = "approval.decided"
    approval_id: str
    call_id: str
    decision: Decision
    arguments: Arguments | None = None
    reason: str | None = None
    by: str | None = None
    surface: Channel | None = None
    remembered: Remember | None = None


class QuestionAsked(Durable):
    kind: Literal["question.asked"] = "question.asked"
    question: Query


class QuestionAnswered(Durable):
    kind: Literal["question.answered"] = "question.answered"
    question_id: str
    answer: tuple[str, ...]
    by: str | None = None
    surface: Channel | None = None


class SteerAdded(Durable):
    kind: Literal["steer.added"] = "steer.added"
    message_id: str


class TodosUpdated(Durable):
    kind: Literal["todos.updated"] = "todos.updated"
    todos: tuple[Todo, ...]


class WorkspaceChanged(Durable):
    kind: Literal["workspace.changed"] = "workspace.changed"
    files: tuple[WorkspaceFile, ...] = ()
    deleted: tuple[str, ...] = ()  # paths


class AgentHandoff(Durable):
    kind: Literal["agent.handoff"] = "agent.handoff"
    from_agent: str
    to_agent: str
    brief: str


class SubagentStarted(Durable):
    kind: Literal["subagent.started"] = "subagent.started"
    call_id: str
    child_thread_id: str
    child_turn_id: str
    child_agent_id: str


class SubagentFinished(Durable):
    kind: Literal["subagent.finished"] = "subagent.finished"
    call_id: str
    child_thread_id: str
    child_turn_id: str
    child_agent_id: str
    summary: str = ""
    usage: Usage | None = None


class ContextCompacted(Durable):
    kind: Literal["context.compacted"] = "context.compacted"
    from_position: int
    to_position: int
    tokens_before: int
    tokens_after: int


class UsageReported(Durable):
    kind: Literal["usage.reported"] = "usage.reported"
    step: int
    usage: Usage


class ModelRetrying(Durable):
    kind: Literal["model.retrying"] = "model.retrying"
    model: str
    code: str
    wait_ms: int


class ModelFallback(Durable):
    kind: Literal["model.fallback"] = "model.fallback"
    model: str
    code: str
    next_model: str


class MessageReady(Durable):
    kind: Literal["message.ready"] = "message.ready"
    message: Message


class TurnParked(Durable):
    kind: Literal["turn.parked"] = "turn.parked"
    reason: str


class TurnFinished(Durable):
    kind: Literal["turn.finished"] = "turn.finished"
    usage: Usage | None = None
    duration_ms: int | None = None


class TurnFailed(Durable):
    kind: Literal["turn.failed"] = "turn.failed"
    code: str
    text: str
    fact: Fact | None = None  # what the text says, for readers of other languages
    retryable: bool = True
    message_id: str  # what a retry would answer


class TurnCancelled(Durable):
    kind: Literal["turn.cancelled"] = "turn.cancelled"
    reason: str
    message_id: str


class TitleChanged(Durable):
    kind: Literal["title.changed"] = "title.changed"
    title: str


class DeliveryUpdated(Durable):
    kind: Literal["delivery.updated"] = "delivery.updated"
    message_id: str
    channel: Channel
    chat: str = ""  # "" in events of earlier versions
    state: DeliveryState
    reason: str = ""
    fact: Fact | None = None  # what the reason says, for readers of other languages


class AgentShutdown(Durable):
    kind: Literal["agent.shutdown"] = "agent.shutdown"
    reason: str
    metadata: dict[str, str] = {}


class PresenceChanged(Model):
    """Who looks at a thread now; told, never kept."""

    kind: Literal["presence.changed"] = "presence.changed"
    thread_id: str
    viewers: tuple[Viewer, ...]


class TypingChanged(Model):
    kind: Literal["typing.changed"] = "typing.changed"
    thread_id: str
    names: tuple[str, ...]


class AgentStatus(Model):
    """How the live agent of a thread is; told, never kept."""

    kind: Literal["agent.status"] = "agent.status"
    thread_id: str
    agent_id: str | None = None
    status: Literal["idle", "running", "interrupted", "cancelled", "error"]
    data: dict[str, JsonValue] = {}


class CustomTold(Model):
    """What a tool or a hook tells under a name of its own; told, never kept."""

    kind: Literal["custom"] = "custom"
    thread_id: str
    turn_id: str | None = None
    name: str
    data: JsonValue = None


DurableEvent = (
    ThreadCreated
    | ThreadUpdated
    | ThreadDeleted
    | MessageCreated
    | MessageUpdated
    | MessageDeleted
    | MessageRejected
    | TurnQueued
    | TurnStarted
    | TextDone
    | ToolCalled
    | ToolStarted
    | ToolFinished
    | ApprovalRequested
    | ApprovalDecided
    | QuestionAsked
    | QuestionAnswered
    | SteerAdded
    | TodosUpdated
    | WorkspaceChanged
    | AgentHandoff
    | SubagentStarted
    | SubagentFinished
    | ContextCompacted
    | UsageReported
    | ModelRetrying
    | ModelFallback
    | MessageReady
    | TurnParked
    | TurnFinished
    | TurnFailed
    | TurnCancelled
    | TitleChanged
    | DeliveryUpdated
    | AgentShutdown
)
Delta = ReasoningDelta | TextDelta | ToolProgress
Passing = PresenceChanged | TypingChanged | AgentStatus | CustomTold
Event = Annotated[DurableEvent | Delta | Passing, Field(discriminator="kind")]

event_adapter: TypeAdapter[Event] = TypeAdapter(Event, config=ConfigDict(hide_input_in_errors=True))
KINDS: frozenset[str] = frozenset(
    model.model_fields["kind"].default
    for union in (DurableEvent, Delta, Passing)
    for model in union.__args__
)
