"""What a runner does now."""

from parley_shared.models import Model
from parley_shared.questions import Question


class RunningTurn(Model):
    thread_id: str
    turn_id: str
    agent_id: str
    model: str
    started_ms_ago: int


class RunnerState(Model):
    runner: str
    running: tuple[RunningTurn, ...]
    waiting_wakes: int
    memory_mb: int | None = None  # resident; None where the system does not tell
    retiring: bool = False  # it holds too much memory and is being followed by a new one


class GetRunner(Question[RunnerState]):
    service = "runner"
    verb = "state.get"
    answer = RunnerState
