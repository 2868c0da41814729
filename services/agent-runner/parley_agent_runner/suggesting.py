"""Offers the default agent the best model within reach, at start and when a key was stored."""

import asyncio
import logging

from parley_shared.bus import Bus
from parley_shared.errors import ParleyError
from parley_shared.store import SuggestModel

from parley_agent_runner.models import Models

logger = logging.getLogger(__name__)

AGAIN = 5.0  # seconds until the store is asked again


async def suggest_forever(bus: Bus, models: Models, changed: asyncio.Event) -> None:
    while True:
        changed.clear()
        await _suggest(bus, models)
        await changed.wait()


async def _suggest(bus: Bus, models: Models) -> None:
    """The store leaves an agent alone that somebody has edited."""
    choice = models.suggest(await models.find())
    if choice is None:
        return
    question = SuggestModel(model=choice.model, api_base=choice.api_base, api_key=choice.api_key)
    while True:
        try:
            agent = await bus.ask(question)
        except ParleyError as error:
            logger.info("could not suggest a model", extra={"reason": str(error)})
            await asyncio.sleep(AGAIN)
        else:
            logger.info("the default agent uses a model", extra={"model": agent.model})
            return
