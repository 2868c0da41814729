"""Work for other agents: what is delegated, shared out, handed over, and where that ends."""

from dataclasses import replace

import pytest
from parley_agent_runner.ending import Ended, Parked
from parley_agent_runner.hooks.hook import Change, Payload, Verdict, hook
from parley_agent_runner.tools.ask_user import ASK_USER
from parley_agent_runner.tools.declaration import AnyTool
from parley_agent_runner.tools.here import Here, Teammate
from parley_agent_runner.tools.team import HANDOFF, TASK
from parley_shared.models import Limits, ToolPart
from parley_shared.questions import A, Question
from parley_shared.store import Handoff

from tests.unit.agent_runner.memory import PARLEY, Memory, Model, calls, claim, run, says


async def nobody_answers(question: Question[A]) -> A:
    raise AssertionError("nothing is asked")


TEAM = {"Ada": Teammate("ada", "counts"), "Parley": Teammate("parley")}
HERE = Here(nobody_answers, "th", "th", "t1", 1, "parley", team=TEAM)
LOOK = ("task", '{"agent": "Ada", "prompt": "Look"}')
HAND_OVER = ("handoff", '{"agent": "Ada", "brief": "Count"}')


def task() -> AnyTool:
    return TASK.placed(HERE)


async def test_a_turn_that_delegates_parks_and_goes_on_with_what_was_answered() -> None:
    memory = Memory()
    model = Model(calls(LOOK, LOOK), says("Both are red."))

    assert await run(claim(), model, memory, task()) == Parked()

    assert [each.agent_id for each in memory.delegated[0]] == ["ada", "ada"]
    memory.child_says = ("done", "It is red")
    ended = await run(claim(steps=tuple(memory.steps.values())), model, memory, task())
    assert isinstance(ended, Ended) and ended.message is not None
    assert ended.message.text == "Both are red."
    cards = [part for part in ended.message.parts if isinstance(part, ToolPart)]
    assert [(card.state, card.summary) for card in cards] == [("done", "It is red")] * 2
    assert cards[0].child is not None and cards[0].child.done


async def test_a_sub_agent_that_crashed_is_a_tool_error() -> None:
    memory = Memory(child_says=("error", "The sub-agent failed: no key."))
    model = Model(calls(LOOK), says("I could not look."))

    ended = await run(claim(), model, memory, task())

    assert isinstance(ended, Ended) and ended.state == "done"
    assert [step.state for step in memory.tool_steps()] == ["error"]
    assert model.asked[1].messages[-1]["content"] == "The sub-agent failed: no key."


async def test_more_than_four_work_one_wave_after_the_other() -> None:
    memory = Memory(child_says=("done", "ok"))

    await run(claim(), Model(calls(*[LOOK] * 6), says("Done.")), memory, task())

    assert [len(wave) for wave in memory.delegated] == [4, 2]


async def test_the_budget_is_shared_and_what_was_used_counts() -> None:
    agent = PARLEY.model_copy(update={"limits": Limits(steps=10, calls=9, cost_micros=900)})
    memory = Memory(child_says=("done", "ok"))
    model = Model(calls(LOOK, LOOK), says("Done."))

    await run(claim(agent=agent), model, memory, task())

    shares = [each.limits for each in memory.delegated[0]]
    assert [(each.steps, each.calls, each.cost_micros) for each in shares] == [(3, 2, 450)] * 2


async def test_sub_agents_use_up_the_steps_of_their_origin() -> None:
    agent = PARLEY.model_copy(update={"limits": Limits(steps=5)})
    memory = Memory(child_says=("done", "ok"))  # two steps each
    model = Model(calls(LOOK, LOOK), says("Done."))

    ended = await run(claim(agent=agent), model, memory, task())

    assert isinstance(ended, Ended) and ended.message is not None
    assert ended.message.stop_reason == "limit"


async def test_a_hand_over_ends_the_turn() -> None:
    memory = Memory()
    model = Model(calls(HAND_OVER), says("never said"))

    ended = await run(claim(), model, memory, HANDOFF.placed(HERE))

    assert isinstance(ended, Ended)
    assert (ended.state, ended.handoff) == ("done", Handoff(agent_id="ada", brief="Count"))
    assert len(model.asked) == 1


async def test_an_agent_that_does_not_exist_is_refused_with_the_names() -> None:
    memory = Memory()
    wrong = ("task", '{"agent": "Eve", "prompt": "Look"}')

    await run(claim(), Model(calls(wrong), says("Sorry.")), memory, task())

    [step] = memory.tool_steps()
    assert step.state == "error" and "'Ada' or 'Parley'" in step.result
    assert memory.delegated == []


@pytest.mark.parametrize(
    ("tool", "here"),
    [
        (TASK, replace(HERE, depth=2)),
        (HANDOFF, replace(HERE, depth=1)),
        (HANDOFF, replace(HERE, hops=5)),
        (HANDOFF, replace(HERE, team={"Parley": TEAM["Parley"]})),
    ],
    ids=["too deep", "sub-agent", "loop", "alone"],
)
def test_where_it_would_never_end_it_is_not_offered(tool: AnyTool, here: Here) -> None:
    assert tool.placed(here).unavailable is not None


async def test_arguments_that_a_person_edited_wrongly_end_the_call_and_not_the_turn() -> None:
    memory = Memory(decides=True, edits={"agent": "Nobody", "prompt": "Look"})
    model = Model(calls(LOOK), says("I could not look."))

    ended = await run(claim(), model, memory, replace(task(), asks="ask"))

    assert isinstance(ended, Ended) and ended.state == "done"
    assert [step.state for step in memory.tool_steps()] == ["error"]
    assert memory.delegated == [()]  # what was parked for was the approval


async def test_a_hook_reads_what_a_sub_agent_answered_before_the_model_does() -> None:
    @hook("after_tool")
    async def shouts(payload: Payload) -> Verdict:
        return Change({"result": str(payload["result"]).upper()})

    memory = Memory(child_says=("done", "red"), answers=("blue",), hooks=[shouts])
    ask = ("ask_user", '{"kind": "free", "question": "Which?"}')
    model = Model(calls(LOOK, ask), says("Done."))

    await run(claim(), model, memory, task(), ASK_USER)

    assert {step.result for step in memory.tool_steps()} == {"RED", "BLUE"}
