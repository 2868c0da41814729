"""Stops asking a model that keeps failing: opens after 5 failures for 30 s, then tries one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from parley_agent_runner.stream import Route

FAILURES = 5  # in a row
OPEN_FOR = 30.0  # seconds


@dataclass
class Breaker:
    failures: int = 0
    opened_at: float | None = None
    trying: bool = False  # half open, and somebody is finding out

    def admits(self, now: float) -> bool:
        """Whoever is admitted must say how it went: `succeeded`, `failed` or `gave_up`."""
        if self.opened_at is None:
            return True
        if self.trying or now - self.opened_at < OPEN_FOR:
            return False
        self.trying = True
        return True

    def succeeded(self) -> None:
        self.failures, self.opened_at, self.trying = 0, None, False

    def failed(self, now: float) -> None:
        self.failures += 1
        self.trying = False
        if self.failures >= FAILURES:
            self.opened_at = now

    def gave_up(self) -> None:
        """Stopped before it was known: the next one may find out."""
        self.trying = False


@dataclass
class Breakers:
    """One per provider, address and model."""

    monotonic: Callable[[], float]
    _breakers: dict[tuple[str, str | None], Breaker] = field(default_factory=dict)

    def of(self, route: Route) -> Breaker:
        return self._breakers.setdefault((route.model, route.api_base), Breaker())

    def admits(self, route: Route) -> bool:
        return self.of(route).admits(self.monotonic())

    def failed(self, route: Route) -> None:
        self.of(route).failed(self.monotonic())
