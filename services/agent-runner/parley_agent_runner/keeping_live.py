"""Keeps live agents: hears who looks, tells how they are, and lets go of those nobody needs."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import AlreadyRuns, ParleyError
from parley_shared.events import AgentStatus
from parley_shared.facts import phrase
from parley_shared.ids import uuid7
from parley_shared.presence import Present
from parley_shared.runner import LiveStatus
from parley_shared.store import Claimed, TellShutdown
from pydantic import JsonValue

from parley_agent_runner.clock import Clock
from parley_agent_runner.ending import Ended, Ending, Parked
from parley_agent_runner.live import LiveAgents, Release

logger = logging.getLogger(__name__)

LOOK = 1.0  # seconds
TOLD_AT_MOST = 1_000  # releases that wait for the store

# Closes what a thread holds open beside its turns, such as connections; may not raise.
LetGo = Callable[[str], Awaitable[None]]


@dataclass
class LiveKeeper:
    bus: Bus
    agents: LiveAgents
    clock: Clock
    let_go: list[LetGo] = field(default_factory=list)
    _untold: list[TellShutdown] = field(default_factory=list)

    async def begin(self, claimed: Claimed) -> None:
        """A turn runs."""
        thread_id, count = claimed.thread.id, max(each.position for each in claimed.history)
        self.agents.begin(thread_id, claimed.agent.id, count, self.clock.monotonic())
        await self.change(thread_id, "running", {"turn_id": claimed.turn.id})

    async def end(self, thread_id: str, ending: Ending | None) -> None:
        """A turn has come to its end, or waits."""
        match ending:
            case Ended(state="failed", error=error):
                code = error.code if error else "internal"
                await self.change(thread_id, "error", {"code": code})
                if code == "internal":  # what is warm may be what broke
                    await self.release(thread_id, "crash", {"code": code})
            case Ended(state="cancelled"):
                await self.change(thread_id, "cancelled", {})
            case Parked():
                await self.change(thread_id, "interrupted", {})
            case _:
                await self.change(thread_id, "idle", {})

    async def rest(self, thread_id: str, *, waits: bool) -> None:
        """Nothing can run in the thread now; `waits`: for a human."""
        live = self.agents.find(thread_id)
        if live is not None and live.status == "running":
            await self.change(thread_id, "interrupted" if waits else "idle", {})
        elif not waits:
            await self.stop_waiting(thread_id)

    async def stop_waiting(self, thread_id: str) -> None:
        """Its turn was ended while it waited for a human, and so without a runner."""
        live = self.agents.find(thread_id)
        if live is not None and live.status == "interrupted":
            await self.change(thread_id, "cancelled", {})

    async def lose_waiting(self, thread_id: str) -> None:
        """Its turn waited here, and goes on elsewhere."""
        live = self.agents.find(thread_id)
        if live is not None and live.status == "interrupted":
            await self.lose(thread_id)

    async def lose(self, thread_id: str) -> None:
        """Its turn was taken from here: how it is now is for others to tell."""
        if self.agents.remove(thread_id) is not None:
            await self._close(thread_id)

    async def change(
        self, thread_id: str, status: LiveStatus, data: Mapping[str, JsonValue]
    ) -> None:
        live = self.agents.change(thread_id, status, data, self.clock.monotonic())
        if live is not None:
            told = AgentStatus(
                thread_id=thread_id, agent_id=live.agent_id, status=status, data=dict(data)
            )
            await self.bus.publish(subjects.event(thread_id, told.kind), told)

    async def hear(self, _: str, raw: bytes) -> None:
        """Somebody begins or ends looking at a thread."""
        self.agents.hear(Present.model_validate_json(raw), self.clock.monotonic())

    async def release(
        self, thread_id: str, reason: str, metadata: Mapping[str, str] | None = None
    ) -> bool:
        """By hand. False if it is not live here. Raises AlreadyRuns."""
        live = self.agents.find(thread_id)
        if live is None:
            return False
        if live.status == "running":
            raise AlreadyRuns(
                phrase(
                    "answer_running",
                    "an answer is running in thread {thread!r}: stop it first",
                    thread=thread_id,
                )
            )
        await self._release(Release(live, reason), metadata or {})
        return True

    async def run(self) -> None:
        """Without end."""
        while True:
            await self.clock.sleep(LOOK)
            await self.look()

    async def look(self) -> None:
        """Let go of what is due, and tell the store of it once it can be told."""
        for each in self.agents.find_due(self.clock.monotonic()):
            await self._release(each, {})
        for each in self.agents.find_surplus():
            await self._release(each, {})
        await self._tell_store()

    async def _release(self, release: Release, metadata: Mapping[str, str]) -> None:
        """Gone before anything is waited for: whoever asks meanwhile begins anew."""
        live, now = release.live, self.clock.monotonic()
        if self.agents.remove(live.thread_id) is None:
            return
        known = {"agent_id": live.agent_id, "uptime_ms": str(round((now - live.since) * 1000))}
        question = TellShutdown(
            thread_id=live.thread_id,
            shutdown_id=uuid7(),
            reason=release.reason,
            metadata={**known, **metadata},
        )
        self._untold = [*self._untold, question][-TOLD_AT_MOST:]
        await self._close(live.thread_id)
        extra = {"thread_id": live.thread_id, "reason": release.reason}
        logger.info("live agent released", extra=extra)
        await self._tell_store()

    async def _close(self, thread_id: str) -> None:
        for close in self.let_go:
            await close(thread_id)

    async def _tell_store(self) -> None:
        while self._untold:
            first = self._untold[0]
            try:
                await self.bus.ask(first)
            except ParleyError as error:
                if error.code == "unavailable":
                    return  # later
            if self._untold and self._untold[0] is first:
                self._untold.pop(0)
