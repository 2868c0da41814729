"""Runs one claimed turn: hands it the world, and the store its end."""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Sequence
from functools import partial

from parley_shared import subjects
from parley_shared.debug import DebugKind
from parley_shared.errors import Stale
from parley_shared.events import CustomTold, Delta
from parley_shared.facts import phrase
from parley_shared.models import Message, TurnError
from parley_shared.runner import RunningTurn
from parley_shared.store import Claimed
from pydantic import JsonValue

from parley_agent_runner.beside import beside
from parley_agent_runner.clock import CLOCK
from parley_agent_runner.coding import Coding
from parley_agent_runner.emitting import Emitters, emitting
from parley_agent_runner.ending import Ended, Ending
from parley_agent_runner.hearing import hear_or_withhold_history
from parley_agent_runner.holding import Hold
from parley_agent_runner.preparing import Means, Prepared, find_absent, prepare
from parley_agent_runner.stopping import Stop
from parley_agent_runner.titling import Untitled, find_untitled
from parley_agent_runner.tools.calling import call_tool
from parley_agent_runner.tools.contents import keep_result
from parley_agent_runner.tools.here import Here
from parley_agent_runner.turn import run_turn
from parley_agent_runner.world import World

logger = logging.getLogger(__name__)

ROLLUP = {"Nats-Rollup": "sub"}  # what this delta restates need not be replayed to anybody
_BROKE = phrase(
    "turn_broke", "Something went wrong inside Parley; the agent-runner's log says what."
)
BROKEN = TurnError(code="internal", text=_BROKE, fact=_BROKE.fact)


class Running:
    def __init__(self, claimed: Claimed, asked_at: float, means: Means) -> None:
        self._claimed, self._means = claimed, means
        self._stop = Stop()
        self._hold = Hold(means.bus, claimed, asked_at, self._stop)
        self._began = time.monotonic()
        self.outcome: Ending | None = None  # once the turn is out of our hands
        self.untitled: Untitled | None = None  # its thread, once it has been answered

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
                ending = await self._work()
                await self._hold.hand_in(ending)
                self.outcome = ending
        except asyncio.CancelledError:
            await self._hold.give_back()
            raise

    async def _work(self) -> Ending:
        if self._claimed.cancel:
            self._stop.ask()
        try:
            steps = await self._hold.read_steps(self._claimed.steps_next)
            whole = self._claimed.model_copy(update={"steps": (*self._claimed.steps, *steps)})
            ready = await prepare(self._means, whole, self._read_page, self._hold.ask)
            with emitting(self._emitters()):
                ending = await self._answer(ready)
            if isinstance(ending, Ended) and ending.state == "done":
                heard = await hear_or_withhold_history(ready.claimed, self._world(ready.here))
                self.untitled = find_untitled(heard, ending.message, ready.routes[0])
            return ending
        except Stale:
            raise
        except (Exception, SystemExit):  # neither ends the runner, which has other turns
            logger.exception("a turn broke", extra={"turn_id": self._claimed.turn.id})
            return Ended("failed", None, None, BROKEN)

    async def _answer(self, ready: Prepared) -> Ending:
        return await run_turn(
            ready.claimed,
            tools={**ready.tools, **self._coding().bind(ready.tools)},
            skills=ready.skills,
            contents=ready.contents,
            routes=ready.routes,
            world=self._world(ready.here),
            stop=self._stop,
        )

    async def _read_page(self, before: str) -> tuple[Sequence[Message], str | None]:
        page = await self._hold.read_history(before)
        return page.items, page.next

    def _coding(self) -> Coding:
        return Coding(self._means.sandbox, self._claimed, self._emit, lambda: self._stop.is_asked)

    def _world(self, here: Here) -> World:
        return World(
            stream_reply=self._means.stream_reply,
            keep_step=self._hold.keep_step,
            call_tool=partial(call_tool, keep=partial(keep_result, here)),
            emit=self._emit,
            note=self._hold.note,
            park=self._hold.park,
            read_steps=self._hold.read_steps,
            find_facts=self._means.find_facts,
            hold_lease=self._hold.until_sure,
            breakers=self._means.breakers,
            jitter=lambda bound: random.uniform(0, bound),
            clock=CLOCK,
            find_absent=partial(find_absent, self._means.sandbox),
            hooks=self._means.hooks,
            heard=self._means.heard,
            debug=self._tell_debug,
        )

    def _emitters(self) -> Emitters:
        return Emitters(custom=self._tell_custom, debug=self._tell_custom_debug)

    async def _tell_custom(self, name: str, data: JsonValue) -> None:
        thread_id = self._claimed.thread.id
        told = CustomTold(thread_id=thread_id, turn_id=self._claimed.turn.id, name=name, data=data)
        await self._means.bus.publish(subjects.event(thread_id, told.kind), told)

    async def _tell_custom_debug(self, name: str, data: JsonValue) -> None:
        await self._tell_debug("debug.custom", name, lambda: data)

    async def _tell_debug(self, kind: DebugKind, name: str, data: Callable[[], JsonValue]) -> None:
        claimed = self._claimed
        await self._means.debugger.tell(claimed.thread.id, claimed.turn.id, kind, name, data)

    async def _emit(self, delta: Delta) -> None:
        subject = subjects.event(delta.thread_id, delta.kind)
        headers = ROLLUP if delta.kind == "text.delta" and delta.whole else None
        await self._means.bus.publish(subject, delta, headers=headers)
