"""Keeps one process running: starts it, starts it again when it ends, stops it when told."""

import asyncio
import ctypes
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from parley_cli.logs import BIGGEST, empty_log, rotate_log

FIRST_WAIT = 0.2  # seconds before a process that ended starts again
LONGEST_WAIT = 10.0  # seconds
HEALTHY_AFTER = 20.0  # seconds of running that forgive what was before
LATELY = 3600.0  # seconds
MOST_ENDS = 1000  # that are counted
PATIENCE = 15.0  # seconds a process has to stop by itself
LOOK_EVERY = 60.0  # seconds between two looks at how long its log is

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None

Announce = Callable[[str], None]
ProcessState = Literal["starting", "running", "waiting", "stopped"]


@dataclass(frozen=True)
class ProcessFacts:
    """`restarts` counts ends that nobody asked for, `lately` those of the last hour."""

    name: str
    state: ProcessState
    pid: int | None
    running_for: float  # seconds
    restarts: int
    lately: int = 0
    last_end: str = ""


class KeptProcess:
    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        announce: Announce,
        *,
        first_wait: float = FIRST_WAIT,
        look_every: float = LOOK_EVERY,
        inherits: tuple[int, ...] = (),
    ) -> None:
        """Each process it starts gets the open files that it `inherits`, under the same numbers."""
        self.name = name
        self._inherits = inherits
        self._command = command
        self._environment = environment
        self._log = log
        self._announce = announce
        self._process: Process | None = None
        self._state: ProcessState = "starting"
        self._started = 0.0
        self._restarts = 0
        self._ends: deque[float] = deque(maxlen=MOST_ENDS)
        self._last_end = ""
        self._first_wait = self._wait = first_wait
        self._look_every = look_every
        self._wanted = asyncio.Event()  # set: somebody wants the next change now
        self._stopping = False

    def facts(self) -> ProcessFacts:
        running = self._process is not None and self._state == "running"
        pid = self._process.pid if running and self._process else None
        since = time.monotonic() - self._started if running else 0.0
        lately = sum(time.monotonic() - end < LATELY for end in self._ends)
        return ProcessFacts(
            self.name, self._state, pid, since, self._restarts, lately, self._last_end
        )

    async def keep(self) -> None:
        """Returns after `stop`."""
        while not self._stopping:
            self._wanted.clear()
            try:
                end = await self._run()
            except OSError as error:
                end = f"could not be started: {error.strerror}"
            if not self._wanted.is_set():
                await self._wait_after(end)
        self._state = "stopped"

    async def stop(self, patience: float = PATIENCE) -> None:
        """Returns when the process is gone; it is killed if it takes longer than `patience`."""
        self._stopping = True
        await self._end(patience)

    async def restart(self) -> None:
        """Returns when the old process is gone and the new one is about to start."""
        self._wait = self._first_wait
        await self._end(PATIENCE)

    async def _run(self) -> str:
        """How it ended. Raises OSError if it can't be started now."""
        process = self._process = await self._start()
        self._state, self._started = "running", time.monotonic()
        if self._stopping:
            _kill_group(process.pid)  # told to stop while it was being started
        ended = asyncio.ensure_future(process.wait())
        while not ended.done():
            await asyncio.wait([ended], timeout=self._look_every)
            await asyncio.to_thread(empty_log, self._log)
        _kill_group(process.pid)
        return _describe_end(ended.result())

    async def _start(self) -> Process:
        rotate_log(self._log, above=BIGGEST)
        return await _start_process(self._command, self._log, self._environment, self._inherits)

    async def _wait_after(self, end: str) -> None:
        self._restarts += 1
        self._ends.append(time.monotonic())
        self._last_end = end
        if time.monotonic() - self._started >= HEALTHY_AFTER:
            self._wait = self._first_wait
        self._state = "waiting"
        self._announce(
            f"{self.name} ended ({end}) and starts again in {self._wait:.1f} s; see {self._log}"
        )
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wanted.wait(), self._wait)
        self._wait = min(self._wait * 2, LONGEST_WAIT)

    async def _end(self, patience: float) -> None:
        self._wanted.set()
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), patience)
        except TimeoutError:
            self._announce(f"{self.name} did not stop within {patience:.0f} s and was killed")
            _kill_group(process.pid)
            await process.wait()


async def run_once(command: Sequence[str], log: Path) -> int:
    """Its exit code; cancelled, it is ended with all that it started."""
    process = await _start_process(command, log, None)
    try:
        return await process.wait()
    finally:
        _kill_group(process.pid)


async def _start_process(
    command: Sequence[str],
    log: Path,
    environment: Mapping[str, str] | None,
    inherits: tuple[int, ...] = (),
) -> Process:
    with log.open("ab") as out:
        return await asyncio.create_subprocess_exec(
            *command,
            env=environment,
            stdin=DEVNULL,
            stdout=out,
            stderr=STDOUT,
            start_new_session=True,
            pass_fds=inherits,
            preexec_fn=_die_with_launcher,
        )


def _die_with_launcher() -> None:
    # However the launcher ends, also by kill -9, the kernel then ends this process at once: one
    # that lived on would hold the ports and the database of the next start. Nothing accepted is
    # lost by it.
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _kill_group(pid: int) -> None:
    """Whatever the process started and left behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _describe_end(code: int) -> str:
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name
