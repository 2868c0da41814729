"""Lets a runner that holds too much memory go, and another one take its place."""

import asyncio
import logging
from contextlib import suppress

from parley_shared.discovery import TROUBLE, say_of_oneself
from parley_shared.facts import phrase
from parley_shared.rpc import Answers

from parley_agent_runner.memory import MemoryGuard, read_memory
from parley_agent_runner.worker import Worker

logger = logging.getLogger(__name__)

ENDING = 20.0  # seconds that running turns have to end by themselves; then they are given back


async def retire_when_full(
    guard: MemoryGuard, worker: Worker, answers: Answers, stop: asyncio.Event
) -> None:
    await guard.until_full()
    held = read_memory()
    logger.warning("too much memory", extra={"held_mb": held, "began_mb": guard.began})
    why = phrase(
        "runner_full",
        "It holds {held} MiB of memory and is being followed by a new runner.",
        held=held or 0,
    )
    answers.describe(say_of_oneself(TROUBLE, why))
    worker.retire()
    with suppress(TimeoutError):
        async with asyncio.timeout(ENDING):
            await worker.until_idle()
    stop.set()
