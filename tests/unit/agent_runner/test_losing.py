"""What failed and broken off model calls used counts too, estimated where nobody told."""

import asyncio
from collections.abc import AsyncGenerator

from parley_agent_runner.ending import Ended
from parley_agent_runner.stopping import Stop
from parley_agent_runner.stream import Chunk, Facts, ModelCall, ModelFailed, Route
from parley_agent_runner.tools.calculator import CALCULATOR
from parley_agent_runner.usage import estimate_usage
from parley_shared.journal import LlmStep
from parley_shared.models import Limits, Usage

from tests.fakes.failing import failed
from tests.unit.agent_runner.memory import (
    PARLEY,
    Memory,
    Model,
    calls,
    claim,
    run,
    says,
)

BROKEN = ModelFailed(failed("broken_off", "It broke off.", again=True))
BUSY = ModelFailed(failed("rate_limited", "Too many requests.", again=True, wait=3.0))
TOLD = Usage(model="demo/echo", input_tokens=5, output_tokens=2, cost_micros=9, source="provider")
SUM = ("calculator", '{"expression": "2+2"}')


def newest(memory: Memory) -> LlmStep:
    return next(step for step in reversed(memory.written) if isinstance(step, LlmStep))


def whole_usage(ending: object) -> Usage:
    assert isinstance(ending, Ended) and ending.usage is not None
    return ending.usage


async def test_a_try_that_broke_off_is_estimated_and_journaled_before_the_next() -> None:
    memory, model = Memory(), Model([Chunk(text="One two three"), BROKEN], says("Four"))

    ending = await run(claim(), model, memory)

    assert [
        (step.state, len(step.lost)) for step in memory.written if isinstance(step, LlmStep)
    ] == [
        ("started", 1),
        ("done", 1),
    ]
    [lost] = newest(memory).lost
    assert (lost.model, lost.source) == ("demo/echo", "estimated")
    assert lost.input_tokens > 0 and lost.output_tokens > 0
    alone = newest(memory).usage
    assert alone is not None
    assert whole_usage(ending).input_tokens == alone.input_tokens + lost.input_tokens


async def test_what_the_provider_told_of_a_broken_try_counts_as_it_was_told() -> None:
    memory, model = Memory(), Model([Chunk(text="One", usage=TOLD), BROKEN], says("Four"))

    await run(claim(), model, memory)

    assert newest(memory).lost == (TOLD,)


async def test_a_try_that_was_refused_used_nothing() -> None:
    memory, model = Memory(), Model([BUSY], says("Four"))

    await run(claim(), model, memory)

    assert newest(memory).lost == ()


async def test_two_models_that_broke_off_are_counted_apart() -> None:
    memory = Memory()
    broken: list[Chunk | Exception] = [
        Chunk(text="One"),
        ModelFailed(failed("provider_fault", "It failed.", again=True)),
    ]
    model = Model(*[broken] * 6, says("Four"))

    await run(claim(), model, memory, routes=(Route("a/first"), Route("b/second")))

    assert [each.model for each in newest(memory).lost] == ["a/first", "b/second"]


async def test_a_call_that_is_stopped_is_journaled_with_what_it_used() -> None:
    memory, stop = Memory(), Stop()

    async def speaks_for_ever(call: ModelCall) -> AsyncGenerator[Chunk, None]:
        yield Chunk(text="One two")
        stop.ask()
        await asyncio.Event().wait()

    ending = await run(claim(), speaks_for_ever, memory, stop=stop)

    [lost] = newest(memory).lost
    assert (newest(memory).state, newest(memory).text) == ("started", "One two")
    assert lost.source == "estimated" and lost.output_tokens > 0
    assert whole_usage(ending).output_tokens == lost.output_tokens


async def test_a_call_that_a_fault_broke_off_counts_once_the_turn_goes_on() -> None:
    memory = Memory()
    before = LlmStep(
        n=0, state="started", model="demo/echo", text="One two", lost=(TOLD,), asking=True
    )

    await run(claim(steps=[before]), Model(says("Four")), memory)

    [lost] = newest(memory).lost
    assert lost.output_tokens > TOLD.output_tokens
    assert lost.source == "estimated"


async def test_one_that_had_ended_before_the_fault_is_not_counted_again() -> None:
    memory = Memory()
    before = LlmStep(n=0, state="started", model="demo/echo", text="One two", lost=(TOLD,))

    await run(claim(steps=[before]), Model(says("Four")), memory)

    assert newest(memory).lost == (TOLD,)


async def test_what_was_lost_counts_for_the_cost_ceiling_of_the_turn() -> None:
    limits = Limits(cost_micros=9)
    agent = PARLEY.model_copy(update={"limits": limits})
    memory, model = Memory(), Model([Chunk(usage=TOLD), BROKEN], calls(SUM), says("Four"))

    ending = await run(claim(agent=agent), model, memory, CALCULATOR)

    assert isinstance(ending, Ended) and ending.message is not None
    assert ending.message.stop_reason == "limit"
    assert "its cost limit of $0.00" in ending.message.text


async def test_too_many_tokens_end_the_turn_with_a_sentence() -> None:
    agent = PARLEY.model_copy(update={"limits": Limits(tokens=1_000)})
    used = Usage(model="demo/echo", input_tokens=900, output_tokens=100)
    memory, model = Memory(), Model([*calls(SUM)[:-1], Chunk(finish="tool_calls", usage=used)])

    ending = await run(claim(agent=agent), model, memory, CALCULATOR)

    assert isinstance(ending, Ended) and ending.message is not None
    assert ending.message.stop_reason == "limit"
    assert ending.message.text == (
        "I stopped here: this turn reached its limit of 1000 tokens. Write to me and I go on."
    )
    assert len(model.asked) == 1


def test_an_estimate_is_priced_where_the_price_is_known() -> None:
    call = ModelCall(Route("a/b"), ({"role": "user", "content": "Hello you"},))

    free, priced = (
        estimate_usage(call, "Hi", Facts()),
        estimate_usage(call, "Hi", Facts(prices=(2.0, 10.0))),
    )

    assert free.cost_micros is None
    assert priced.cost_micros == priced.input_tokens * 2 + priced.output_tokens * 10
