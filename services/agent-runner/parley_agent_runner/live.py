"""Which threads have a live agent, who looks at them, and when one is let go. Told the time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from parley_shared.models import Viewer
from parley_shared.presence import FORGET, RETELL, Present
from parley_shared.runner import LiveInfo, LiveStatus
from pydantic import JsonValue

BUSY = ("running", "interrupted")  # never let go by themselves


@dataclass(frozen=True)
class Rules:
    """Seconds; None: never for this reason."""

    inactivity: float | None = 300.0
    grace: float | None = 5.0  # after the last viewer of an idle thread has left
    most: int = 1_000  # live agents; the one that was idle for longest makes room


@dataclass
class Live:
    """The warm state of one thread."""

    thread_id: str
    agent_id: str
    since: float
    active_at: float
    status: LiveStatus = "idle"
    data: Mapping[str, JsonValue] = field(default_factory=dict)
    message_count: int = 0
    unwatched_at: float | None = None  # idle and without a viewer since


@dataclass(frozen=True)
class Release:
    live: Live
    reason: str


class LiveAgents:
    """Times are seconds of one clock. Nothing here waits, so nobody comes in between."""

    def __init__(self, rules: Rules, now: float) -> None:
        self._rules = rules
        self._agents: dict[str, Live] = {}
        self._present: dict[str, dict[str, tuple[Present, float]]] = {}  # thread -> relay
        # Relays tell their viewers again only now and then: before that nobody is surely alone.
        self._knows_viewers_at = now + RETELL + 1.0

    def __len__(self) -> int:
        return len(self._agents)

    def begin(self, thread_id: str, agent_id: str, message_count: int, now: float) -> bool:
        """A turn runs. Whether the agent was not live before: asked at once by many, one is new."""
        live = self._agents.get(thread_id)
        is_new = live is None
        if live is None:
            live = self._agents[thread_id] = Live(thread_id, agent_id, since=now, active_at=now)
        live.agent_id, live.message_count = agent_id, message_count
        self.change(thread_id, "running", {}, now)
        return is_new

    def change(
        self, thread_id: str, status: LiveStatus, data: Mapping[str, JsonValue], now: float
    ) -> Live | None:
        """None if it is not live."""
        live = self._agents.get(thread_id)
        if live is None:
            return None
        live.status, live.data, live.active_at = status, data, now
        self._look(live, now)
        return live

    def hear(self, present: Present, now: float) -> None:
        """All viewers that one process has of a thread."""
        relays = self._present.setdefault(present.thread_id, {})
        relays[present.relay] = (present, now)
        if not present.viewers:
            del relays[present.relay]
        if not relays:
            del self._present[present.thread_id]
        live = self._agents.get(present.thread_id)
        if live is not None:
            self._look(live, now)

    def find_due(self, now: float) -> list[Release]:
        """Those that nobody needs any longer; they are live until `remove`d."""
        self._forget_silent(now)
        due: list[Release] = []
        for live in self._agents.values():
            self._look(live, now)
            reason = self._find_reason(live, now)
            if reason is not None:
                due.append(Release(live, reason))
        return due

    def find_surplus(self) -> list[Release]:
        """Those that make room for others, the longest idle first."""
        idle = sorted(
            (each for each in self._agents.values() if each.status not in BUSY),
            key=lambda live: live.active_at,
        )
        return [Release(each, "inactivity") for each in idle[: len(self) - self._rules.most]]

    def remove(self, thread_id: str) -> Live | None:
        return self._agents.pop(thread_id, None)

    def find(self, thread_id: str) -> Live | None:
        return self._agents.get(thread_id)

    def list_waiting(self) -> tuple[str, ...]:
        """The threads whose turn waits for a human."""
        waiting = (each for each in self._agents.values() if each.status == "interrupted")
        return tuple(each.thread_id for each in waiting)

    def viewers(self, thread_id: str) -> list[Viewer]:
        """Somebody on Telegram is told by message and keeps nothing live."""
        presents = self._present.get(thread_id, {}).values()
        everybody = (viewer for present, _ in presents for viewer in present.viewers)
        return [each for each in everybody if each.surface != "telegram"]

    def is_watched(self, thread_id: str) -> bool:
        return bool(self._present.get(thread_id))

    def describe(self, pattern: str, now: float) -> tuple[LiveInfo, ...]:
        """Those whose thread fits `pattern` ("*" stands for anything), the newest first."""
        fitting = [each for each in self._agents.values() if fnmatchcase(each.thread_id, pattern)]
        return tuple(self._describe(each, now) for each in reversed(fitting))

    def _describe(self, live: Live, now: float) -> LiveInfo:
        return LiveInfo(
            thread_id=live.thread_id,
            agent_id=live.agent_id,
            status=live.status,
            data=dict(live.data),
            message_count=live.message_count,
            has_interrupt=live.status == "interrupted",
            uptime_ms=round((now - live.since) * 1000),
            idle_ms=0 if live.status == "running" else round((now - live.active_at) * 1000),
            viewers=len(self.viewers(live.thread_id)),
        )

    def _look(self, live: Live, now: float) -> None:
        """Whether somebody is there: who comes back in time has never been away."""
        if live.status in BUSY or self.viewers(live.thread_id):
            live.unwatched_at = None
        elif live.unwatched_at is None:
            live.unwatched_at = now

    def _find_reason(self, live: Live, now: float) -> str | None:
        rules, alone = self._rules, live.unwatched_at
        if live.status in BUSY:
            return None
        if now >= self._knows_viewers_at and _is_over(alone, rules.grace, now):
            return "no_viewers"
        return "inactivity" if _is_over(live.active_at, rules.inactivity, now) else None

    def _forget_silent(self, now: float) -> None:
        """Viewers of processes that were not heard of for too long."""
        for thread_id, relays in tuple(self._present.items()):
            for relay, (_, heard_at) in tuple(relays.items()):
                if now - heard_at >= FORGET:
                    del relays[relay]
            if not relays:
                del self._present[thread_id]


def _is_over(since: float | None, lasts: float | None, now: float) -> bool:
    return since is not None and lasts is not None and now - since >= lasts
