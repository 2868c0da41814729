"""The world as a turn sees it: functions, handed in by whoever runs it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from parley_shared.debug import DebugKind
from parley_shared.journal import Step
from parley_shared.models import Arguments
from parley_shared.store import ApprovalWanted, ChildWanted, QueryWanted
from pydantic import JsonValue

from parley_agent_runner.breaker import Breakers
from parley_agent_runner.clock import Clock
from parley_agent_runner.hooks.heard import Heard
from parley_agent_runner.hooks.hook import Hook
from parley_agent_runner.journal import KeepStep
from parley_agent_runner.retrying import Jitter
from parley_agent_runner.stream import FindFacts, StreamReply
from parley_agent_runner.telling import Emit
from parley_agent_runner.tools.declaration import Answer, AnyTool, Outcome


@dataclass(frozen=True)
class Trouble:
    """A model call that is tried again after `wait_ms`, or goes to `next_model`."""

    note_id: str
    model: str
    code: str
    wait_ms: int | None = None
    next_model: str | None = None


class Park(Protocol):
    """True: all is decided already."""

    def __call__(
        self,
        approvals: tuple[ApprovalWanted, ...] = (),
        queries: tuple[QueryWanted, ...] = (),
        children: tuple[ChildWanted, ...] = (),
    ) -> Awaitable[bool]: ...


class CallTool(Protocol):
    """One implementation, but keyword arguments that Callable can't write. Raises PersonNeeded."""

    def __call__(
        self,
        tool: AnyTool,
        arguments: Arguments,
        call_id: str,
        *,
        resume: bool = False,
        answer: Answer | None = None,
    ) -> Awaitable[Outcome]: ...


TellDebug = Callable[[DebugKind, str, Callable[[], JsonValue]], Awaitable[None]]


async def tell_nobody(kind: DebugKind, name: str, data: Callable[[], JsonValue]) -> None:
    """Nobody watches."""


async def find_none(tools: Mapping[str, AnyTool]) -> frozenset[str]:
    """Everything is there."""
    return frozenset()


@dataclass(frozen=True)
class World:
    stream_reply: StreamReply
    keep_step: KeepStep
    call_tool: CallTool
    emit: Emit
    note: Callable[[Trouble], Awaitable[None]]
    park: Park
    read_steps: Callable[[], Awaitable[tuple[Step, ...]]]
    hold_lease: Callable[[], Awaitable[None]]  # before acting; raises Stale if the turn was lost
    find_facts: FindFacts
    breakers: Breakers
    jitter: Jitter
    clock: Clock
    # names of those tools that can't be used now, but perhaps at the next model call
    find_absent: Callable[[Mapping[str, AnyTool]], Awaitable[frozenset[str]]] = find_none
    hooks: tuple[Hook, ...] = ()
    heard: Heard = field(default_factory=Heard)
    debug: TellDebug = tell_nobody
