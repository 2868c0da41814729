"""A store, a clock and models of a few lines each, for turns that touch nothing outside."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from parley_agent_runner.breaker import Breakers
from parley_agent_runner.clock import Clock
from parley_agent_runner.ending import Ending
from parley_agent_runner.hooks.heard import Heard
from parley_agent_runner.hooks.hook import Hook
from parley_agent_runner.reply import CHECKPOINT
from parley_agent_runner.skills.skill import Skill
from parley_agent_runner.stopping import Stop
from parley_agent_runner.stream import CallPiece, Chunk, Facts, ModelCall, Route, StreamReply
from parley_agent_runner.tools.calling import call_tool
from parley_agent_runner.tools.declaration import AnyTool
from parley_agent_runner.turn import run_turn
from parley_agent_runner.world import Trouble, World
from parley_shared.debug import DebugKind
from parley_shared.events import Delta
from parley_shared.journal import ApprovalStep, AskStep, ChildStep, LlmStep, Step, ToolStep
from parley_shared.models import Agent, Arguments, Message, Thread, Turn
from parley_shared.store import ApprovalWanted, Ceiling, ChildWanted, Claimed, Kept, QueryWanted
from pydantic import JsonValue

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
PARLEY = Agent(id="parley", name="Parley", model="demo/echo", created_at=AT, updated_at=AT)
THREAD = Thread(id="th", agent_id="parley", created_at=AT, last_activity_at=AT)
TURN = Turn(
    id="t1",
    thread_id="th",
    message_id="m1",
    agent_id="parley",
    position=1,
    state="running",
    created_at=AT,
)
ROUTE = Route("demo/echo")


def said(text: str, *, id: str = "m1", position: int = 1) -> Message:
    return Message(id=id, thread_id="th", position=position, role="user", text=text, created_at=AT)


def claim(
    *history: Message,
    agent: Agent = PARLEY,
    thread: Thread = THREAD,
    steps: Sequence[Step] = (),
    attempt: int = 1,
    agents: dict[str, str] | None = None,
) -> Claimed:
    return Claimed(
        turn=TURN,
        thread=thread,
        agent=agent,
        fence=1,
        attempt=attempt,
        lease=6.0,
        answer_id="at1",
        history=history or (said("What is 2+2?"),),
        steps=tuple(steps),
        agents=agents or {},
    )


class Hours:
    """A clock that only moves when somebody sleeps, and then at once."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        if seconds == CHECKPOINT:  # never over: the tests of telling are about that
            await asyncio.Event().wait()
        self.slept.append(seconds)
        self.passed += seconds
        await asyncio.sleep(0)

    def clock(self) -> Clock:
        return Clock(
            now=lambda: AT + timedelta(seconds=self.passed),
            monotonic=lambda: self.passed,
            sleep=self.sleep,
        )


@dataclass
class Memory:
    """What a turn leaves behind: steps with their first results, deltas, troubles, requests."""

    steps: dict[tuple[int, int, str], Step] = field(default_factory=dict)
    written: list[Step] = field(default_factory=list)
    told: list[Delta] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    parked: list[ApprovalWanted] = field(default_factory=list)
    asked: list[QueryWanted] = field(default_factory=list)
    answers: tuple[str, ...] | None = None  # what a human answers at once
    delegated: list[tuple[ChildWanted, ...]] = field(default_factory=list)
    child_says: tuple[Literal["done", "error"], str] | None = None  # at once
    steers: tuple[Message, ...] = ()
    decides: bool | None = None  # what a human says at once, if one is there
    edits: Arguments | None = None  # what the human makes of the arguments then
    expires: bool = False  # with `decides` False: nobody did in time
    window: int | None = None  # tokens that the model reads
    ceiling: Ceiling | None = None  # reached with the first reply
    tools: tuple[str, ...] | None = None  # the agent's, told with each reply
    absent: list[set[str]] = field(default_factory=list)  # tools, at each model call; then none
    hooks: Sequence[Hook] = ()
    heard: Heard = field(default_factory=Heard)
    debugged: list[str] = field(default_factory=list)
    hours: Hours = field(default_factory=Hours)

    async def keep_step(self, step: Step) -> Kept:
        self.written.append(step)
        key = (step.n, step.i, step.kind)
        held = self.steps.get(key)
        if held is None or held.state == "started":
            self.steps[key] = step
        return Kept(
            step=self.steps[key], steers=self.steers, ceiling=self.ceiling, tools=self.tools
        )

    async def emit(self, delta: Delta) -> None:
        self.told.append(delta)

    async def note(self, trouble: Trouble) -> None:
        self.troubles.append(trouble)

    async def park(
        self,
        approvals: tuple[ApprovalWanted, ...] = (),
        queries: tuple[QueryWanted, ...] = (),
        children: tuple[ChildWanted, ...] = (),
    ) -> bool:
        self.parked.extend(approvals)
        self.asked.extend(queries)
        for asked in queries:
            known = self.steps.get((asked.n, asked.i, "ask"))
            self.steps[asked.n, asked.i, "ask"] = AskStep(
                n=asked.n,
                i=asked.i,
                state="started" if self.answers is None else "done",
                question_id=f"q{asked.call_id}",
                answer=self.answers,
                earlier=(*known.earlier, known.answer) if isinstance(known, AskStep) else (),
            )
        for each in approvals:
            step = ApprovalStep(
                n=each.n,
                i=each.i,
                state="started" if self.decides is None else "done",
                approval_id=f"p{each.call_id}",
                approved=self.decides,
                expired=self.expires,
                binding=each.binding,
                arguments=self.edits,
            )
            self.steps[each.n, each.i, "approval"] = step
        self.delegated.append(children)
        for child in children:
            self.steps[child.n, child.i, "child"] = ChildStep(
                n=child.n,
                i=child.i,
                state="started" if self.child_says is None else self.child_says[0],
                thread_id=f"s{child.call_id}",
                turn_id=f"t{child.call_id}",
                agent_id=child.agent_id,
                summary="" if self.child_says is None else self.child_says[1],
                steps=2,
                calls=1,
            )
        if children and self.child_says is None:
            return False
        decided = not approvals or self.decides is not None
        return decided and (not queries or self.answers is not None)

    async def read_steps(self) -> tuple[Step, ...]:
        return tuple(self.steps.values())

    async def find_absent(self, tools: Mapping[str, AnyTool]) -> frozenset[str]:
        return frozenset(self.absent.pop(0) if self.absent else ()) & set(tools)

    async def hold_lease(self) -> None:
        """It is always held here."""

    def world(self, model: StreamReply) -> World:
        return World(
            stream_reply=model,
            keep_step=self.keep_step,
            call_tool=call_tool,
            emit=self.emit,
            note=self.note,
            park=self.park,
            read_steps=self.read_steps,
            hold_lease=self.hold_lease,
            find_facts=lambda route: Facts(self.window),
            breakers=Breakers(lambda: self.hours.passed),
            jitter=lambda bound: 0.9 * bound,
            clock=self.hours.clock(),
            find_absent=self.find_absent,
            hooks=tuple(self.hooks),
            debug=self.debug,
            heard=self.heard,
        )

    async def debug(self, kind: DebugKind, name: str, data: Callable[[], JsonValue]) -> None:
        data()
        self.debugged.append(f"{kind} {name}")

    def tool_steps(self) -> list[ToolStep]:
        return [step for step in self.steps.values() if isinstance(step, ToolStep)]


async def run(
    claimed: Claimed,
    model: StreamReply,
    memory: Memory,
    *tools: AnyTool,
    routes: Sequence[Route] = (ROUTE,),
    stop: Stop | None = None,
    skills: Sequence[Skill] = (),
) -> Ending:
    memory.steps |= {(step.n, step.i, step.kind): step for step in claimed.steps}
    return await run_turn(
        claimed,
        tools={tool.name: tool for tool in tools},
        skills=skills,
        routes=routes,
        world=memory.world(model),
        stop=stop or Stop(),
    )


class Model:
    """Plays one script of chunks after the other; an exception among them is raised."""

    def __init__(self, *scripts: Sequence[Chunk | Exception]) -> None:
        self.scripts = list(scripts)
        self.asked: list[ModelCall] = []
        self.closed = 0

    async def __call__(self, call: ModelCall) -> AsyncGenerator[Chunk, None]:
        self.asked.append(call)
        try:
            for chunk in self.scripts[min(len(self.asked), len(self.scripts)) - 1]:
                if isinstance(chunk, Exception):
                    raise chunk
                yield chunk
                await asyncio.sleep(0)
        finally:
            self.closed += 1


def says(*words: str) -> list[Chunk | Exception]:
    return [*(Chunk(text=word) for word in words), Chunk(finish="stop")]


def calls(*wanted: tuple[str, str]) -> list[Chunk | Exception]:
    pieces = [
        CallPiece(index=i, provider_call_id=f"call_{i}", name=name, arguments=arguments)
        for i, (name, arguments) in enumerate(wanted)
    ]
    return [*(Chunk(calls=(piece,)) for piece in pieces), Chunk(finish="tool_calls")]


def replied(n: int, text: str = "", **fields: object) -> LlmStep:
    return LlmStep.model_validate({"n": n, "model": "demo/echo", "text": text, **fields})
