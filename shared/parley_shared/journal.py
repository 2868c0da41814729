"""The steps of a turn as its journal keeps them: a closed union told apart by `kind`."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from parley_shared.models import Arguments, Channel, Effect, FileRef, Message, Model, Todo, Usage


class ToolCall(Model):
    """A call the model asked for. `invalid` says why it can't be run."""

    call_id: str
    provider_call_id: str | None = None
    name: str
    title: str
    arguments: Arguments = {}
    invalid: str | None = None
    effect: Effect = "effect"
    source: str = "built-in"


class LlmStep(Model):
    """One model call. `started` is a checkpoint of its text so far, `done` the whole."""

    kind: Literal["llm"] = "llm"
    n: int
    i: int = 0
    state: Literal["started", "done"] = "done"
    model: str
    text: str = ""
    reasoning: str = ""
    reasoning_ms: int | None = None
    blocks: tuple[JsonValue, ...] = ()  # thinking blocks, verbatim for the same provider
    calls: tuple[ToolCall, ...] = ()
    finish: str | None = None  # the provider's word
    usage: Usage | None = None
    lost: tuple[Usage, ...] = ()  # what calls used that failed or were broken off, per model
    asking: bool = False  # of a checkpoint: its call was under way


class ToolStep(Model):
    """One tool call, `i` within step `n`; `result` is what the model reads."""

    kind: Literal["tool"] = "tool"
    n: int
    i: int
    state: Literal["started", "done", "error", "unknown", "skipped"]
    call_id: str
    name: str
    result: str = ""
    summary: str = ""
    origin: str = ""  # who wrote the result, if that was nobody here
    artifacts: tuple[FileRef, ...] = ()
    todos: tuple[Todo, ...] | None = None  # the whole list, if the call changed it
    duration_ms: int | None = None


class ApprovalStep(Model):
    """What a human decided about call `i` of step `n`; written by the store."""

    kind: Literal["approval"] = "approval"
    n: int
    i: int
    state: Literal["started", "done"]
    approval_id: str
    approved: bool | None = None
    expired: bool = False  # nobody decided in time
    binding: str = ""
    arguments: Arguments | None = None  # edited by the human
    reason: str | None = None
    by: str | None = None
    surface: Channel | None = None  # None: nobody, or it was remembered


class AskStep(Model):
    """What a human answered to call `i` of step `n`, which may ask again; written by the store."""

    kind: Literal["ask"] = "ask"
    n: int
    i: int
    state: Literal["started", "done"]
    question_id: str
    answer: tuple[str, ...] | None = None  # None once done: nobody answered in time
    earlier: tuple[tuple[str, ...] | None, ...] = ()  # answers to what it asked before
    by: str | None = None
    surface: Channel | None = None


class SteerStep(Model):
    """A message that joined the running turn before step `n`."""

    kind: Literal["steer"] = "steer"
    n: int
    i: int
    state: Literal["done"] = "done"
    message: Message


class CompactStep(Model):
    """The thread's beginning, summed up because it was too long to be sent again.

    Positions are anchors: it covers what is shown up to `to_position`.
    """

    kind: Literal["compact"] = "compact"
    n: int
    i: int = 0
    state: Literal["done"] = "done"
    from_position: int
    to_position: int
    summary: str
    skills: tuple[str, ...] = ()  # names of those that were activated up to then
    origin: str = ""  # whose text is in it, if that was nobody here
    tokens_before: int
    tokens_after: int
    usage: Usage | None = None


class ChildStep(Model):
    """A sub-agent's turn, started by call `i` of step `n`."""

    kind: Literal["child"] = "child"
    n: int
    i: int
    state: Literal["started", "done", "error"]
    thread_id: str
    turn_id: str
    agent_id: str
    summary: str = ""  # once it has ended: what it answered, or why it did not
    origin: str = ""  # whose text it has read, if that was nobody here
    usage: Usage | None = None
    steps: int = 0  # model calls
    calls: int = 0  # of tools


Step = Annotated[
    LlmStep | ToolStep | ApprovalStep | AskStep | SteerStep | CompactStep | ChildStep,
    Field(discriminator="kind"),
]
