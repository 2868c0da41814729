"""What a change makes of an agent's fields, and whether others have changed the same."""

from typing import Any

from parley_shared.commands import AgentChange
from parley_shared.errors import AgentChanged
from parley_shared.facts import phrase
from parley_shared.models import Agent, Model

CLEARED_BY_EMPTY = {"api_base": "", "api_key": "", "context_window": 0}
IN_PARTS = ("parameters", "limits")  # of these, too, only what was set is changed

Fields = dict[str, Any]  # of whatever type each is


def wanted(agent: Agent, change: AgentChange) -> Fields:
    """The fields that are set, as they are to be; None is no change."""
    return _write(
        agent, {name: value for name, value in _set_in(change).items() if value is not None}
    )


def check_unchanged(agent: Agent, change: AgentChange, was: AgentChange) -> None:
    """What stands already as it is to be is no clash: the same change may come twice.

    Raises AgentChanged.
    """
    now = _leaves(dict(agent))
    then = _leaves(_write(agent, _set_in(was)))
    after = _leaves(wanted(agent, change))
    for place in sorted(_places(change) & _places(was)):
        if now[place] not in (then[place], after.get(place, now[place])):
            raise AgentChanged(
                phrase(
                    "agent_changed",
                    "{place}: it was changed meanwhile, look at it again",
                    place=place,
                )
            )


def _write(agent: Agent, said: Fields) -> Fields:
    cleared = {name: None for name, empty in CLEARED_BY_EMPTY.items() if said.get(name) == empty}
    parts = {
        name: getattr(agent, name).model_copy(update=_set_in(said[name]))
        for name in IN_PARTS
        if said.get(name) is not None
    }
    return said | cleared | parts


def _places(change: AgentChange) -> set[str]:
    said = _set_in(change)
    parts = {name: _set_in(said[name]) for name in IN_PARTS if said.get(name) is not None}
    return set(_leaves(said | parts))


def _leaves(fields: Fields) -> Fields:
    """Every value by its place, those of a part as `limits.steps`."""
    parts = {name: fields[name] for name in IN_PARTS if fields.get(name) is not None}
    inner = {
        f"{name}.{each}": value
        for name, part in parts.items()
        for each, value in dict(part).items()
    }
    return {name: value for name, value in fields.items() if name not in IN_PARTS} | inner


def _set_in(change: Model) -> Fields:
    return {name: getattr(change, name) for name in change.model_fields_set}
