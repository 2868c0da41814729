"""The nouns of Parley, each defined once. Frozen: a fact does not change after it is said."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Role = Literal["user", "assistant"]
Channel = Literal["web", "telegram", "api", "cli"]
ThreadStatus = Literal["active", "archived"]
BusyMode = Literal["enqueue", "steer", "interrupt", "reject"]
RespondPolicy = Literal["always", "mention", "smart", "off"]
Effect = Literal["pure", "idempotent", "resumable", "effect"]
ToolState = Literal["called", "waiting", "started", "done", "error", "unknown", "skipped"]
StopReason = Literal["end", "length", "cancelled", "content_filter", "error", "limit"]
TurnState = Literal["queued", "running", "parked", "backoff", "done", "failed", "cancelled"]
Decision = Literal["approve", "approve_edited", "deny", "expired"]
Remember = Literal["once", "thread", "agent"]

Arguments = dict[str, JsonValue]  # what a model hands to a tool: any JSON object

TEXT_LIMIT = 256 * 1024  # bytes of UTF-8 in one message's text
TITLE_LIMIT = 200  # characters
NAME_LIMIT = 80  # characters of an agent's name
INSTRUCTIONS_LIMIT = 64 * 1024  # bytes: they travel with every claim, beside the history


class Model(BaseModel):
    """Strict in what we say, tolerant in what we read: services restart one by one."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # or what a person wrote would stand in the logs
        from_attributes=True,
        json_schema_serialization_defaults_required=True,
    )


class Fact(Model):
    """What an English sentence says, for whoever says it in another language."""

    name: str
    values: dict[str, "str | int | Fact"] = {}  # what differs from one time to the next


class Parameters(Model):
    """What a model call is tuned with; `None` leaves the provider's own value."""

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    reasoning_effort: Literal["low", "medium", "high"] | None = None


class Limits(Model):
    """Where a turn ends with a clear message instead of running on."""

    steps: int = 25
    calls: int = 50
    seconds: int = 600
    tokens: int | None = None  # read and written by all its model calls
    cost_micros: int | None = None  # micro-dollars
    cost_micros_per_day: int | None = None  # of all turns of this agent in a day (UTC)
    at_once: int | None = None  # turns of this agent, over all threads; the rest waits


class Agent(Model):
    """Somebody who answers: a model, its instructions, and what it may use."""

    id: str
    name: str
    description: str = ""
    model: str  # as litellm writes it ("openai/gpt-4o"); "openai:gpt-4o" is read as the same
    api_base: str | None = None
    api_key: str | None = None  # the name of a secret that the runner holds, never the secret
    instructions: str = "You are a helpful assistant."
    parameters: Parameters = Parameters()
    tools: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()  # pins: one that has changed since is off
    fallbacks: tuple[str, ...] = ()  # models tried in this order
    limits: Limits = Limits()
    context_window: int | None = None  # tokens; None: as far as it is known of the model
    sees_images: bool | None = None  # None: as far as it is known of the model
    notes: tuple[str, ...] = ()  # what it wants to know in every thread; a person approves each
    splits_think_tags: bool = True  # "<think>" in the text is folded away as reasoning
    hue: int = 215  # degrees; the colour of its voice
    is_default: bool = False
    revision: int = 1
    created_at: datetime
    updated_at: datetime


class Overrides(Model):
    """What one thread sets differently from its agent."""

    model: str | None = None
    instructions: str | None = None
    parameters: Parameters | None = None


class Thread(Model):
    id: str
    title: str = ""
    status: ThreadStatus = "active"
    agent_id: str
    pinned: bool = False
    busy_mode: BusyMode = "enqueue"
    busy_modes: dict[Channel, BusyMode] = {}  # of channels that do it otherwise
    respond_policy: RespondPolicy = "always"
    overrides: Overrides = Overrides()
    parent_thread_id: str | None = None
    parent_message_id: str | None = None  # the last message that was copied
    parent_turn_id: str | None = None  # of a sub-agent's thread: the turn that delegates to it
    children: tuple[str, ...] = ()  # threads forked from this one
    total_tokens: int = 0
    cost_micros: int = 0  # micro-dollars
    created_at: datetime
    last_activity_at: datetime


class Piece(Model):
    """Of a passage, in order: what was looked for is marked."""

    text: str
    marked: bool = False


class Passage(Model):
    """Where a message holds what was looked for: plain text, cut at both ends."""

    message_id: str
    pieces: tuple[Piece, ...]


class ThreadRow(Model):
    """A thread as the list shows it."""

    thread: Thread
    last_text: str = ""  # the beginning of the newest message
    last_role: Role | None = None
    running: bool = False
    waiting: bool = False  # for a human: an approval or a question is open
    queued: int = 0  # turns that wait behind the first
    seq: int = 0  # the thread's newest event
    last_seq: int = 0  # the event that told the newest message
    passage: Passage | None = None  # of a search that found it by what is said in it


class FileRef(Model):
    """A file the store keeps; its contents are found by `sha256`."""

    id: str
    name: str
    media_type: str
    size: int  # bytes
    sha256: str


class WorkspaceFile(Model):
    """A file of a thread's workspace, as it is now."""

    path: str  # relative, with "/"
    file: FileRef
    seq: int  # of the event that told it
    changed_at: datetime


class Usage(Model):
    """What one model call used; `cost_micros` is None when nobody knows the price."""

    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    cost_micros: int | None = None
    source: Literal["provider", "estimated"] = "estimated"
    ttft_ms: int | None = None


class TextPart(Model):
    """What an agent said in a step before its answer."""

    kind: Literal["text"] = "text"
    step: int
    text: str = ""
    reasoning: str = ""
    reasoning_ms: int | None = None


class Child(Model):
    """A sub-agent at work for a tool call; its own thread tells the rest."""

    thread_id: str
    turn_id: str
    agent_id: str
    done: bool = False
    usage: Usage | None = None


class Decided(Model):
    """What a person decided about a call, or answered to it, and where."""

    decision: Decision | Literal["answer"]
    by: str | None = None
    surface: Channel | None = None  # None: nobody, in time


class ToolPart(Model):
    """A tool call as people see it; the whole result is in the journal."""

    kind: Literal["tool"] = "tool"
    step: int
    call_id: str
    name: str
    title: str
    arguments: Arguments = {}
    effect: Effect = "effect"
    source: str = "built-in"
    state: ToolState = "called"
    output: str = ""  # live output while it runs, its newest part
    summary: str = ""  # the result, shortened
    origin: str = ""  # who wrote the result, if that was nobody here
    artifacts: tuple[FileRef, ...] = ()
    duration_ms: int | None = None
    approval_id: str | None = None
    decided: Decided | None = None
    child: Child | None = None


Part = Annotated[TextPart | ToolPart, Field(discriminator="kind")]


DeliveryState = Literal["pending", "sent", "delayed", "failed", "unknown_after_send"]


class Delivery(Model):
    """How far an answer has come on its way to a chat outside."""

    channel: Channel
    chat: str
    state: DeliveryState = "pending"
    reason: str = ""
    fact: Fact | None = None  # what the reason says, for readers of other languages


class Message(Model):
    """Something said in a thread. An agent's `text` is its answer; `parts` led to it."""

    id: str
    thread_id: str
    position: int = 0  # order of acceptance, from 1, given by the store; 0 while pending
    anchor: int = 0  # position of the newest message it answers, or its own: where it is shown
    role: Role
    text: str = ""
    reasoning: str = ""
    reasoning_ms: int | None = None
    parts: tuple[Part, ...] = ()
    source: Channel = "web"
    sender: str | None = None  # display name of the person, if told
    agent_id: str | None = None  # who is asked, or who answered
    turn_id: str | None = None  # of an answer: the turn that made it
    reply_to: str | None = None  # of an answer: the message it answers; retries share it
    attachments: tuple[FileRef, ...] = ()
    artifacts: tuple[FileRef, ...] = ()
    deliveries: tuple[Delivery, ...] = ()  # of an answer: to chats that look at its thread
    stop_reason: StopReason | None = None
    usage: Usage | None = None  # the sum over the turn's model calls
    duration_ms: int | None = None
    edited: bool = False
    deleted: bool = False
    pending: bool = False  # sent by this viewer, not yet seen from the store
    client_time: datetime | None = None
    created_at: datetime


class TurnError(Model):
    code: str
    text: str
    fact: Fact | None = None  # what the text says, for readers of other languages
    retryable: bool = True


class Turn(Model):
    """One message of a person and everything one agent does to answer it."""

    id: str
    thread_id: str
    message_id: str
    agent_id: str
    position: int  # order within the thread, from 1
    state: TurnState
    attempt: int = 0  # claims so far, told to viewers
    faults: int = 0  # claims after a fault without journal progress
    fence: int = 0
    runner: str | None = None
    lease_until: datetime | None = None
    retry_at: datetime | None = None  # end of the backoff
    cancel: bool = False
    error: TurnError | None = None
    depth: int = 0  # of sub-agents
    hops: int = 0  # hand-offs that led here
    limits: Limits | None = None  # a sub-agent's share of what its origin may still use
    origin: str = ""  # whose text had entered the conversation before it began
    created_at: datetime


class Approval(Model):
    """A tool call that waits for a human; the first decision wins."""

    id: str
    thread_id: str
    turn_id: str
    call_id: str
    tool: str
    arguments: Arguments = {}
    binding: str = ""  # hash of tool, arguments and schema: the decision is about nothing else
    remember_as: str | None = None  # what can be approved for good; None: asked each time
    reason: str = ""
    allowed: tuple[Literal["approve", "approve_edited", "deny"], ...] = ("approve", "deny")
    expires_at: datetime | None = None
    decision: Decision | None = None
    edited_arguments: Arguments | None = None
    deny_reason: str | None = None
    remembered: Remember | None = None
    by: str | None = None
    surface: Channel | None = None
    decided_at: datetime | None = None
    created_at: datetime


class Option(Model):
    label: str
    value: str
    description: str = ""


class Query(Model):
    """What an agent asks the person."""

    id: str
    thread_id: str
    turn_id: str
    call_id: str
    kind: Literal["single", "multi", "free"]
    text: str
    options: tuple[Option, ...] = ()
    answer: tuple[str, ...] | None = None
    by: str | None = None
    surface: Channel | None = None
    expires_at: datetime | None = None
    answered_at: datetime | None = None
    created_at: datetime


class Todo(Model):
    text: str
    state: Literal["pending", "in_progress", "completed", "cancelled"] = "pending"


class Refusal(Model):
    """Why a message was not taken; kept, so that asking again tells it again."""

    message_id: str
    thread_id: str
    code: str
    reason: str
    fact: Fact | None = None  # what the reason says, for readers of other languages
    retryable: bool = False


class Viewer(Model):
    id: str
    name: str
    surface: Channel
    joined_at: datetime
