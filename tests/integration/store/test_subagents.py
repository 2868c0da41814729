"""Sub-agents and hand-offs: child turns in hidden threads, and threads that change hands."""

from datetime import timedelta

import pytest
from parley_shared.commands import AgentChange, CreateAgent, DeleteThread, StopThread
from parley_shared.errors import BadInput
from parley_shared.house import GetUsage
from parley_shared.ids import call_id, child_thread_id
from parley_shared.journal import ChildStep
from parley_shared.models import Limits, ToolPart, TurnError
from parley_shared.store import (
    Append,
    ChildWanted,
    Claimed,
    Finish,
    GetMessages,
    GetQueue,
    GetSteps,
    GetThread,
    Handoff,
    ListSubagents,
    ListThreads,
    Park,
    Parked,
)
from parley_store.tables import threads
from sqlalchemy import func, select

from tests.grammar import check_events
from tests.integration.store.keeper import (
    USAGE,
    Keeper,
    agent_says,
    call_of,
    model_says,
    person_says,
    wants_approval,
)

SHARE = Limits(steps=5, calls=6)


async def add_agent(keeper: Keeper, agent_id: str) -> None:
    change = AgentChange(name=agent_id, model="demo/echo")
    await keeper.ask(CreateAgent(agent_id=agent_id, change=change))


async def delegate(keeper: Keeper, claimed: Claimed, *prompts: str, agent: str = "ada") -> Parked:
    turn = claimed.turn
    calls = [call_of(turn, 0, i, name="task", effect="pure") for i in range(len(prompts))]
    await keeper.keep(claimed, model_says(0, "", *calls))
    wanted = [
        ChildWanted(
            n=0, i=i, call_id=call_id(turn.id, 0, i), agent_id=agent, prompt=prompt, limits=SHARE
        )
        for i, prompt in enumerate(prompts)
    ]
    question = Park(turn_id=turn.id, fence=claimed.fence, children=tuple(wanted))
    return await keeper.ask(question)


def child_of(claimed: Claimed, i: int = 0) -> str:
    return child_thread_id(call_id(claimed.turn.id, 0, i))


async def children(keeper: Keeper, claimed: Claimed) -> list[ChildStep]:
    page = await keeper.ask(GetSteps(turn_id=claimed.turn.id))
    return [step for step in page.items if isinstance(step, ChildStep)]


async def test_an_origin_waits_for_its_sub_agents_and_hears_what_each_answered(
    keeper: Keeper,
) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("Compare the two")
    origin = await keeper.claim()
    assert not (await delegate(keeper, origin, "Look at A", "Look at B")).decided

    first = await keeper.claim(thread_id=child_of(origin, 0))
    second = await keeper.claim(thread_id=child_of(origin, 1))
    assert first.history[-1].text == "Look at A"
    assert (first.turn.depth, first.turn.limits, first.workspace_id) == (1, SHARE, "T")
    await keeper.finish(second, "B is green")
    assert [step.state for step in await children(keeper, origin)] == ["started", "done"]
    await keeper.finish(first, "A is red")

    again = await keeper.claim()
    assert again.attempt == origin.attempt
    assert [step.summary for step in await children(keeper, again)] == ["A is red", "B is green"]
    await keeper.finish(again, "They differ.")
    check_events(await keeper.events())
    for i in (0, 1):
        check_events(await keeper.events(child_of(origin, i)))
    assert (await keeper.kinds())[4:8] == [
        "text.done",
        "tool.called",
        "tool.called",
        "subagent.started",
    ]
    view = await keeper.view()
    assert view.model_copy(update={"events": ()}) == (await keeper.watched()).model_copy(
        update={"events": ()}
    )


async def test_nobody_is_waited_for_while_sub_agents_work(keeper: Keeper) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("Look")
    await delegate(keeper, await keeper.claim(), "Look at A")

    [row] = (await keeper.ask(ListThreads())).items

    assert (row.thread.id, row.running, row.waiting) == ("T", True, False)
    assert (await keeper.watched()).status == (await keeper.view()).status == "running"
    [hidden] = (await keeper.ask(ListSubagents(thread_id="T"))).rows
    assert (hidden.thread.title, hidden.thread.parent_thread_id) == ("Look at A", "T")


async def test_what_a_sub_agent_asks_a_person_its_origin_waits_for(keeper: Keeper) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("Look")
    origin = await keeper.claim()
    await delegate(keeper, origin, "Look at A")
    child = await keeper.claim(thread_id=child_of(origin))
    await delegate(keeper, child, "Look deeper")
    deeper = await keeper.claim(thread_id=child_of(child))
    await keeper.keep(deeper, model_says(0, "", call_of(deeper.turn, 0, 0)))
    [before] = (await keeper.ask(ListThreads())).items

    await keeper.park(deeper, approvals=[wants_approval(deeper.turn, 0, 0)])

    [row] = (await keeper.ask(ListThreads())).items
    assert (before.running, before.waiting) == (True, False)
    assert (row.thread.id, row.running, row.waiting) == ("T", False, True)


async def test_a_sub_agent_that_fails_is_an_error_for_its_origin_and_no_more(
    keeper: Keeper,
) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("Look")
    origin = await keeper.claim()
    await delegate(keeper, origin, "Look at A")
    child = await keeper.claim(thread_id=child_of(origin))
    error = TurnError(code="key_refused", text="The key was refused.")

    await keeper.ask(Finish(turn_id=child.turn.id, fence=child.fence, state="failed", error=error))

    again = await keeper.claim()
    [step] = await children(keeper, again)
    assert (step.state, step.summary) == ("error", "The sub-agent failed: The key was refused.")


async def test_a_sub_agent_whose_thread_is_deleted_does_not_keep_its_origin_waiting(
    keeper: Keeper,
) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("Look")
    origin = await keeper.claim()
    await delegate(keeper, origin, "Look at A")

    await keeper.ask(DeleteThread(thread_id=child_of(origin)))

    [step] = await children(keeper, await keeper.claim())
    assert (step.state, step.summary) == ("error", "The sub-agent was stopped.")


async def test_who_stops_the_origin_stops_its_sub_agents(keeper: Keeper) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("Look")
    origin = await keeper.claim()
    await delegate(keeper, origin, "Look at A", "Look at B")
    running = await keeper.claim(thread_id=child_of(origin, 0))

    await keeper.ask(StopThread(thread_id="T"))

    kept = await keeper.keep(running, model_says(0, "too late"))
    assert kept.cancel
    assert (await keeper.kinds(child_of(origin, 1)))[-1] == "turn.cancelled"
    assert (await keeper.kinds())[-1] == "turn.cancelled"
    answer = (await keeper.ask(GetMessages(thread_id="T"))).items[-1]
    children = [part.child for part in answer.parts if isinstance(part, ToolPart)]
    assert [child is not None and child.done for child in children] == [True, True]
    check_events(await keeper.events())


async def test_sub_agents_go_two_deep_and_four_side_by_side(keeper: Keeper) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("Look")
    claimed = await keeper.claim()
    with pytest.raises(BadInput):
        await delegate(keeper, claimed, *"12345")
    for _ in range(2):
        await delegate(keeper, claimed, "Look deeper")
        claimed = await keeper.claim(thread_id=child_of(claimed))

    assert (claimed.turn.depth, claimed.workspace_id) == (2, "T")
    with pytest.raises(BadInput):
        await delegate(keeper, claimed, "Look deeper still")


async def test_an_agent_that_is_gone_is_told_at_once(keeper: Keeper) -> None:
    await keeper.say("Look")
    origin = await keeper.claim()

    parked = await delegate(keeper, origin, "Look at A", agent="nobody")

    assert parked.decided
    [step] = await children(keeper, origin)
    assert (step.state, step.summary) == ("error", "There is no such agent any more.")


async def test_sub_agents_go_with_their_origin_for_good(keeper: Keeper) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("Look")
    origin = await keeper.claim()
    await delegate(keeper, origin, "Look at A")

    await keeper.ask(DeleteThread(thread_id="T"))
    keeper.hours.go_on(60)
    await keeper.clock.tick()

    assert (await keeper.ask(ListSubagents(thread_id="T"))).rows == ()


async def hand_over(keeper: Keeper, claimed: Claimed, agent_id: str) -> None:
    await keeper.ask(
        Finish(
            turn_id=claimed.turn.id,
            fence=claimed.fence,
            state="done",
            message=agent_says(claimed, "Ada knows better."),
            handoff=Handoff(agent_id=agent_id, brief="Find the sum"),
        )
    )


async def test_a_thread_that_is_handed_over_is_gone_on_with_by_the_other_agent(
    keeper: Keeper,
) -> None:
    await add_agent(keeper, "ada")
    await keeper.talk("Hello", "Hi")
    await keeper.say("What is the sum?")
    first = await keeper.claim()

    await hand_over(keeper, first, "ada")

    second = await keeper.claim()
    assert (second.agent.id, second.turn.hops) == ("ada", 1)
    assert [message.text for message in second.history] == [
        "Hello",
        "Hi",
        "What is the sum?",
        "Ada knows better.",
    ]
    await keeper.finish(second, "Four.")
    assert (await keeper.ask(GetThread(thread_id="T"))).agent_id == "ada"
    check_events(await keeper.events())
    shown = (await keeper.view()).visible_messages
    assert [message.text for message in shown][-3:] == [
        "What is the sum?",
        "Ada knows better.",
        "Four.",
    ]
    assert (await keeper.view()).agent_id == (await keeper.watched()).agent_id == "ada"


async def test_what_those_below_a_sub_agent_used_counts_for_its_origin(keeper: Keeper) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("Look")
    origin = await keeper.claim()
    await delegate(keeper, origin, "Look at A")
    child = await keeper.claim(thread_id=child_of(origin))
    await delegate(keeper, child, "Look deeper")
    deeper = await keeper.claim(thread_id=child_of(child))
    await keeper.keep(deeper, model_says(0, "deep"))
    await keeper.finish(deeper, "deep")
    child = await keeper.claim(thread_id=child.thread.id)

    await keeper.finish(child, "shallow")

    [step] = await children(keeper, origin)
    assert (step.steps, step.usage and step.usage.cost_micros) == (2, 2 * (USAGE.cost_micros or 0))


async def test_a_thread_and_that_of_its_sub_agent_can_be_deleted_one_by_one(
    keeper: Keeper,
) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("Look")
    origin = await keeper.claim()
    await delegate(keeper, origin, "Look at A")
    for thread_id in ("T", child_of(origin)):
        await keeper.ask(DeleteThread(thread_id=thread_id))
    keeper.hours.go_on(30)

    await keeper.clock.tick()

    async with keeper.database.read() as session:
        assert await session.value(select(func.count()).select_from(threads)) == 0


async def test_a_turn_that_is_stopped_while_it_hands_over_is_the_last_one(keeper: Keeper) -> None:
    await add_agent(keeper, "ada")
    await keeper.say("What is the sum?")
    claimed = await keeper.claim()
    await keeper.ask(StopThread(thread_id="T"))

    await hand_over(keeper, claimed, "ada")

    assert (await keeper.ask(GetQueue(thread_id="T"))).turns == ()
    assert (await keeper.ask(GetThread(thread_id="T"))).agent_id == claimed.agent.id
    assert (await keeper.watched()).status == (await keeper.view()).status == "idle"


async def test_what_sub_agents_used_counts_for_the_channel_that_asked(keeper: Keeper) -> None:
    await add_agent(keeper, "ada")
    asked = person_says("Look").model_copy(update={"source": "telegram"})
    await keeper.ask(Append(message=asked, create=True))
    origin = await keeper.claim()
    await delegate(keeper, origin, "Look at A")
    child = await keeper.claim(thread_id=child_of(origin))
    await delegate(keeper, child, "Look deeper")
    deeper = await keeper.claim(thread_id=child_of(child))
    await keeper.keep(deeper, model_says(0, "deep").model_copy(update={"usage": USAGE}))
    keeper.hours.go_on(1)

    now = keeper.hours.now()
    used = await keeper.ask(GetUsage(since=now - timedelta(days=1), until=now, by=("channel",)))

    assert [(row.channel, row.calls) for row in used.rows] == [("telegram", 1)]
