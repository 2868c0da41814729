"""What travels between a browser and the web service: request bodies, answers and socket frames."""

from datetime import datetime
from typing import Annotated, Literal, Self, TypeVar

from pydantic import ConfigDict, Field, model_validator

from parley_shared.agent_view import AgentView
from parley_shared.commands import AgentChange, ThreadChange
from parley_shared.events import Event
from parley_shared.ids import TOKEN
from parley_shared.launcher import KeptProcess
from parley_shared.models import (
    Arguments,
    BusyMode,
    Fact,
    FileRef,
    Model,
    Remember,
    ThreadRow,
)
from parley_shared.runner import BreakerStates
from parley_shared.store import ApiKey, QueueDepth

Id = Annotated[str, Field(pattern=TOKEN)]


class Said(Model):
    """What a browser says is read strictly: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


# -- request bodies


class NewSession(Said):
    token: str = Field(max_length=200)


class NewKey(Said):
    id: Id | None = None
    name: str = Field(min_length=1, max_length=80)


class NewBackup(Said):
    id: Id | None = None


class NewThread(Said):
    id: Id | None = None
    title: str = ""
    agent_id: str | None = None


class ThreadPatch(ThreadChange):
    """Only the fields that were set are changed."""

    model_config = ConfigDict(extra="forbid")


class NewFork(Said):
    id: Id | None = None
    message_id: str | None = None
    inclusive: bool = True
    title: str | None = None


class NewPlace(Said):
    """A kept file's place in a workspace; `replaces` as in Placed."""

    id: Id | None = None
    path: str
    file_id: str
    replaces: str | None = None


class NewMove(Said):
    id: Id | None = None
    path: str
    to: str


class NewMessage(Said):
    id: Id
    text: str
    agent_id: str | None = None
    attachments: tuple[FileRef, ...] = ()
    mode: BusyMode | None = None
    sender: str | None = Field(default=None, max_length=80)
    client_time: datetime | None = None


class NewStop(Said):
    """Without a word the running turn is meant."""

    turn_id: str | None = None
    message_id: str | None = None  # stop what answers it, even before it is stored


class NewEdit(Said):
    id: Id  # of this edit
    text: str
    run_again: bool = False


class NewRetry(Said):
    id: Id  # of this retry
    agent_id: str | None = None


class NewDecision(Said):
    decision: Literal["approve", "approve_edited", "deny"]
    arguments: Arguments | None = None
    reason: str | None = Field(default=None, max_length=2000)
    remember: Remember = "once"


class NewSettlement(Said):
    happened: bool
    text: str = Field(default="", max_length=2000)  # what the agent is asked if it did not


class NewAnswer(Said):
    answers: tuple[str, ...] = Field(min_length=1)


class AgentPatch(AgentChange):
    """Only the fields that were set are changed."""

    model_config = ConfigDict(extra="forbid")


class AgentEdit(AgentPatch):
    """Of what is in `was` too only what still stands as it says is changed."""

    was: AgentPatch | None = None


class NewAgent(Said):
    id: Id | None = None
    change: AgentPatch


class NewSecret(Said):
    value: str = Field(max_length=4000)


class NewSkillApproval(Said):
    """`pin` is that of the skill as it was shown."""

    agent_id: Id
    pin: str = Field(pattern=r"^[a-z0-9-]{1,200}@[0-9a-f]{32}$")


class NewMcpApproval(Said):
    """`pin` is that of the tool as it was shown."""

    pin: str = Field(pattern=r"^[0-9a-f]{64}$")


class NewModelTest(Said):
    model: str = Field(min_length=1, max_length=200)
    api_base: str | None = Field(default=None, max_length=500)
    api_key: str | None = None
    secret: str | None = Field(default=None, max_length=4000)


# -- answers


class ErrorDetail(Model):
    code: str
    message: str
    field: str | None = None
    fact: Fact | None = None  # what the message says, for readers of other languages


class ErrorBody(Model):
    error: ErrorDetail


class Accepted(Model):
    """202: the message will survive anything; its event tells when it is in the thread."""

    message_id: str


class CreatedKey(Model):
    """`secret` is told once: None when the key was there already."""

    key: ApiKey
    secret: str | None


class SessionInfo(Model):
    key_id: str  # this sign-in among the others
    name: str
    surface: Literal["session", "key", "token"]


class BreakersOfRunners(Model):
    runners: tuple[BreakerStates, ...]


class ServiceHealth(Model):
    name: str
    ok: bool
    detail: str = ""  # what it says of itself
    detail_fact: Fact | None = None
    version: str = ""
    instances: int = 0
    uptime_ms: int | None = None
    last_error: str = ""  # what it could not do by a fault of its own
    heard_ms: int | None = None  # ago: when it answered last
    process: KeptProcess | None = None  # where a launcher keeps it


class Services(Model):
    services: tuple[ServiceHealth, ...]
    launched: bool = False  # by ./parley, and not in containers
    queues: tuple[QueueDepth, ...] | None = None  # None while the store does not say


# -- socket frames from a browser


F = TypeVar("F")


def require_one(frame: F, thread_id: str | None, agent_id: str | None) -> F:
    if (thread_id is None) == (agent_id is None):
        raise ValueError("either thread_id or agent_id is needed")
    return frame


class Watch(Said):
    """A thread; or an agent: how its turns begin, wait and end, in all threads, as `heard`.

    `since`: the seq the browser has; only what is missing is sent if the relay has it.
    """

    type: Literal["watch"] = "watch"
    thread_id: Id | None = None
    agent_id: Id | None = None  # instead of a thread
    since: int | None = None
    name: str = Field(default="", max_length=80)  # of the viewer

    @model_validator(mode="after")
    def _check(self) -> Self:
        return require_one(self, self.thread_id, self.agent_id)


class Unwatch(Said):
    type: Literal["unwatch"] = "unwatch"
    thread_id: Id | None = None
    agent_id: Id | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        return require_one(self, self.thread_id, self.agent_id)


class Typing(Said):
    type: Literal["typing"] = "typing"
    thread_id: Id


class Send(Said):
    type: Literal["send"] = "send"
    thread_id: Id
    message: NewMessage


class Stop(Said):
    type: Literal["stop"] = "stop"
    thread_id: Id
    turn_id: str | None = None
    message_id: str | None = None  # stop what answers it, even before it is stored


class DecideFrame(Said):
    type: Literal["decide"] = "decide"
    approval_id: str
    decision: NewDecision


class Follow(Said):
    """Tell everything that happens from now on, tokens too: in one thread, or in all."""

    type: Literal["follow"] = "follow"
    thread_id: Id | None = None


class Ping(Said):
    type: Literal["ping"] = "ping"


BrowserFrame = Annotated[
    Watch | Unwatch | Typing | Send | Stop | DecideFrame | Follow | Ping,
    Field(discriminator="type"),
]


# -- socket frames to a browser


class Hello(Model):
    """`contract` is the hash of the schema: another one means a newer page is to be had."""

    type: Literal["hello"] = "hello"
    contract: str
    server: str
    viewer_id: str  # this socket among the viewers of a thread


class Snapshot(Model):
    type: Literal["snapshot"] = "snapshot"
    thread_id: str
    seq: int
    view: AgentView


class EventFrame(Model):
    type: Literal["event"] = "event"
    event: Event


class ThreadsFrame(Model):
    """The list changed: these rows are new or other than before, these threads are gone."""

    type: Literal["threads"] = "threads"
    rows: tuple[ThreadRow, ...] = ()
    gone: tuple[str, ...] = ()


class ErrorFrame(Model):
    type: Literal["error"] = "error"
    code: str
    message: str
    fact: Fact | None = None
    thread_id: str | None = None
    message_id: str | None = None


class FollowingFrame(Model):
    """From here on nothing is missed."""

    type: Literal["following"] = "following"


class HeardFrame(Model):
    """What happened somewhere, as it was told; for those who `follow`."""

    type: Literal["heard"] = "heard"
    event: Event


class AcceptedFrame(Model):
    type: Literal["accepted"] = "accepted"
    message_id: str


class Pong(Model):
    type: Literal["pong"] = "pong"


ServerFrame = Annotated[
    Hello
    | Snapshot
    | EventFrame
    | ThreadsFrame
    | ErrorFrame
    | AcceptedFrame
    | FollowingFrame
    | HeardFrame
    | Pong,
    Field(discriminator="type"),
]


class ServerFrameBox(Model):
    """Names the union for the schema."""

    frame: ServerFrame


class BrowserFrameBox(Model):
    frame: BrowserFrame
