"""Asks until there is an answer: an outage of the store is a pause."""

import asyncio
import logging

from parley_shared.bus import Bus
from parley_shared.errors import DiskFull, ParleyError, Unavailable
from parley_shared.questions import A, Question

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds


async def insist(bus: Bus, question: Question[A], *, service: str | None = None) -> A:
    """Raises the ParleyError that says what is wrong with the question."""
    while True:
        try:
            return await bus.ask(question, service=service)
        except (Unavailable, DiskFull) as outage:
            logger.warning("waiting", extra={"asked": question.verb, "reason": str(outage)})
        except ParleyError as error:
            if type(error) is not ParleyError:
                raise
            logger.warning("failed", extra={"asked": question.verb, "reason": str(error)})
        await asyncio.sleep(PAUSE)
