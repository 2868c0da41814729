"""Which key a model call is given: never one that belongs to somebody else's address."""

from collections.abc import Callable

from parley_shared.facts import Told, phrase

from parley_agent_runner.providers import BY_NAME
from parley_agent_runner.stream import Failure, ModelFailed, Route

NO_KEY = "not-needed"  # for servers that want none; without it litellm would send one it finds


def choose_key(route: Route, find_key: Callable[[str], str | None]) -> str | None:
    """None leaves it to what litellm itself knows of the provider.

    Raises ModelFailed if a key is needed and there is none.
    """
    if route.api_key is not None:
        return find_key(route.api_key) or _miss(
            phrase(
                "no_key_named",
                "There is no key named {key!r}. Store one in the settings.",
                key=route.api_key,
            )
        )
    if route.api_base is not None:
        return NO_KEY
    if route.provider not in BY_NAME:
        return None
    return find_key(route.provider) or _miss(
        phrase(
            "no_key_for",
            "There is no key for {provider} yet. Store one in the settings.",
            provider=route.provider,
        )
    )


def _miss(text: Told) -> str:
    raise ModelFailed(Failure("key_missing", text))
