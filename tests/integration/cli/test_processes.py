"""A kept process starts again when it ends, stops when told, and never outlives its keeper."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from parley_cli.logs import BIGGEST
from parley_cli.processes import FIRST_WAIT, LOOK_EVERY, KeptProcess

from tests.waiting import PATIENCE

PYTHON = sys.executable
LIVES = [PYTHON, "-c", "import time; print('here', flush=True); time.sleep(600)"]
ENDS = [PYTHON, "-c", "print('here', flush=True)"]
WILL_NOT_STOP = [
    PYTHON,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('here', flush=True); time.sleep(600)",
]


@asynccontextmanager
async def kept(
    command: list[str], log: Path, first_wait: float = FIRST_WAIT, look_every: float = LOOK_EVERY
) -> AsyncIterator[tuple[KeptProcess, list[str]]]:
    told: list[str] = []
    environment = dict(os.environ)
    process = KeptProcess(
        *("store", command, environment, log, told.append),
        first_wait=first_wait,
        look_every=look_every,
    )
    keeping = asyncio.create_task(process.keep())
    try:
        yield process, told
    finally:
        await process.stop(patience=0.1)
        await keeping


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.01)


def lines_of(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pid_of(process: KeptProcess) -> int:
    pid = process.facts().pid
    assert pid is not None
    return pid


async def test_a_killed_process_starts_again(tmp_path: Path) -> None:
    log = tmp_path / "store.log"
    async with kept(LIVES, log) as (process, told):
        await until(lambda: lines_of(log) == ["here"])

        os.kill(pid_of(process), signal.SIGKILL)
        await until(lambda: lines_of(log) == ["here", "here"])

        facts = process.facts()
        assert (facts.restarts, facts.lately, facts.last_end) == (1, 1, "SIGKILL")
        assert told == [f"store ended (SIGKILL) and starts again in 0.2 s; see {log}"]


async def test_one_that_keeps_ending_is_started_ever_more_slowly(tmp_path: Path) -> None:
    log = tmp_path / "store.log"
    async with kept(ENDS, log) as (_, told):
        await until(lambda: len(told) == 3)

        assert told == [
            f"store ended (exit 0) and starts again in {wait} s; see {log}"
            for wait in ("0.2", "0.4", "0.8")
        ]


async def test_an_asked_restart_is_no_fault_and_does_not_wait(tmp_path: Path) -> None:
    log = tmp_path / "store.log"
    async with kept(LIVES, log) as (process, told):
        await until(lambda: lines_of(log) == ["here"])

        await process.restart()
        await until(lambda: lines_of(log) == ["here", "here"])

        assert process.facts().restarts == 0
        assert told == []


async def test_an_asked_restart_cuts_the_waiting_short(tmp_path: Path) -> None:
    log = tmp_path / "store.log"
    async with kept(ENDS, log, first_wait=600) as (process, _):
        await until(lambda: process.facts().state == "waiting")

        await process.restart()

        await until(lambda: lines_of(log) == ["here", "here"])


async def test_one_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "store.log"
    async with kept(WILL_NOT_STOP, log) as (process, told):
        await until(lambda: lines_of(log) == ["here"])
        pid = pid_of(process)

        await process.stop(patience=0.1)

        assert not is_alive(pid)
        assert told == ["store did not stop within 0 s and was killed"]


async def test_what_a_process_started_ends_with_it(tmp_path: Path) -> None:
    log = tmp_path / "store.log"
    starts_another = (
        "import subprocess, sys, time; "
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
        "print(other.pid, flush=True); time.sleep(600)"
    )
    async with kept([PYTHON, "-c", starts_another], log) as (process, _):
        await until(lambda: len(lines_of(log)) == 1)
        other = int(lines_of(log)[0])

        await process.stop()

        await until(lambda: not is_alive(other))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
async def test_nothing_outlives_a_killed_keeper(tmp_path: Path) -> None:
    log = tmp_path / "store.log"
    keeper = await asyncio.create_subprocess_exec(PYTHON, "-c", KEEPER, str(log))
    await until(lambda: len(lines_of(log)) == 1)
    child = int(lines_of(log)[0])

    keeper.kill()
    await keeper.wait()

    await until(lambda: not is_alive(child))


KEEPER = """
import asyncio, os, sys
from pathlib import Path
from parley_cli.processes import KeptProcess
lives = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(600)"]
process = KeptProcess("store", lives, dict(os.environ), Path(sys.argv[1]), print)
asyncio.run(process.keep())
"""


async def test_the_log_of_a_process_that_writes_without_end_is_kept_short(tmp_path: Path) -> None:
    log = tmp_path / "store.log"
    writes = [PYTHON, "-c", f"import time; print('x' * {BIGGEST + 1}, flush=True); time.sleep(600)"]
    async with kept(writes, log, look_every=0.05):
        await until(lambda: (tmp_path / "store.log.1").exists() and not log.stat().st_size)


async def test_a_process_that_can_not_be_started_now_is_started_later(tmp_path: Path) -> None:
    log = tmp_path / "store.log"
    log.mkdir()
    async with kept(LIVES, log, 0.05) as (_, told):
        await until(lambda: bool(told))

        log.rmdir()
        await until(lambda: log.is_file() and lines_of(log) == ["here"])

    assert told[0].startswith("store ended (could not be started: Is a directory)")
