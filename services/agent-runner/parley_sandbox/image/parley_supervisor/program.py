"""The program: started within its limits, watched, stopped, and all it leaves behind killed."""

import ctypes
import os
import resource
import select
import signal
import time
from contextlib import suppress

from parley_supervisor.files import WORKSPACE
from parley_supervisor.job import Job
from parley_supervisor.refusing import install_filter
from parley_supervisor.speaking import say

TEMPORARY = "/tmp"
PYTHONS = ("/usr/local/bin/python3", "/usr/bin/python3")
PYTHON = next(filter(os.path.exists, PYTHONS), PYTHONS[0])
PROGRAMS = {"python": ("main.py", [PYTHON, "-u"]), "shell": ("main.sh", ["/bin/bash"])}
PATIENCE = 0.25  # seconds in which what is left in the pipes is read after the program's end
LOOK = 50  # milliseconds
PR_SET_DUMPABLE = 4
libc = ctypes.CDLL(None, use_errno=True)


def start_program(job: Job, output: int, errors: int) -> int:
    """In the child: everything is given up, then it becomes the program."""
    pid = os.fork()
    if pid:
        return pid
    try:
        become_program(job, output, errors)
    except BaseException as error:  # noqa: BLE001 whatever it is, the child must not go on as us
        os.write(2, f"sandbox: the program can't be started: {error}\n".encode())
    os._exit(127)


def become_program(job: Job, output: int, errors: int) -> None:
    name, command = PROGRAMS[job.language]
    os.setsid()
    os.chdir(WORKSPACE)
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    os.closerange(3, 4096)
    libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # of all in here it is the first to go
    set_limits(job.limits)
    for number in range(1, 65):
        with suppress(OSError, ValueError):  # KILL, STOP and those of the C library
            signal.signal(number, signal.SIG_DFL)
    os.umask(0o077)
    install_filter()
    os.execve(command[0], [*command, f"{TEMPORARY}/{name}"], environment())


def set_limits(limits: dict[str, float]) -> None:
    for name in ("fsize", "nofile", "as", "nproc"):
        if name in limits:
            kind = getattr(resource, f"RLIMIT_{name.upper()}")
            resource.setrlimit(kind, (int(limits[name]), int(limits[name])))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(limits["cpu"]), int(limits["cpu"]) + 2))


def environment() -> dict[str, str]:
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": WORKSPACE,
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "TMPDIR": TEMPORARY,
        "PYTHONPATH": WORKSPACE,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": TEMPORARY,
        "OPENBLAS_NUM_THREADS": "1",
    }


def watch_end(pid: int) -> tuple[int, ...]:
    """What becomes readable when the process ends; nothing where the kernel has no such thing."""
    try:
        return (os.pidfd_open(pid),)
    except OSError:
        return ()


class Program:
    """The running program and all it starts: watched, stopped, counted."""

    def __init__(self, job: Job) -> None:
        self.limits = job.limits
        self.reason = "exited"
        self.status: int | None = None
        self.written = {b"O": 0, b"E": 0}  # bytes that were passed on
        self.total = 0  # bytes that the program wrote
        self.began = time.monotonic()
        self.stop_at: float | None = None  # when patience with SIGTERM ends
        self.drained_by: float | None = None
        self.killed = False
        out, err = os.pipe(), os.pipe()
        self.pid = start_program(job, out[1], err[1])
        os.close(out[1])
        os.close(err[1])
        self.pipes = {out[0]: b"O", err[0]: b"E"}
        self.poll = select.poll()
        self.end = watch_end(self.pid)
        for each in (*self.pipes, 0, *self.end):
            self.poll.register(each, select.POLLIN | select.POLLHUP)
        for each in self.pipes:
            os.set_blocking(each, False)

    def watch(self) -> None:
        """Returns when nothing of the program is left."""
        while not self.is_over():
            for ready, _ in self.poll.poll(LOOK):
                if ready == 0:
                    self.hear_broker()
                elif ready in self.pipes:
                    self.pass_on(ready)
            self.reap()
            self.enforce()

    def hear_broker(self) -> None:
        told = os.read(0, 1)
        if not told:  # it is gone: nobody waits for a result
            self.kill_all()
            os._exit(3)
        if told == b"C" and self.status is None:
            self.stop("cancelled")

    def pass_on(self, pipe: int) -> None:
        try:
            piece = os.read(pipe, 65536)
        except BlockingIOError:
            return
        if not piece:
            self.poll.unregister(pipe)
            os.close(pipe)
            del self.pipes[pipe]
            return
        kind = self.pipes[pipe]
        self.total += len(piece)
        room = int(self.limits["output"]) - self.written[kind]
        if room > 0:
            say(kind, piece[:room])
            self.written[kind] += len(piece[:room])

    def stop(self, reason: str) -> None:
        if self.stop_at is not None or self.killed:
            return
        self.reason, self.stop_at = reason, time.monotonic() + self.limits["grace"]
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGTERM)

    def enforce(self) -> None:
        now = time.monotonic()
        if self.status is None and now > self.began + self.limits["wall"]:
            self.stop("timeout")
        if self.total > self.limits["output_hard"] and not self.killed:
            self.reason = "output_limit"
            self.kill_all()
        elif self.stop_at is not None and now > self.stop_at and not self.killed:
            self.kill_all()
        if self.status is not None and self.drained_by is None:
            self.drained_by = now + PATIENCE

    def is_over(self) -> bool:
        """Once the program has ended, what it left behind is killed and its pipes are emptied."""
        if self.drained_by is None:
            return False
        now = time.monotonic()
        if self.pipes and now <= self.drained_by:
            return False
        self.kill_all()
        return not self.pipes or now > self.drained_by + 2 * PATIENCE

    def reap(self) -> bool:
        """Whether there is still somebody."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self.pid:
                self.status = status
                for each in self.end:
                    self.poll.unregister(each)

    def kill_all(self) -> None:
        """Everything in this namespace but us, again and again until nothing is left."""
        self.killed = True
        for _ in range(200):
            with suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
            if not self.reap():
                return
            time.sleep(0.005)

    def describe(self) -> dict[str, object]:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        ended = self.status or 0
        return {
            "reason": self.reason,
            "code": os.WEXITSTATUS(ended) if os.WIFEXITED(ended) else None,
            "signal": os.WTERMSIG(ended) if os.WIFSIGNALED(ended) else None,
            "seconds": round(time.monotonic() - self.began, 3),
            "cpu_seconds": round(used.ru_utime + used.ru_stime, 3),
            "bytes_written": self.total,
            "is_cut": any(sent >= self.limits["output"] for sent in self.written.values()),
        }
