"""Loads the lane to models when the runner starts, in a thread, so that nothing else waits."""

import asyncio
import gc
import logging
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

from parley_agent_runner.models import ListCatalog
from parley_agent_runner.stream import FindFacts, ModelCall, Route, StreamReply

logger = logging.getLogger(__name__)

FindKey = Callable[[str], str | None]
FIRST_CALL = ModelCall(Route("demo/echo"), ({"role": "user", "content": "Hello"},))


@dataclass(frozen=True)
class Lane:
    open: Callable[[FindKey], StreamReply]
    list_catalog: ListCatalog
    find_facts: FindFacts


async def load_lane() -> Lane:
    """Takes seconds unless litellm is imported; afterwards the first call is as any other."""
    began = time.monotonic()
    lane = await asyncio.to_thread(import_lane)
    async with aclosing(lane.open(lambda name: None)(FIRST_CALL)) as chunks:
        async for _ in chunks:
            pass
    # litellm's 360,000 objects stay: looking through them would stop every stream for 0.2 s.
    gc.freeze()
    logger.info("models can be asked", extra={"seconds": round(time.monotonic() - began, 2)})
    return lane


def import_lane() -> Lane:
    """Starts no thread, so that a process may fork afterwards."""
    gc.disable()  # a quarter of the import is spent looking for garbage where there is none
    try:
        from parley_agent_runner.model import find_facts, list_catalog, open_lane
    finally:
        gc.enable()
    return Lane(open_lane, list_catalog, find_facts)
