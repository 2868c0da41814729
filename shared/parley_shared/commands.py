"""What a person can change, as questions that the gateway checks and the store carries out.

Each carries ids that make it idempotent: asked again, it gives the first answer again.
"""

from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from parley_shared.models import (
    Agent,
    Approval,
    Arguments,
    BusyMode,
    Channel,
    Limits,
    Message,
    Model,
    Overrides,
    Parameters,
    Query,
    Remember,
    RespondPolicy,
    Thread,
    ThreadStatus,
    Turn,
)
from parley_shared.questions import Question


class Partial(Model):
    """Says only the fields that were set, for None is a value of some of them."""

    @model_serializer(mode="wrap")
    def say_what_is_set(self, say: SerializerFunctionWrapHandler) -> dict[str, Any]:  # pydantic's
        return {name: said for name, said in say(self).items() if name in self.model_fields_set}


class CreateThread(Question[Thread]):
    verb = "thread.create"
    answer = Thread
    thread_id: str
    title: str = ""
    agent_id: str | None = None  # else the default agent


class OverridesChange(Partial, Overrides):
    """Only the fields that were set are changed."""


class ThreadChange(Model):
    """Only the fields that were set are changed, also within overrides."""

    title: str | None = None
    status: ThreadStatus | None = None
    pinned: bool | None = None
    agent_id: str | None = None
    busy_mode: BusyMode | None = None
    busy_modes: dict[Channel, BusyMode] | None = None
    respond_policy: RespondPolicy | None = None
    overrides: OverridesChange | None = None


class UpdateThread(Question[Thread]):
    verb = "thread.update"
    answer = Thread
    thread_id: str
    change: ThreadChange


class DeleteThread(Question[Thread]):
    """Hidden at once, restorable for 30 s, then gone. A running turn is cancelled."""

    verb = "thread.delete"
    answer = Thread
    thread_id: str


class RestoreThread(Question[Thread]):
    """Raises ThreadNotFound once the 30 s are over."""

    verb = "thread.restore"
    answer = Thread
    thread_id: str


class ForkThread(Question[Thread]):
    """A new thread with the messages up to `message_id`, or all; both keep the lineage."""

    verb = "thread.fork"
    answer = Thread
    thread_id: str
    new_thread_id: str
    message_id: str | None = None
    inclusive: bool = True
    title: str | None = None


class ImportMessages(Question[Thread]):
    """What was said and answered elsewhere, into a thread that is made if it is not there yet.

    A message that is there already stays as it is; nobody answers any of them.
    """

    verb = "thread.import"
    answer = Thread
    thread_id: str
    title: str = ""
    agent_id: str | None = None  # the default agent if that one is not here
    messages: tuple[Message, ...]


class EditMessage(Question[Message]):
    """Changes a person's message; `run_again` answers it anew with a sibling."""

    verb = "message.edit"
    answer = Message
    message_id: str
    text: str
    run_again: bool = False
    edit_id: str  # of this edit


class DeleteMessage(Question[Message]):
    verb = "message.delete"
    answer = Message
    message_id: str


class RetryMessage(Question[Turn]):
    """Answer a person's message again; the old answer is kept."""

    verb = "message.retry"
    answer = Turn
    message_id: str  # of the person, or of the answer to it
    agent_id: str | None = None
    retry_id: str


class StopThread(Question[Turn]):
    """Stop the thread's oldest turn, or the one that is named, keeping its partial text.

    A message that is named and not stored yet will be refused. Raises NothingRuns.
    The same `stop_id` again means the same turn, however many have ended meanwhile.
    """

    verb = "turn.stop"
    answer = Turn
    thread_id: str
    stop_id: str | None = None  # of a stop that names neither a turn nor a message
    turn_id: str | None = None
    message_id: str | None = None  # stop what answers it


class Stopped(Model):
    turns: int  # that ran or waited


class StopTurns(Question[Stopped]):
    """Stop every turn of one thread, those that wait too; partial texts are kept.

    The same `stop_id` again gives the first answer, and stops nothing that has begun since.
    """

    verb = "turn.stop_every"
    answer = Stopped
    thread_id: str
    stop_id: str


class StopAll(Question[Stopped]):
    """Stop every turn of every thread, those that wait too; partial texts are kept."""

    verb = "turn.stop_all"
    answer = Stopped


class WithdrawTurn(Question[Turn]):
    """Take back a queued turn and its message. Raises TurnNotFound, AlreadyRuns."""

    verb = "turn.withdraw"
    answer = Turn
    turn_id: str


class Decide(Question[Approval]):
    """The first decision wins. Raises AlreadyDecided (who and when), ApprovalNotFound."""

    verb = "approval.decide"
    answer = Approval
    approval_id: str
    decision: Literal["approve", "approve_edited", "deny"]
    arguments: Arguments | None = None
    reason: str | None = None
    remember: Remember = "once"
    by: str | None = None
    surface: Channel = "web"


class AnswerQuery(Question[Query]):
    """Raises AlreadyDecided, ApprovalNotFound."""

    verb = "query.answer"
    answer = Query
    question_id: str
    answers: tuple[str, ...]
    by: str | None = None
    surface: Channel = "web"


class SettleCall(Question[Message]):
    """Say whether a call of unknown outcome has happened; if not, the agent is asked to repeat it.

    Raises AlreadyDecided, MessageNotFound, CallNotFound.
    """

    verb = "call.settle"
    answer = Message
    message_id: str  # the answer that holds the call
    call_id: str
    happened: bool
    text: str = ""  # what the agent is asked; empty: in our words
    by: str | None = None
    surface: Channel = "web"


class RetryCall(Question[Message]):
    """Have the agent try a call again that failed; gives the message that asks for it.

    Raises MessageNotFound, CallNotFound, AlreadyDecided for a call that did not fail.
    """

    verb = "call.retry"
    answer = Message
    message_id: str  # the answer that holds the call
    call_id: str
    by: str | None = None
    surface: Channel = "web"


class ParametersChange(Partial, Parameters):
    """Only the fields that were set are changed."""


class LimitsChange(Partial, Limits):
    """Only the fields that were set are changed."""


class AgentChange(Partial):
    """Only the fields that were set are changed, also within parameters and limits."""

    name: str | None = None
    description: str | None = None
    model: str | None = None
    api_base: str | None = None  # "" clears it
    api_key: str | None = None  # the name of a secret; "" clears it
    instructions: str | None = None
    parameters: ParametersChange | None = None
    tools: tuple[str, ...] | None = None
    skills: tuple[str, ...] | None = None
    fallbacks: tuple[str, ...] | None = None
    limits: LimitsChange | None = None
    context_window: int | None = None  # 0 clears it
    sees_images: bool | None = None
    notes: tuple[str, ...] | None = None
    splits_think_tags: bool | None = None
    hue: int | None = None
    is_default: bool | None = None


class CreateAgent(Question[Agent]):
    """Raises AgentNameTaken."""

    verb = "agent.create"
    answer = Agent
    agent_id: str
    change: AgentChange  # name and model must be set


class UpdateAgent(Question[Agent]):
    """What stands otherwise by now than `was` says, and than it is to be, is not overwritten.

    Raises AgentNotFound, AgentNameTaken, AgentChanged.
    """

    verb = "agent.update"
    answer = Agent
    agent_id: str
    change: AgentChange
    was: AgentChange | None = None


class UseSkill(Question[Agent]):
    """The agent has the skill exactly as `pin` says; another version of it is taken away."""

    verb = "agent.skill"
    answer = Agent
    agent_id: str
    pin: str  # the skill's name and the hash of its files


class DeleteAgent(Question[Agent]):
    """Raises AgentInUse for the default agent."""

    verb = "agent.delete"
    answer = Agent
    agent_id: str
