"""Notes of agents: kept once each, dropped by their words, within bounds."""

import pytest
from parley_shared.errors import AgentNotFound, BadInput
from parley_shared.store import ChangeNotes, GetAgent

from tests.integration.store.keeper import Keeper


async def notes(keeper: Keeper) -> tuple[str, ...]:
    return (await keeper.ask(GetAgent(agent_id="parley"))).notes


async def test_a_note_is_kept_once_and_dropped_by_its_words(keeper: Keeper) -> None:
    first = await keeper.ask(ChangeNotes(agent_id="parley", add="Ada likes tea"))
    await keeper.ask(ChangeNotes(agent_id="parley", add="Ada is a pilot"))

    again = await keeper.ask(ChangeNotes(agent_id="parley", add="Ada is a pilot"))

    assert again.revision == first.revision + 1
    assert await notes(keeper) == ("Ada likes tea", "Ada is a pilot")
    await keeper.ask(ChangeNotes(agent_id="parley", drop="Ada likes tea"))
    assert await notes(keeper) == ("Ada is a pilot",)


async def test_notes_have_bounds(keeper: Keeper) -> None:
    for number in range(50):
        await keeper.ask(ChangeNotes(agent_id="parley", add=f"fact {number}"))

    with pytest.raises(BadInput, match="at most 50 notes"):
        await keeper.ask(ChangeNotes(agent_id="parley", add="one too many"))
    with pytest.raises(AgentNotFound):
        await keeper.ask(ChangeNotes(agent_id="nobody", add="x"))
    assert len(await notes(keeper)) == 50
