"""Runs one claimed turn: hands it the world, and the store its end."""

import asyncio
import logging
import random
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import Stale
from parley_shared.events import Delta, ToolProgress
from parley_shared.models import TurnError
from parley_shared.runner import RunningTurn
from parley_shared.sandbox import Language, RunResult, StartRun
from parley_shared.store import Claimed

from parley_agent_runner.beside import beside
from parley_agent_runner.breaker import Breakers
from parley_agent_runner.clock import CLOCK
from parley_agent_runner.ending import Ended, Ending
from parley_agent_runner.holding import Hold
from parley_agent_runner.routes import Locate, find_routes
from parley_agent_runner.sandbox import Sandbox
from parley_agent_runner.skills.finding import choose_skills, find_skills
from parley_agent_runner.skills.skill import Skill
from parley_agent_runner.stopping import Stop
from parley_agent_runner.stream import StreamReply
from parley_agent_runner.tools.activate_skill import make_skill_tools
from parley_agent_runner.tools.calling import call_tool
from parley_agent_runner.tools.code import CODE_TOOLS, make_code_tools
from parley_agent_runner.tools.declaration import AnyTool
from parley_agent_runner.tools.registry import choose_tools
from parley_agent_runner.turn import run_turn
from parley_agent_runner.world import World

logger = logging.getLogger(__name__)

ROLLUP = {"Nats-Rollup": "sub"}  # what this delta restates need not be replayed to anybody
BROKEN = TurnError(
    code="internal", text="Something went wrong inside Parley; the agent-runner's log says what."
)


@dataclass(frozen=True)
class Means:
    """What every turn of this runner uses."""

    bus: Bus
    stream_reply: StreamReply
    locate: Locate
    breakers: Breakers
    skill_folders: tuple[Path, ...]
    sandbox: Sandbox


class Running:
    def __init__(self, claimed: Claimed, asked_at: float, means: Means) -> None:
        self._claimed, self._means = claimed, means
        self._stop = Stop()
        self._hold = Hold(means.bus, claimed, asked_at, self._stop)
        self._began = time.monotonic()

    def nudge(self) -> None:
        self._hold.nudge()

    def describe(self) -> RunningTurn:
        claimed = self._claimed
        return RunningTurn(
            thread_id=claimed.thread.id,
            turn_id=claimed.turn.id,
            agent_id=claimed.agent.id,
            model=claimed.thread.overrides.model or claimed.agent.model,
            started_ms_ago=round((time.monotonic() - self._began) * 1000),
        )

    async def run(self) -> None:
        """Returns when the turn is out of our hands. Raises Stale if it was taken from them."""
        try:
            async with beside(self._hold.renew_forever()):
                await self._hold.hand_in(await self._work())
        except asyncio.CancelledError:
            await self._hold.give_back()
            raise

    async def _work(self) -> Ending:
        if self._claimed.cancel:
            self._stop.ask()
        try:
            claimed = await self._complete()
            skills = await self._choose_skills()
            return await run_turn(
                claimed,
                tools={
                    **choose_tools(claimed.agent.tools),
                    **make_skill_tools(skills),
                    **await self._choose_code_tools(claimed),
                },
                skills=skills,
                routes=find_routes(claimed.agent, claimed.thread.overrides, self._means.locate),
                world=self._world(),
                stop=self._stop,
            )
        except Stale:
            raise
        except Exception:
            logger.exception("a turn broke", extra={"turn_id": self._claimed.turn.id})
            return Ended("failed", None, None, BROKEN)

    async def _choose_skills(self) -> list[Skill]:
        """As their files are now."""
        pins = self._claimed.agent.skills
        if not pins:
            return []
        found = await asyncio.to_thread(find_skills, self._means.skill_folders)
        return choose_skills(pins, found)

    async def _choose_code_tools(self, claimed: Claimed) -> dict[str, AnyTool]:
        """None while there is no sandbox; but a turn that has begun to run code goes on."""
        wanted = {name for name in CODE_TOOLS if name in claimed.agent.tools}
        if not wanted:
            return {}
        begun = any(step.kind == "tool" and step.name in CODE_TOOLS for step in claimed.steps)
        if not begun and await self._means.sandbox.why_not() is not None:
            return {}
        tools = make_code_tools(self._run_code)
        return {tool.name: tool for tool in tools if tool.name in wanted}

    async def _run_code(
        self, language: Language, code: str, seconds: float, call_id: str
    ) -> RunResult:
        claimed = self._claimed
        run = StartRun(
            call_id=call_id,
            thread_id=claimed.thread.id,
            turn_id=claimed.turn.id,
            fence=claimed.fence,
            language=language,
            code=code,
            seconds=seconds,
        )
        told = count()

        async def hear(text: str) -> None:
            progress = ToolProgress(
                thread_id=claimed.thread.id,
                turn_id=claimed.turn.id,
                attempt=claimed.attempt,
                step=0,  # its call says where it belongs
                n=next(told),
                message_id=claimed.answer_id,
                call_id=call_id,
                text=text,
            )
            await self._emit(progress)

        return await self._means.sandbox.run(run, hear, lambda: self._stop.is_asked)

    async def _complete(self) -> Claimed:
        """The claim with the pages that did not fit into it."""
        claimed = self._claimed
        known = sum(len(message.text) for message in claimed.history)
        earlier = await self._hold.read_history(claimed.history_next, known)
        steps = await self._hold.read_steps(claimed.steps_next)
        return claimed.model_copy(
            update={
                "history": (*earlier, *claimed.history),
                "steps": (*claimed.steps, *steps),
            }
        )

    def _world(self) -> World:
        return World(
            stream_reply=self._means.stream_reply,
            keep_step=self._hold.keep_step,
            call_tool=call_tool,
            emit=self._emit,
            note=self._hold.note,
            park=self._hold.park,
            read_steps=self._hold.read_steps,
            hold_lease=self._hold.until_sure,
            breakers=self._means.breakers,
            jitter=lambda bound: random.uniform(0, bound),
            clock=CLOCK,
        )

    async def _emit(self, delta: Delta) -> None:
        subject = subjects.event(delta.thread_id, delta.kind)
        headers = ROLLUP if delta.kind == "text.delta" and delta.whole else None
        await self._means.bus.publish(subject, delta, headers=headers)
