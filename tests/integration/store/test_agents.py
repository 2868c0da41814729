"""Agents: seeded, changed, deleted, suggested a model."""

import asyncio

import pytest
from parley_shared.commands import (
    AgentChange,
    CreateAgent,
    CreateThread,
    DeleteAgent,
    LimitsChange,
    ParametersChange,
    UpdateAgent,
    UseSkill,
)
from parley_shared.errors import (
    AgentChanged,
    AgentInUse,
    AgentNameTaken,
    AgentNotFound,
    BadInput,
    TooLong,
)
from parley_shared.models import Agent, Limits, Parameters
from parley_shared.store import GetAgent, GetThread, ListAgents, SuggestModel
from parley_store.agents import FIRST_TOOLS, seed_agents

from tests.integration.store.keeper import Keeper


async def create(keeper: Keeper, agent_id: str, name: str) -> Agent:
    change = AgentChange(name=name, model="demo/echo")
    return await keeper.ask(CreateAgent(agent_id=agent_id, change=change))


async def update(keeper: Keeper, agent_id: str, change: AgentChange) -> Agent:
    return await keeper.ask(UpdateAgent(agent_id=agent_id, change=change))


async def test_the_first_start_has_two_agents_and_the_second_no_more(keeper: Keeper) -> None:
    async with keeper.database.write() as session:
        await seed_agents(session)

    agents = (await keeper.ask(ListAgents())).agents

    assert [(a.id, a.model, a.is_default) for a in agents] == [
        ("parley", "demo/echo", True),
        ("toolbox", "demo/tools", False),
    ]
    assert {a.tools for a in agents} == {FIRST_TOOLS}


async def test_an_agent_is_made_once(keeper: Keeper) -> None:
    first = await create(keeper, "math", "Math")

    again = await create(keeper, "math", "Other name")

    assert again == first == await keeper.ask(GetAgent(agent_id="math"))


async def test_who_is_given_no_hue_gets_the_next_one(keeper: Keeper) -> None:
    third = await create(keeper, "math", "Math")
    fourth = await create(keeper, "poet", "Poet")

    assert (third.hue, fourth.hue) == (330, 140)


async def test_only_what_was_set_is_changed(keeper: Keeper) -> None:
    before = await keeper.ask(GetAgent(agent_id="parley"))
    keeper.hours.go_on(1)

    after = await update(keeper, "parley", AgentChange(instructions="Be brief.", api_base="x"))
    cleared = await update(keeper, "parley", AgentChange(api_base=""))
    same = await update(keeper, "parley", AgentChange(instructions="Be brief."))

    assert (after.instructions, after.model) == ("Be brief.", before.model)
    assert (after.revision, after.updated_at) == (2, keeper.hours.now())
    assert (after.api_base, cleared.api_base) == ("x", None)
    assert same == cleared


async def test_an_agent_has_one_version_of_a_skill(keeper: Keeper) -> None:
    tea, tea_house = "tea@" + "1" * 32, "tea-house@" + "2" * 32
    await keeper.ask(UseSkill(agent_id="parley", pin=tea))
    await keeper.ask(UseSkill(agent_id="parley", pin=tea_house))

    changed = await keeper.ask(UseSkill(agent_id="parley", pin="tea@" + "3" * 32))
    same = await keeper.ask(UseSkill(agent_id="parley", pin="tea@" + "3" * 32))

    assert changed.skills == (tea_house, "tea@" + "3" * 32)
    assert same == changed


async def test_two_changes_made_side_by_side_both_survive(keeper: Keeper) -> None:
    steps = AgentChange(limits=LimitsChange(steps=3), parameters=ParametersChange(temperature=0.5))
    calls = AgentChange(limits=LimitsChange(calls=4), parameters=ParametersChange(top_p=0.9))
    await asyncio.gather(update(keeper, "parley", steps), update(keeper, "parley", calls))

    cleared = await update(
        keeper, "parley", AgentChange(parameters=ParametersChange(temperature=None))
    )

    assert cleared.limits == Limits(steps=3, calls=4)
    assert cleared.parameters == Parameters(temperature=None, top_p=0.9)


async def test_what_others_changed_meanwhile_is_not_overwritten(keeper: Keeper) -> None:
    was = AgentChange(description="Answers whatever you ask", limits=LimitsChange(steps=25))
    mine = AgentChange(description="Mine", limits=LimitsChange(steps=3), hue=10)
    await update(keeper, "parley", AgentChange(limits=LimitsChange(steps=7), hue=20))

    with pytest.raises(AgentChanged, match=r"limits\.steps: ") as refused:
        await keeper.ask(UpdateAgent(agent_id="parley", change=mine, was=was))
    agent = await keeper.ask(GetAgent(agent_id="parley"))

    assert refused.value.field == "limits.steps"
    assert (agent.description, agent.limits.steps, agent.hue) == (was.description, 7, 20)


async def test_the_same_change_may_come_twice(keeper: Keeper) -> None:
    change = AgentChange(api_base="http://127.0.0.1:1/v1", limits=LimitsChange(tokens=9))
    was = AgentChange(api_base=None, limits=LimitsChange(tokens=None))
    question = UpdateAgent(agent_id="parley", change=change, was=was)
    first = await keeper.ask(question)

    again = await keeper.ask(question)

    assert again == first
    assert (again.api_base, again.limits.tokens) == ("http://127.0.0.1:1/v1", 9)


@pytest.mark.parametrize("name", ["Parley", "PARLEY", " parley "])
async def test_two_agents_cannot_have_one_name(keeper: Keeper, name: str) -> None:
    with pytest.raises(AgentNameTaken, match="'Parley'"):
        await create(keeper, "another", name)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (AgentChange(name="  "), BadInput),
        (AgentChange(name="x" * 81), BadInput),
        (AgentChange(model=" "), BadInput),
        (AgentChange(hue=360), BadInput),
        (AgentChange(instructions="x" * 70_000), TooLong),
        (AgentChange(is_default=False), BadInput),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_a_change_that_cannot_be_is_an_error(
    keeper: Keeper, change: AgentChange, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await update(keeper, "parley", change)


async def test_a_new_agent_needs_a_name_a_model_and_a_plain_id(keeper: Keeper) -> None:
    with pytest.raises(BadInput, match="name and a model"):
        await keeper.ask(CreateAgent(agent_id="a", change=AgentChange(name="A")))
    with pytest.raises(BadInput, match="agent"):
        await create(keeper, "a/b", "A")
    with pytest.raises(AgentNotFound, match="'none'"):
        await update(keeper, "none", AgentChange(name="A"))


async def test_there_is_always_one_default_agent(keeper: Keeper) -> None:
    await update(keeper, "toolbox", AgentChange(is_default=True))

    defaults = [a.id for a in (await keeper.ask(ListAgents())).agents if a.is_default]

    assert defaults == ["toolbox"]
    assert (await keeper.ask(CreateThread(thread_id="T"))).agent_id == "toolbox"
    with pytest.raises(AgentInUse):
        await keeper.ask(DeleteAgent(agent_id="toolbox"))
    await keeper.ask(DeleteAgent(agent_id="parley"))


async def test_the_threads_of_a_deleted_agent_go_to_the_default_one(keeper: Keeper) -> None:
    await keeper.ask(CreateThread(thread_id="T", agent_id="toolbox"))
    await keeper.talk("one")
    question = DeleteAgent(agent_id="toolbox")

    first = await keeper.ask(question)
    again = await keeper.ask(question)

    assert again == first
    assert (await keeper.ask(GetThread(thread_id="T"))).agent_id == "parley"
    assert (await keeper.kinds())[-1] == "thread.updated"
    with pytest.raises(AgentNotFound):
        await keeper.ask(GetAgent(agent_id="toolbox"))
    await keeper.say("two")
    assert (await keeper.claim()).agents == {"toolbox": "Toolbox"}


async def test_a_turn_of_a_deleted_agent_still_runs(keeper: Keeper) -> None:
    await keeper.say("one", agent_id="toolbox")
    await keeper.ask(DeleteAgent(agent_id="toolbox"))

    claimed = await keeper.claim()

    assert claimed.agent.id == "toolbox"


async def test_the_name_of_a_deleted_agent_is_free_again(keeper: Keeper) -> None:
    await keeper.ask(DeleteAgent(agent_id="toolbox"))

    assert (await create(keeper, "toolbox2", "Toolbox")).name == "Toolbox"


async def test_a_suggested_model_is_taken_until_a_person_edits_the_agent(keeper: Keeper) -> None:
    suggested = await keeper.ask(SuggestModel(model="ollama/qwen", api_base="http://127.0.0.1:1"))
    again = await keeper.ask(SuggestModel(model="openai/gpt-4o", api_key="openai"))
    await update(keeper, "parley", AgentChange(name="Mine"))

    late = await keeper.ask(SuggestModel(model="ollama/other"))

    assert (suggested.model, suggested.api_base) == ("ollama/qwen", "http://127.0.0.1:1")
    assert (again.model, again.api_base, again.api_key) == ("openai/gpt-4o", None, "openai")
    assert (late.model, late.name) == ("openai/gpt-4o", "Mine")


async def test_an_empty_value_clears_what_may_be_unset(keeper: Keeper) -> None:
    await create(keeper, "atlas", "Atlas")
    said = AgentChange(api_base="http://127.0.0.1:1/v1", api_key="KEY", context_window=8000)
    await update(keeper, "atlas", said)

    agent = await update(keeper, "atlas", AgentChange(api_base="", api_key="", context_window=0))

    assert (agent.api_base, agent.api_key, agent.context_window) == (None, None, None)


async def test_all_agents_together_fit_into_one_list(keeper: Keeper) -> None:
    with pytest.raises(TooLong, match="delete an agent"):
        for number in range(20):
            change = AgentChange(name=f"A{number}", model="demo/echo", instructions="x" * 60_000)
            await keeper.ask(CreateAgent(agent_id=f"a{number}", change=change))

    listed = (await keeper.ask(ListAgents())).agents
    shorter = AgentChange(instructions="x" * 59_000)
    await keeper.ask(UpdateAgent(agent_id=listed[-1].id, change=shorter))

    assert len(listed) > 10


@pytest.mark.parametrize(
    "limits",
    [
        LimitsChange(at_once=0),
        LimitsChange(at_once=-1),
        LimitsChange(tokens=0),
        LimitsChange(steps=0),
        LimitsChange(seconds=10**9),
        LimitsChange(cost_micros=-1),
    ],
)
async def test_limits_under_which_nobody_could_work_are_refused(
    keeper: Keeper, limits: LimitsChange
) -> None:
    with pytest.raises(BadInput, match=r"limits\.\w+ must be between"):
        await keeper.ask(UpdateAgent(agent_id="parley", change=AgentChange(limits=limits)))
