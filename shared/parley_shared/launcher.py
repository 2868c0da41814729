"""What is asked of the launcher, the process that starts all others on this machine."""

from typing import Literal

from parley_shared.models import Model
from parley_shared.questions import Question


class NewToken(Model):
    token: str


class RotateToken(Question[NewToken]):
    """Another sign-in token; every sign-in that came from the old one ends.

    Only the session with the hash `keeps` goes on. In containers there is no launcher: Unavailable.
    """

    service = "launcher"
    verb = "token.rotate"
    answer = NewToken
    keeps: str | None = None


class KeptProcess(Model):
    """`ends` counts those of the last hour that nobody asked for; `last_end` is how it ended."""

    name: str  # as in `./parley restart <name>`
    state: Literal["starting", "running", "waiting", "stopped"]
    ends: int = 0
    last_end: str = ""


class Processes(Model):
    processes: tuple[KeptProcess, ...]


class GetProcesses(Question[Processes]):
    """What the launcher keeps running. In containers there is no launcher: Unavailable."""

    service = "launcher"
    verb = "processes.get"
    answer = Processes
