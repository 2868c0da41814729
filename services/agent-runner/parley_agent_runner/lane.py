"""Loads the lane to models, once, before the runner is forked: no thread may be left by it."""

import asyncio
import gc
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

from parley_agent_runner.models import ListCatalog
from parley_agent_runner.stream import FindFacts, ModelCall, Route, StreamReply

logger = logging.getLogger(__name__)

FindKey = Callable[[str], str | None]
Hear = Callable[[Route, str, bytes], Awaitable[str]]  # a file's name and contents
FIRST_CALL = ModelCall(Route("demo/echo"), ({"role": "user", "content": "Hello"},))


@dataclass(frozen=True)
class Lane:
    open: Callable[[FindKey], StreamReply]
    open_ear: Callable[[FindKey], Hear]
    list_catalog: ListCatalog
    find_facts: FindFacts


def load_lane() -> Lane:
    """Takes seconds; afterwards the first call is as any other, in this process and its forks."""
    began = time.monotonic()
    lane = _import()
    asyncio.run(_call_once(lane))
    # litellm's 360,000 objects stay: looking through them would stop every stream for 0.2 s, and
    # copy every page that a fork shares.
    gc.freeze()
    logger.info("models are loaded", extra={"seconds": round(time.monotonic() - began, 2)})
    return lane


def _import() -> Lane:
    gc.disable()  # a quarter of the import is spent looking for garbage where there is none
    try:
        from parley_agent_runner.catalog import find_facts, list_catalog
        from parley_agent_runner.model import open_lane
        from parley_agent_runner.speech import open_ear
    finally:
        gc.enable()
    return Lane(open_lane, open_ear, list_catalog, find_facts)


async def _call_once(lane: Lane) -> None:
    """It asks nobody outside, and starts no thread."""
    async with aclosing(lane.open(lambda name: None)(FIRST_CALL)) as chunks:
        async for _ in chunks:
            pass
