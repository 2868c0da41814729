"""Services as forks of one process that has imported them: importing litellm alone takes seconds.

`python -m tests.nursery` is that process: one for all tests of a pytest that look for packages in
the same places, for what a package adds is found as a service is imported. What it forks is a
service as `python -m` starts it: a process with its own environment and log, that can be killed.
"""

import asyncio
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from parley_shared import failpoints

PROJECT = Path(__file__).parents[1]
RUNNER = "parley_agent_runner"
MOST = 1 << 17  # bytes of what is asked for: mostly the environment


class ServiceProcess:
    """What asyncio's Process is for a child, of a service that the nursery forked."""

    def __init__(self, module: str, reports: int) -> None:
        self.pid = 0
        self.returncode: int | None = None
        self._module, self._reports, self._told = module, reports, b""
        self._loop = asyncio.get_running_loop()
        self._begun: asyncio.Future[None] = self._loop.create_future()
        self._ended: asyncio.Future[int] = self._loop.create_future()
        self._loop.add_reader(reports, self._hear)

    async def begin(self) -> "ServiceProcess":
        """Returns when it has its pid; who stops waiting for that does not leave it behind."""
        try:
            await asyncio.shield(self._begun)
        except asyncio.CancelledError:
            self._begun.add_done_callback(lambda _: self.kill())
            raise
        return self

    async def wait(self) -> int:
        """The exit code; negative: the signal that killed it."""
        return await asyncio.shield(self._ended)

    def send_signal(self, number: int) -> None:
        """Nothing happens to one that has ended, or never began."""
        if self.returncode is None and self.pid:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _hear(self) -> None:
        piece = os.read(self._reports, 64)
        self._told += piece
        pid, *code = self._told.splitlines() or [b""]
        if pid and not self._begun.done():
            self.pid = int(pid)
            self._begun.set_result(None)
        if code:
            self.returncode = int(code[0])
            self._ended.set_result(self.returncode)
        elif piece:
            return
        else:
            self._despair()
        self._loop.remove_reader(self._reports)
        os.close(self._reports)

    def _despair(self) -> None:
        lost = ChildProcessError(f"nobody knows how {self._module} ended")
        waited_for = self._ended if self._begun.done() else self._begun
        waited_for.set_exception(lost)


async def start_service(module: str, environment: Mapping[str, str], log: Path) -> ServiceProcess:
    """As by `python -m <module>`; what it writes goes to the end of `log`."""
    assert failpoints.VARIABLE not in environment, "the nursery has imported without it"
    reports, report = os.pipe()
    asked = json.dumps({"module": module, "environment": dict(environment)}).encode()
    nursery = _open_nursery(environment.get("PYTHONPATH", ""))
    with log.open("ab") as out:
        socket.send_fds(nursery, [asked], [out.fileno(), report])
    os.close(report)
    return await ServiceProcess(module, reports).begin()


@cache
def _open_nursery(python_path: str) -> socket.socket:
    """It ends with us, when this is closed."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", __name__]
    environment = {**os.environ, "PYTHONPATH": python_path}
    with its:
        nursery = subprocess.Popen(command, stdin=its.fileno(), cwd=PROJECT, env=environment)
    nursery.returncode = 0  # nobody waits for it: it ends when we have ended
    return ours


def _serve(asked: socket.socket) -> tuple[str, dict[str, str], int]:
    """Forks what is asked for; returns in the forks only: the module, environment and log."""
    before = dict(os.environ)
    while True:
        words, files, *_ = socket.recv_fds(asked, MOST, 2)
        if not words:
            sys.exit()
        wanted = json.loads(words)
        _load(wanted["module"])
        # What importing has set stays set, as it would be if it were imported there.
        ours = {name: os.environ[name] for name in os.environ.keys() - before.keys()}
        log, report = files
        if os.fork() == 0:
            _fork_and_report(report)
            os.close(report)
            return wanted["module"], {**ours, **wanted["environment"]}, log
        os.close(log)
        os.close(report)


@cache
def _load(module: str) -> None:
    importlib.import_module(f"{module}.__main__")
    del sys.modules[f"{module}.__main__"]  # each fork runs it
    if module == RUNNER:
        from parley_agent_runner.lane import load_lane

        load_lane()


def _fork_and_report(report: int) -> None:
    """Returns in the child; the parent tells its pid and how it ended, and ends too."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        return
    os.write(report, f"{child}\n".encode())
    _, status = os.waitpid(child, 0)
    os.write(report, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _become(module: str, environment: dict[str, str], log: int) -> None:
    """Does not return."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.closerange(3, max(nothing, log) + 1)
    os.environ.clear()
    os.environ.update(environment)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who was forked is not waited for
    asked = socket.socket(fileno=os.dup(0))
    _become(*_serve(asked))
