"""Which agent a message names. Pure: no bus, no store, no clock."""

from collections.abc import Sequence

from parley_shared.models import Agent


def find_mentioned(text: str, agents: Sequence[Agent]) -> Agent | None:
    """The agent whose name or id stands after an @ at the very beginning of `text`.

    Of several that fit ("@Ada", "@Ada Lovelace") the longest name wins; case does not matter.
    """
    if not text.startswith("@"):
        return None
    said = text[1:].casefold()
    named = [(name.casefold(), agent) for agent in agents for name in (agent.name, agent.id)]
    fitting = [(len(name), agent) for name, agent in named if _begins_with(said, name)]
    return max(fitting, key=lambda found: found[0], default=(0, None))[1]


def find_agent(wanted: str, agents: Sequence[Agent]) -> Agent | None:
    """The agent with this name or id, as a person writes it."""
    said = wanted.removeprefix("@").casefold()
    fitting = (agent for agent in agents if said in (agent.name.casefold(), agent.id.casefold()))
    return next(fitting, None)


def _begins_with(said: str, name: str) -> bool:
    """Whether `name` is the whole first word or words: "@adam" is not for Ada."""
    after = said[len(name) : len(name) + 1]
    return said.startswith(name) and not (after.isalnum() or after in ("-", "_"))
