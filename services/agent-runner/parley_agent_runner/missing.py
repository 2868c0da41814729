"""Finds agents that can't answer because a key is missing."""

from collections.abc import Callable

from parley_shared.models import Agent, Overrides
from parley_shared.runner import MissingKey

from parley_agent_runner.keys import choose_key
from parley_agent_runner.routes import Locate, find_routes
from parley_agent_runner.stream import ModelFailed


def find_missing_key(
    agent: Agent, locate: Locate, find_key: Callable[[str], str | None]
) -> MissingKey | None:
    """Of the model that the agent is meant to use; its fallbacks are not looked at."""
    route = find_routes(agent, Overrides(), locate)[0]
    try:
        choose_key(route, find_key)
    except ModelFailed as failed:
        return MissingKey(agent_id=agent.id, agent_name=agent.name, text=failed.failure.text)
    return None
