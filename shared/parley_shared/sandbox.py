"""Every question the sandbox answers: code is started, waited for, cancelled."""

from typing import Literal

from pydantic import Field

from parley_shared.ids import TOKEN
from parley_shared.models import Fact, Model, WorkspaceFile
from parley_shared.questions import Done, Question

Language = Literal["python", "shell"]
Reason = Literal[
    "exited",  # by itself; `code` or `signal` says how
    "timeout",
    "cancelled",
    "output_limit",
    "memory",  # all of the container's is used up
    "lost",  # the container ended, or the engine that ran it
]

CODE_LIMIT = 200_000  # characters
LONGEST = 120.0  # seconds that a program may run


class Left(Model):
    """A file that was changed and not handed back, for there were too many or it is too large."""

    path: str
    size: int  # bytes


class RunResult(Model):
    """What came of a run. The texts are clean and shortened in the middle."""

    reason: Reason
    code: int | None = None
    signal: int | None = None
    stdout: str = ""
    stderr: str = ""
    is_cut: bool = False  # the program wrote more than was kept
    seconds: float = 0.0
    files: tuple[WorkspaceFile, ...] = ()  # new or changed, as they are kept now
    deleted: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()
    not_there: tuple[str, ...] = ()  # files of the workspace that the run had no room for
    note: str = ""  # what else is to be said, in a sentence


class RunState(Model):
    state: Literal["queued", "running", "ended"]
    result: RunResult | None = None


class StartRun(Question[RunState]):
    """Answers at once; the same call again is the same run, for the newest `fence`.

    Raises CodeUnavailable.
    """

    service = "sandbox"
    verb = "start"
    answer = RunState
    call_id: str = Field(pattern=r"^[A-Za-z0-9]{1,64}$")
    thread_id: str = Field(pattern=TOKEN)  # whose files the program sees
    turn_id: str
    fence: int  # of the turn: a run that is not its last changes nothing
    language: Language
    code: str = Field(max_length=CODE_LIMIT)
    seconds: float = Field(default=60.0, gt=0, le=LONGEST)


class WaitRun(Question[RunState]):
    """Answers when the run ends, or after a while with how it stands. Raises RunNotFound."""

    service = "sandbox"
    verb = "wait"
    answer = RunState
    call_id: str
    seconds: float = Field(default=8.0, ge=0, le=20)


class CancelRun(Question[Done]):
    """Again it changes nothing. Raises RunNotFound."""

    service = "sandbox"
    verb = "cancel"
    answer = Done
    call_id: str


class SandboxState(Model):
    backend: Literal["docker", "bwrap", "off"]
    runtime: str = ""
    image: str = ""
    unavailable: str | None = None  # why nothing can be run, in a sentence
    unavailable_fact: Fact | None = None
    running: int = 0
    queued: int = 0


class GetSandbox(Question[SandboxState]):
    service = "sandbox"
    verb = "state"
    answer = SandboxState


class RunOutput(Model):
    """What the program wrote just now, clean; told and never kept. `n` counts from 0."""

    call_id: str
    n: int
    text: str
