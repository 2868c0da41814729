"""Models that are left alone after failures."""

from typing import Literal

from parley_shared.models import Model
from parley_shared.questions import Done, Question


class BreakerState(Model):
    """Whether a model is asked now. `open`: it failed too often and is left alone."""

    model: str
    api_base: str | None = None
    state: Literal["closed", "open", "half_open"]
    failures: int  # in a row
    opens_in_ms: int | None = None  # until it is tried again


class BreakerStates(Model):
    runner: str
    breakers: tuple[BreakerState, ...]


class ListBreakers(Question[BreakerStates]):
    """Of every runner: each has made its own experience with a model."""

    service = "runner"
    verb = "breakers.list"
    answer = BreakerStates


class ResetBreaker(Question[Done]):
    """Ask the model again, whatever it has done; every runner is told."""

    service = "runner"
    verb = "breakers.reset"
    answer = Done
    model: str
    api_base: str | None = None
