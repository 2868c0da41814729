"""A runner that is killed or hangs is followed by the next, and nobody outlives whom it should."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

SMALL_RUNNER = Path(__file__).with_name("small_runner.py")


async def start(how: str, lived: Path) -> Process:
    return await create_subprocess_exec(
        sys.executable, str(SMALL_RUNNER), how, str(lived), stderr=PIPE
    )


def lives(lived: Path) -> list[int]:
    """The pids of all runners so far."""
    return [int(line) for line in lived.read_text().split()] if lived.exists() else []


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("killed", "a runner was killed"),
        ("replaced", "a runner has left"),
        ("hanging", "a runner hangs"),
    ],
)
async def test_the_next_one_follows_and_its_end_is_the_end(
    how: str, told: str, tmp_path: Path
) -> None:
    process = await start(how, tmp_path / "lived")

    async with asyncio.timeout(PATIENCE):
        _, errors = await process.communicate()

    assert process.returncode == 7
    assert len(set(lives(tmp_path / "lived"))) == 2
    assert told in errors.decode()


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGKILL, -signal.SIGKILL)]
)
async def test_a_runner_ends_with_what_it_was_forked_from(
    how: signal.Signals, code: int, tmp_path: Path
) -> None:
    process = await start("waiting", tmp_path / "lived")
    async with asyncio.timeout(PATIENCE):
        while not lives(tmp_path / "lived"):
            await asyncio.sleep(0.01)
        (runner,) = lives(tmp_path / "lived")

        process.send_signal(how)

        assert await process.wait() == code
        with pytest.raises(ProcessLookupError):
            while True:
                os.kill(runner, 0)
                await asyncio.sleep(0.01)
