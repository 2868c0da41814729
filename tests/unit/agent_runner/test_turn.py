"""The turn loop: what it asks, keeps, tells and returns."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from parley_agent_runner.ending import Delayed, Ended
from parley_agent_runner.stopping import Stop
from parley_agent_runner.stream import Chunk, ModelCall, ModelFailed, Route
from parley_agent_runner.tools.calculator import CALCULATOR
from parley_agent_runner.turn import run_turn
from parley_shared.journal import CompactStep, LlmStep, SteerStep, Step, ToolCall, ToolStep
from parley_shared.models import Fact, Limits, TextPart, ToolPart, Usage
from parley_shared.store import Ceiling

from tests.fakes.failing import failed
from tests.unit.agent_runner.memory import (
    PARLEY,
    Memory,
    Model,
    calls,
    claim,
    replied,
    run,
    said,
    says,
)

SUM = ("calculator", '{"expression": "2+2"}')
ADDED = ToolCall(
    call_id="c1",
    name="calculator",
    title="Calculator",
    arguments={"expression": "2+2"},
    effect="pure",
)


def ended(ending: object) -> Ended:
    assert isinstance(ending, Ended)
    return ending


async def test_a_turn_streams_its_text_and_returns_the_whole() -> None:
    memory = Memory()

    ending = ended(await run(claim(), Model(says("fo", "ur")), memory))

    assert ending.state == "done"
    assert ending.message is not None
    assert ending.message.text == "four"
    assert ending.message.stop_reason == "end"
    assert ending.message.reply_to == "m1"
    assert "".join(delta.text for delta in memory.told) == "four"
    assert [delta.n for delta in memory.told] == list(range(len(memory.told)))
    assert [(step.kind, step.state) for step in memory.written] == [("llm", "done")]


async def test_a_tool_call_is_run_and_its_result_read_by_the_model() -> None:
    memory, model = Memory(), Model(calls(SUM), says("It is 4."))

    ending = ended(await run(claim(), model, memory, CALCULATOR))

    assert ending.message is not None
    assert ending.message.text == "It is 4."
    [part] = ending.message.parts
    assert isinstance(part, ToolPart)
    assert (part.state, part.summary, part.title) == ("done", "4", "Calculator")
    assert model.asked[1].messages[-1] == {
        "role": "tool",
        "tool_call_id": "call_0",
        "content": "4",
    }
    assert [(step.kind, step.n, step.state) for step in memory.written] == [
        ("llm", 0, "done"),
        ("tool", 0, "started"),
        ("tool", 0, "done"),
        ("llm", 1, "done"),
    ]


async def test_words_before_a_call_become_a_part_of_the_answer() -> None:
    memory = Memory()
    model = Model([Chunk(text="Let me see."), *calls(SUM)], says("4"))

    ending = ended(await run(claim(), model, memory, CALCULATOR))

    assert ending.message is not None
    assert ending.message.parts[0] == TextPart(step=0, text="Let me see.")
    assert ending.message.text == "4"


async def test_after_a_crash_a_finished_step_is_not_asked_again() -> None:
    steps: list[Step] = [
        replied(0, calls=(ADDED,), finish="tool_calls"),
        ToolStep(n=0, i=0, state="done", call_id="c1", name="calculator", result="4"),
    ]
    memory, model = Memory(), Model(says("It is 4."))

    ending = ended(await run(claim(steps=steps), model, memory, CALCULATOR))

    assert ending.message is not None
    assert ending.message.text == "It is 4."
    assert len(model.asked) == 1
    assert [(step.kind, step.n) for step in memory.written] == [("llm", 1)]


async def test_after_a_crash_an_answer_that_is_kept_is_only_handed_in() -> None:
    memory, model = Memory(), Model(says("again"))

    ending = ended(await run(claim(steps=[replied(0, "four")]), model, memory))

    assert ending.message is not None
    assert ending.message.text == "four"
    assert model.asked == []


async def test_a_model_call_without_a_result_is_made_again() -> None:
    begun = LlmStep(n=0, state="started", model="demo/echo", text="fo")
    memory = Memory()

    ending = ended(await run(claim(steps=[begun]), Model(says("four")), memory))

    assert ending.message is not None
    assert ending.message.text == "four"


async def test_stop_closes_the_stream_and_keeps_what_was_said() -> None:
    stop, memory = Stop(), Memory()
    model = Model([Chunk(text="Half "), Chunk(text="an answer")])

    async def stops_after_two(call: ModelCall) -> AsyncGenerator[Chunk, None]:
        async for chunk in model(call):
            yield chunk
        stop.ask()
        await asyncio.Event().wait()

    ending = ended(await run(claim(), stops_after_two, memory, stop=stop))

    assert ending.state == "cancelled"
    assert ending.message is not None
    assert ending.message.text == "Half an answer"
    assert ending.message.stop_reason == "cancelled"
    assert ending.usage is not None


async def test_a_turn_cancelled_after_a_crash_keeps_its_last_checkpoint() -> None:
    begun = LlmStep(n=0, state="started", model="demo/echo", text="Half an")
    stop, memory, model = Stop(), Memory(), Model(says("never"))
    stop.ask()

    ending = ended(await run(claim(steps=[begun]), model, memory, stop=stop))

    assert ending.state == "cancelled"
    assert ending.message is not None
    assert ending.message.text == "Half an"
    assert model.asked == []


async def test_a_turn_stopped_before_its_first_word_has_no_message() -> None:
    stop = Stop()
    stop.ask()

    ending = ended(await run(claim(), Model(says("never")), Memory(), stop=stop))

    assert (ending.state, ending.message) == ("cancelled", None)


async def test_too_many_steps_end_in_a_sentence() -> None:
    agent = PARLEY.model_copy(update={"limits": Limits(steps=2)})
    memory = Memory()

    ending = ended(await run(claim(agent=agent), Model(calls(SUM)), memory, CALCULATOR))

    assert ending.state == "done"
    assert ending.message is not None
    assert ending.message.stop_reason == "limit"
    assert ending.message.text == (
        "I stopped here: this turn reached its limit of 2 steps. Write to me and I go on."
    )


async def test_too_many_calls_are_skipped_with_a_sentence() -> None:
    agent = PARLEY.model_copy(update={"limits": Limits(calls=1)})
    memory = Memory()

    ending = ended(await run(claim(agent=agent), Model(calls(SUM, SUM)), memory, CALCULATOR))

    assert ending.message is not None
    assert ending.message.stop_reason == "limit"
    assert "limit of 1 tool calls" in ending.message.text
    assert [step.state for step in memory.tool_steps()] == ["skipped", "skipped"]


async def test_wrong_arguments_go_back_to_the_model_twice_and_then_end_the_turn() -> None:
    wrong = calls(("calculator", '{"expression": 4}'))
    memory = Memory()

    ending = ended(await run(claim(), Model(wrong), memory, CALCULATOR))

    assert ending.message is not None
    assert ending.message.stop_reason == "limit"
    assert "calls of calculator could not be run 3 times in a row" in ending.message.text
    assert [step.state for step in memory.tool_steps()] == ["error", "error", "skipped"]


async def test_a_right_call_in_between_gives_wrong_arguments_new_chances() -> None:
    wrong, right = calls(("calculator", '{"expression": 4}')), calls(SUM)
    memory, model = Memory(), Model(wrong, wrong, right, wrong, wrong, says("I give up."))

    ending = ended(await run(claim(), model, memory, CALCULATOR))

    assert ending.message is not None
    assert (ending.message.text, ending.message.stop_reason) == ("I give up.", "end")


async def test_time_that_is_up_ends_in_a_sentence_after_the_words() -> None:
    agent = PARLEY.model_copy(update={"limits": Limits(seconds=0)})

    async def never_ends(call: ModelCall) -> AsyncGenerator[Chunk, None]:
        yield Chunk(text="Once upon a time")
        await asyncio.Event().wait()

    ending = ended(await run(claim(agent=agent), never_ends, Memory()))

    assert ending.state == "done"
    assert ending.message is not None
    assert ending.message.stop_reason == "limit"
    assert "time limit of 0 s" in ending.message.text


async def test_a_cost_ceiling_ends_the_turn() -> None:
    agent = PARLEY.model_copy(update={"limits": Limits(cost_micros=10)})
    usage = {"model": "demo/echo", "cost_micros": 12}
    steps: list[Step] = [
        replied(0, calls=(ADDED,), usage=usage),
        ToolStep(n=0, i=0, state="done", call_id="c1", name="calculator", result="4"),
    ]

    ending = ended(await run(claim(agent=agent, steps=steps), Model(says("x")), Memory()))

    assert ending.message is not None
    assert "cost limit of $0.00" in ending.message.text


async def test_what_summing_up_cost_counts_for_the_ceiling() -> None:
    agent = PARLEY.model_copy(update={"limits": Limits(cost_micros=10)})
    usage = Usage(model="demo/echo", cost_micros=12)
    step = CompactStep(
        n=0,
        from_position=0,
        to_position=0,
        summary="Before.",
        tokens_before=9,
        tokens_after=3,
        usage=usage,
    )
    model = Model(says("never asked"))

    ending = ended(await run(claim(agent=agent, steps=[step]), model, Memory()))

    assert ending.message is not None and ending.message.stop_reason == "limit"
    assert model.asked == []


async def test_a_day_that_cost_enough_ends_the_turn_after_what_was_asked_for() -> None:
    memory = Memory(ceiling=Ceiling(of="agent", limit_micros=2_500_000))
    model = Model(calls(SUM), says("never asked"))

    ending = ended(await run(claim(), model, memory, CALCULATOR))

    assert ending.message is not None
    assert (ending.state, ending.message.stop_reason) == ("done", "limit")
    assert "I have used up the cost limit of $2.50 for today" in ending.message.text
    assert len(model.asked) == 1
    assert [step.state for step in memory.tool_steps()] == ["done"]


async def test_on_a_day_that_cost_enough_no_model_is_asked() -> None:
    claimed = claim().model_copy(update={"ceiling": Ceiling(of="all", limit_micros=1)})
    model = Model(says("never asked"))

    ending = ended(await run(claimed, model, Memory()))

    assert ending.message is not None
    assert ending.message.text.startswith("I stopped here: All agents together")
    assert model.asked == []


@pytest.mark.parametrize("code", ["key_refused", "model_not_found", "quota_spent"])
async def test_what_can_not_work_later_is_not_tried_again(code: str) -> None:
    memory = Memory()
    model = Model([ModelFailed(failed(code, "The key was refused."))])

    ending = ended(await run(claim(), model, memory))

    assert ending.state == "failed"
    assert ending.error is not None
    assert (ending.error.code, ending.error.text) == (code, "The key was refused.")
    assert ending.error.fact == Fact(name=code, values={"why": "The key was refused."})
    assert ending.message is None
    assert len(model.asked) == 1


async def test_a_failed_call_is_tried_again_and_told() -> None:
    memory = Memory()
    busy = ModelFailed(failed("rate_limited", "Too many requests.", again=True, wait=3.0))

    ending = ended(await run(claim(), Model([busy], [busy], says("four")), memory))

    assert ending.message is not None
    assert ending.message.text == "four"
    assert [(trouble.code, trouble.wait_ms) for trouble in memory.troubles] == [
        ("rate_limited", 3000),
        ("rate_limited", 3000),
    ]
    assert memory.hours.slept == [3.0, 3.0]
    assert len({trouble.note_id for trouble in memory.troubles}) == 2


async def test_words_of_a_broken_stream_are_replaced_not_doubled() -> None:
    memory = Memory()
    broken = ModelFailed(failed("broken_off", "It broke off.", again=True))
    model = Model([Chunk(text="Hal"), broken], says("Half a word"))

    ending = ended(await run(claim(), model, memory))

    assert ending.message is not None
    assert ending.message.text == "Half a word"
    assert [(delta.n, delta.text) for delta in memory.told] == [(0, "Hal"), (1, "Half a word")]
    assert memory.told[1].model_dump()["whole"] is True


async def test_a_stream_that_keeps_breaking_fails_with_its_words() -> None:
    memory = Memory()
    broken = ModelFailed(failed("broken_off", "It broke off.", again=True))
    model = Model([Chunk(text="Half"), broken])

    ending = ended(await run(claim(), model, memory))

    assert ending.state == "failed"
    assert ending.message is not None
    assert (ending.message.text, ending.message.stop_reason) == ("Half", "error")
    assert len(model.asked) == 3


async def test_words_of_a_broken_stream_are_kept_if_later_tries_bring_none() -> None:
    broken = ModelFailed(failed("broken_off", "It broke off.", again=True))
    model = Model([Chunk(text="Half"), broken], [broken])

    ending = ended(await run(claim(), model, Memory()))

    assert ending.message is not None
    assert (ending.state, ending.message.text) == ("failed", "Half")


async def test_a_stream_that_ends_unfinished_is_a_failure() -> None:
    ending = ended(await run(claim(), Model([Chunk(text="Half")]), Memory()))

    assert ending.error is not None
    assert ending.error.code == "broken_off"


async def test_a_stream_that_brought_nothing_is_no_answer_but_tried_again() -> None:
    model = Model([Chunk(finish="stop")], says("Here I am."))

    ending = ended(await run(claim(), model, Memory()))

    assert ending.message is not None
    assert ending.message.text == "Here I am."


async def test_the_fallback_answers_when_retries_are_spent() -> None:
    memory = Memory()
    down = ModelFailed(failed("overloaded", "It is overloaded.", again=True))

    async def only_the_second(call: ModelCall) -> AsyncGenerator[Chunk, None]:
        if call.route.model == "a/first":
            raise down
        for chunk in (Chunk(text="Hello"), Chunk(finish="stop")):
            yield chunk

    routes = [Route("a/first"), Route("b/second")]
    ending = ended(await run(claim(), only_the_second, memory, routes=routes))

    assert ending.message is not None
    assert ending.message.text == "Hello"
    assert ending.message.usage is not None
    assert ending.message.usage.model == "b/second"
    assert memory.troubles[-1].next_model == "b/second"
    assert [trouble.next_model for trouble in memory.troubles[:-1]] == [None] * 4


async def test_a_long_wait_gives_the_place_to_others() -> None:
    busy = ModelFailed(failed("rate_limited", "Too many requests.", again=True, wait=40.0))
    memory = Memory()

    ending = await run(claim(), Model([busy]), memory)

    assert ending == Delayed(40.0, "demo/echo", "rate_limited")
    assert memory.hours.slept == []


async def test_a_provider_that_keeps_us_waiting_ends_the_turn() -> None:
    busy = ModelFailed(failed("rate_limited", "Too many requests.", again=True, wait=40.0))

    ending = ended(await run(claim(attempt=8), Model([busy]), Memory()))

    assert ending.error is not None
    assert ending.error.code == "rate_limited"


async def test_a_message_joins_the_turn_before_the_next_model_call() -> None:
    steer = said("In French, please.", id="m2", position=2)
    memory, model = Memory(steers=(steer,)), Model(calls(SUM), says("quatre"))

    ended(await run(claim(), model, memory, CALCULATOR))

    assert memory.steps[1, 0, "steer"] == SteerStep(n=1, i=0, message=steer)
    assert model.asked[1].messages[-1] == {"role": "user", "content": "In French, please."}
    assert len([step for step in memory.written if step.kind == "steer"]) == 1


async def test_think_tags_become_reasoning() -> None:
    memory = Memory()

    ending = ended(await run(claim(), Model(says("<think>2 and 2", "</think>", "4")), memory))

    assert ending.message is not None
    assert (ending.message.text, ending.message.reasoning) == ("4", "2 and 2")
    assert ending.message.reasoning_ms is not None
    assert memory.told[0].kind == "reasoning.delta"


async def test_usage_is_summed_over_the_steps() -> None:
    usage = {"model": "demo/echo", "input_tokens": 10, "output_tokens": 2, "source": "provider"}
    steps: list[Step] = [
        replied(0, calls=(ADDED,), usage=usage),
        ToolStep(n=0, i=0, state="done", call_id="c1", name="calculator", result="4"),
        replied(1, "4", usage=usage),
    ]

    ending = ended(await run(claim(steps=steps), Model(says("x")), Memory()))

    assert ending.usage is not None
    assert (ending.usage.input_tokens, ending.usage.output_tokens) == (20, 4)
    assert ending.usage.source == "provider"


async def test_an_answer_that_never_ends_is_cut_where_a_message_ends() -> None:
    memory = Memory()
    endless: list[Chunk | Exception] = [Chunk(text="x" * 100_000)] * 10

    ending = ended(await run(claim(), Model(endless), memory))

    assert ending.message is not None
    assert ending.message.stop_reason == "length"
    assert len(ending.message.text) == 300_000


async def test_an_open_breaker_goes_straight_to_the_fallback() -> None:
    memory, down = Memory(), ModelFailed(failed("provider_fault", "It failed.", again=True))
    asked: list[str] = []

    async def only_the_second(call: ModelCall) -> AsyncGenerator[Chunk, None]:
        asked.append(call.route.model)
        if call.route.model == "a/first":
            raise down
        for chunk in (Chunk(text="Hello"), Chunk(finish="stop")):
            yield chunk

    routes = (Route("a/first"), Route("b/second"))
    world = memory.world(only_the_second)
    for _ in range(2):
        await run_turn(claim(), tools={}, routes=routes, world=world, stop=Stop())
        memory.steps.clear()

    assert asked == ["a/first"] * 5 + ["b/second"] * 2
    assert memory.troubles[-1].code == "breaker_open"
