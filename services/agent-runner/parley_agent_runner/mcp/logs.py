"""What an MCP server's program writes to stderr: a file that does not grow without end."""

import asyncio
import os
import shutil
from pathlib import Path
from typing import TextIO

BIGGEST = 5_000_000  # bytes, and as many again of what was written before
LOOK = 10.0  # seconds


def begin_log(log: Path) -> TextIO:
    """Anew, and to be appended to: only so can it be emptied while somebody writes."""
    log.write_bytes(b"")
    return log.open("a")


async def keep_small(log: Path, *, biggest: int = BIGGEST, look: float = LOOK) -> None:
    """Without end. What was written before is in a file of the same name with ".1"."""
    while True:
        await asyncio.sleep(look)
        await asyncio.to_thread(_empty, log, biggest)


def _empty(log: Path, above: int) -> None:
    if not log.exists() or log.stat().st_size <= above:
        return
    shutil.copyfile(log, log.with_name(f"{log.name}.1"))
    os.truncate(log, 0)
