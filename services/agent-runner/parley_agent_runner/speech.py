"""Asks a model through litellm what is spoken in a file."""

import asyncio
from collections.abc import Awaitable, Callable

import litellm

from parley_agent_runner.cleaning import clean
from parley_agent_runner.failures import classify
from parley_agent_runner.keys import choose_key
from parley_agent_runner.model import TROUBLE
from parley_agent_runner.stream import ModelFailed, Route

WITHIN = 60.0  # seconds


def open_ear(
    find_key: Callable[[str], str | None],
) -> Callable[[Route, str, bytes], Awaitable[str]]:
    """`find_key` gives the value of the secret of that name, if there is one."""

    async def hear(route: Route, name: str, contents: bytes) -> str:
        """Raises ModelFailed."""
        key = choose_key(route, find_key)
        try:
            async with asyncio.timeout(WITHIN):
                heard = await litellm.atranscription(
                    model=_name_for_litellm(route),
                    file=(name, contents),
                    api_base=route.api_base,
                    api_key=key,
                    max_retries=0,
                )
        except TROUBLE as error:
            raise ModelFailed(classify(error, route, in_the_middle=False)) from None
        return clean(heard.text or "").strip()

    return hear


def _name_for_litellm(route: Route) -> str:
    """Servers of one's own take sound as OpenAI does."""
    if route.api_base is None:
        return route.model
    return f"openai/{route.model.partition('/')[2] or route.model}"
