"""Finds the way to the models of an agent: the one it is meant to use, then its fallbacks."""

from collections.abc import Callable

from parley_shared.models import Agent, Overrides

from parley_agent_runner.providers import BY_NAME
from parley_agent_runner.stream import Route

Locate = Callable[[str], Route | None]


def find_routes(agent: Agent, overrides: Overrides, locate: Locate) -> tuple[Route, ...]:
    """`locate` knows models that are not at their provider's own address.

    An agent's address and key are used for models of the same provider only: no other is
    shown them.
    """
    own = Route(read_name(agent.model), agent.api_base or None, agent.api_key or None)
    wanted = [overrides.model or own.model, *agent.fallbacks]
    names = dict.fromkeys(read_name(each) for each in wanted)
    return tuple(_find_route(name, own, locate) for name in names)


def read_name(model: str) -> str:
    """ "openai:gpt-4o" is read as "openai/gpt-4o", while "llama3:8b" is one name."""
    prefix, colon, name = model.strip().partition(":")
    return f"{prefix}/{name}" if colon and prefix in (*BY_NAME, "demo") else model.strip()


def _find_route(model: str, own: Route, locate: Locate) -> Route:
    route = Route(model)
    if route.provider == own.provider and (own.api_base or own.api_key):
        return Route(model, own.api_base, own.api_key)
    return locate(model) or route
