"""The log of an MCP server's program, which writes while it is emptied."""

import asyncio
import sys
from pathlib import Path

import pytest
from parley_agent_runner.beside import beside
from parley_agent_runner.mcp.logs import begin_log, keep_small, shorten_log

from tests.waiting import PATIENCE

LINE = b"x" * 999 + b"\n"
WRITES = """
import sys
for line in sys.stdin:
    print("x" * 999, file=sys.stderr, flush=True)
"""


async def test_a_log_that_grew_is_emptied_and_what_follows_is_written_at_its_beginning(
    tmp_path: Path,
) -> None:
    log, before = tmp_path / "mcp-ours.log", tmp_path / "mcp-ours.log.1"
    log.write_text("of the last start")

    with begin_log(log) as file:
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", WRITES), stdin=asyncio.subprocess.PIPE, stderr=file
        )
        assert program.stdin is not None
        async with asyncio.timeout(PATIENCE), beside(keep_small(log, biggest=9_000, look=0.01)):
            program.stdin.write(b"go\n" * 10)
            while log.stat().st_size or not before.exists():
                await asyncio.sleep(0.01)
            program.stdin.write(b"go\n")
            program.stdin.close()
            await program.wait()

    assert before.read_bytes() == LINE * 10
    assert log.read_bytes() == LINE


def test_a_small_log_is_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "mcp-ours.log"
    log.write_bytes(LINE)

    shorten_log(log, above=len(LINE))

    assert log.read_bytes() == LINE
    assert list(tmp_path.iterdir()) == [log]


async def test_a_log_that_cannot_be_copied_is_emptied_each_time_all_the_same(
    tmp_path: Path,
) -> None:
    log = tmp_path / "mcp-ours.log"
    log.with_name("mcp-ours.log.1").mkdir()

    async with asyncio.timeout(PATIENCE), beside(keep_small(log, biggest=9_000, look=0.01)):
        for _ in range(2):
            log.write_bytes(LINE * 10)
            while log.stat().st_size:
                await asyncio.sleep(0.01)


async def test_a_log_that_cannot_be_emptied_is_looked_at_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = tmp_path / "mcp-ours.log"
    log.mkdir()

    async with asyncio.timeout(PATIENCE), beside(keep_small(log, biggest=-1, look=0.01)):
        while caplog.messages.count("could not shorten a log") < 2:
            await asyncio.sleep(0.01)
