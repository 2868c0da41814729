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


class GetRunner(Question[RunnerState]):
    service = "runner"
    verb = "state.get"
    answer = RunnerState
