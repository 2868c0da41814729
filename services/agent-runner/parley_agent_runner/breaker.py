"""Stops asking a model that keeps failing: opens after 5 failures for 30 s, then tries one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from parley_shared.runner import BreakerState

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

    def reset(self, model: str, api_base: str | None) -> None:
        self._breakers.pop((model, api_base), None)

    def describe(self) -> tuple[BreakerState, ...]:
        """Of models that were asked here, by name."""
        now = self.monotonic()
        known = sorted(self._breakers.items(), key=lambda each: (each[0][0], each[0][1] or ""))
        return tuple(_describe(*place, breaker, now) for place, breaker in known)


def _describe(model: str, api_base: str | None, breaker: Breaker, now: float) -> BreakerState:
    opened = breaker.opened_at
    left = None if opened is None else opened + OPEN_FOR - now
    state: Literal["closed", "open", "half_open"] = "closed"
    if left is not None:
        state = "open" if left > 0 and not breaker.trying else "half_open"
    return BreakerState(
        model=model,
        api_base=api_base,
        state=state,
        failures=breaker.failures,
        opens_in_ms=round(left * 1000) if left is not None and left > 0 else None,
    )
