"""What an MCP server's program writes to stderr: a file that does not grow without end."""

import asyncio
import logging
import os
import shutil
from pathlib import Path
from typing import TextIO

logger = logging.getLogger(__name__)

BIGGEST = 5_000_000  # bytes, and as many again of what was written before
LOOK = 10.0  # seconds


def begin_log(log: Path) -> TextIO:
    """Anew, and to be appended to: only so can it be emptied while somebody writes."""
    log.write_bytes(b"")
    return log.open("a")


async def keep_small(log: Path, *, biggest: int = BIGGEST, look: float = LOOK) -> None:
    """Without end, whatever becomes of the file."""
    while True:
        await asyncio.sleep(look)
        try:
            await asyncio.to_thread(shorten_log, log, above=biggest)
        except OSError as error:
            logger.warning("could not shorten a log", extra=_describe(log, error))


def shorten_log(log: Path, *, above: int) -> None:
    """What was written before goes to a file of the same name with ".1", or is lost if it can't."""
    if not log.exists() or log.stat().st_size <= above:
        return
    try:
        shutil.copyfile(log, log.with_name(f"{log.name}.1"))
    except OSError as error:  # on a full disk it must be emptied all the more
        logger.warning("could not keep what a log held", extra=_describe(log, error))
    os.truncate(log, 0)


def _describe(log: Path, error: OSError) -> dict[str, str]:
    return {"log": log.name, "reason": error.strerror or type(error).__name__}
