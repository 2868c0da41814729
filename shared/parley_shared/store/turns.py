"""A turn's way through the store: claimed, renewed, kept step by step, ended."""

from typing import Annotated, Literal

from pydantic import Field

from parley_shared.journal import CompactStep, Step
from parley_shared.models import Agent, Message, Model, Thread, Turn, TurnError, Usage
from parley_shared.questions import Done, Question


class Ceiling(Model):
    """A day's cost limit that is used up: no model is asked again before the day (UTC) is over."""

    of: Literal["agent", "all"]  # "all": of whoever runs this Parley, for all agents together
    limit_micros: int


class Claimed(Model):
    """A turn to run or to go on with; pages that did not fit are asked for."""

    kind: Literal["claimed"] = "claimed"
    turn: Turn
    thread: Thread
    agent: Agent
    fence: int
    attempt: int
    lease: float  # seconds
    answer_id: str
    history: tuple[Message, ...]  # oldest first, ends with the message to answer
    history_next: str | None = None  # cursor of the page before, for GetHistory
    steps: tuple[Step, ...] = ()
    steps_next: int | None = None  # offset of the rest, for GetSteps
    agents: dict[str, str] = {}  # agent id -> name, of those who spoke in this thread
    compaction: CompactStep | None = None  # of the thread's beginning, by an earlier turn
    cancel: bool = False
    workspace_id: str = ""  # the thread whose files the turn sees; "": its own
    ceiling: Ceiling | None = None


class Nudge(Model):
    """Told on `ctl.<thread>`: look whether the turn is to stop, or was taken, or has a steer."""

    taken_by: str | None = None  # the runner that goes on with what had waited for a human


class NothingToClaim(Model):
    kind: Literal["none"] = "none"
    parked: bool = False


class Busy(Model):
    kind: Literal["busy"] = "busy"
    retry_in: float  # seconds


class ClaimAnswer(Model):
    claim: Annotated[Claimed | NothingToClaim | Busy, Field(discriminator="kind")]


class Claim(Question[ClaimAnswer]):
    """The thread's oldest unended turn, with a new fence and a lease of 6 s.

    The same `claim_id` again gives the same fence: its first answer may have been lost.
    """

    verb = "turn.claim"
    answer = ClaimAnswer
    thread_id: str
    runner: str
    claim_id: str = ""


class Kept(Model):
    """What every fenced write tells back."""

    cancel: bool = False
    steers: tuple[Message, ...] = ()  # waiting to join at the next model boundary
    step: Step | None = None  # what the journal holds: the first result of a repeated step
    ceiling: Ceiling | None = None  # told with a model's reply
    tools: tuple[str, ...] | None = None  # the agent's now; told with a model's reply


class Renew(Question[Kept]):
    """Raises Stale."""

    verb = "turn.renew"
    answer = Kept
    turn_id: str
    fence: int


class KeepStep(Question[Kept]):
    """Write a step; a step that already has a result keeps it. Raises Stale."""

    verb = "turn.step"
    answer = Kept
    turn_id: str
    fence: int
    step: Step


class Note(Question[Kept]):
    """Tell that a model call is retried or goes to a fallback. Raises Stale."""

    verb = "turn.note"
    answer = Kept
    turn_id: str
    fence: int
    note_id: str
    model: str
    code: str
    wait_ms: int | None = None
    next_model: str | None = None  # set: a fallback, not a retry


class Backoff(Question[Kept]):
    """Wait for a provider without a runner; queued again by the store's clock. Raises Stale."""

    verb = "turn.backoff"
    answer = Kept
    turn_id: str
    fence: int
    seconds: float
    model: str
    code: str


class Handoff(Model):
    """The thread's next turn belongs to another agent."""

    agent_id: str
    brief: str


class Finished(Model):
    message: Message | None = None


class Finish(Question[Finished]):
    """End the turn with its answer; again it gives the first answer. Raises Stale."""

    verb = "turn.finish"
    answer = Finished
    turn_id: str
    fence: int
    state: Literal["done", "failed", "cancelled"]
    message: Message | None = None  # the agent's; a failed turn may keep its partial text
    usage: Usage | None = None
    error: TurnError | None = None
    handoff: Handoff | None = None  # only of a turn that is done


class HandBack(Question[Kept]):
    """A runner that stops gives its turn back: queued again, lease ended, no fault counted."""

    verb = "turn.handback"
    answer = Kept
    turn_id: str
    fence: int


class TellShutdown(Question[Done]):
    """Tell that a thread's live agent was let go; the same id again is told once.

    Raises ThreadNotFound.
    """

    verb = "agent.shutdown"
    answer = Done
    thread_id: str
    shutdown_id: str
    reason: str
    metadata: dict[str, str] = {}


class StepPage(Model):
    items: tuple[Step, ...]  # by (n, i, kind)
    next: int | None = None


class GetSteps(Question[StepPage]):
    verb = "turn.steps"
    answer = StepPage
    turn_id: str
    offset: int = 0


class Queue(Model):
    turns: tuple[Turn, ...]  # oldest first, the running one included
    messages: dict[str, Message] = {}
    steers: tuple[Message, ...] = ()  # that wait to join the running turn


class GetQueue(Question[Queue]):
    verb = "turn.queue"
    answer = Queue
    thread_id: str


class Runnable(Model):
    thread_ids: tuple[str, ...]


class GetRunnable(Question[Runnable]):
    """Threads whose oldest turn can run now; of a `runner`, those whose turn is in its hands."""

    verb = "turn.runnable"
    answer = Runnable
    runner: str | None = None
