"""Lets one browser hear what happens beside the threads it shows: everything, or some agents."""

import json

from parley_shared import subjects
from parley_shared.bus import Bus, Listening
from parley_shared.frames import FollowingFrame

from parley_web.browsers import Browser
from parley_web.errors import TooMuchAtOnce

MOST_AGENTS = 100
LIFE = (
    *("turn.started", "turn.parked", "turn.finished", "turn.failed", "turn.cancelled"),
    *("agent.handoff", "agent.status", "agent.shutdown"),
)


class Following:
    """Nothing is listened to until somebody asks for it."""

    def __init__(self, bus: Bus, browser: Browser) -> None:
        self._bus = bus
        self._browser = browser
        self._listening: list[Listening] = []

    async def begin(self, thread_id: str | None) -> None:
        """Instead of what was followed before."""
        await self.end()
        thread = thread_id or "*"
        for subject in (subjects.live(thread, "*"), subjects.debug(thread, "*")):
            self._listening.append(await self._bus.listen(subject, self._hear))
        self._browser.tell(FollowingFrame())

    async def end(self) -> None:
        while self._listening:
            await self._listening.pop().stop()

    async def _hear(self, _: str, raw: bytes) -> None:
        self._browser.outgoing.tell(f'{{"type":"heard","event":{raw.decode()}}}')


class WatchedAgents:
    """Lets one browser hear what becomes of some agents, in all threads."""

    def __init__(self, bus: Bus, browser: Browser) -> None:
        self._bus = bus
        self._browser = browser
        self._agents: set[str] = set()
        self._listening: list[Listening] = []

    async def begin(self, agent_id: str) -> None:
        """Raises TooMuchAtOnce."""
        if len(self._agents) >= MOST_AGENTS:
            raise TooMuchAtOnce(f"one browser watches at most {MOST_AGENTS} agents")
        self._agents.add(agent_id)
        if not self._listening:
            for kind in LIFE:
                subject = subjects.live("*", kind)
                self._listening.append(await self._bus.listen(subject, self._hear))
        self._browser.tell(FollowingFrame())

    async def end(self, agent_id: str) -> None:
        self._agents.discard(agent_id)
        if not self._agents:
            await self.end_all()

    async def end_all(self) -> None:
        self._agents.clear()
        while self._listening:
            await self._listening.pop().stop()

    async def _hear(self, _: str, raw: bytes) -> None:
        event = json.loads(raw)
        agent_id = event.get("agent_id") or event.get("metadata", {}).get("agent_id")
        if agent_id in self._agents:
            self._browser.outgoing.tell(f'{{"type":"heard","event":{raw.decode()}}}')
