"""Deltas: at once at first, then together, numbered without a gap, restated as a whole."""

import asyncio
from dataclasses import replace

from parley_agent_runner.beside import beside
from parley_agent_runner.clock import CLOCK, Clock
from parley_agent_runner.reply import Ask, get_reply
from parley_agent_runner.stream import ModelCall, Route
from parley_agent_runner.telling import Teller
from parley_shared.events import Delta, TextDelta

from tests.unit.agent_runner.memory import ROUTE, Hours, Memory, Model, claim, says
from tests.waiting import PATIENCE


class Told:
    def __init__(self) -> None:
        self.deltas: list[Delta] = []
        self.hours = Hours()

    async def emit(self, delta: Delta) -> None:
        self.deltas.append(delta)

    def teller(self, clock: Clock | None = None) -> Teller:
        return Teller(claim(), 0, emit=self.emit, clock=clock or self.hours.clock())

    def texts(self) -> list[str]:
        return [delta.text for delta in self.deltas]


async def test_the_first_words_go_out_at_once() -> None:
    told = Told()

    await told.teller().add("Hel", "")

    assert told.texts() == ["Hel"]


async def test_words_that_follow_closely_wait_for_each_other() -> None:
    told = Told()
    teller = told.teller()

    await teller.add("Hel", "")
    await teller.add("lo", "")
    await teller.add(" you", "")
    assert told.texts() == ["Hel"]
    told.hours.passed += 0.04
    await teller.add("!", "")

    assert told.texts() == ["Hel", "lo you!"]


async def test_what_waits_is_told_when_the_pause_is_over() -> None:
    told = Told()
    teller = told.teller()

    async with asyncio.timeout(PATIENCE), beside(teller.tell_in_time()):
        await teller.add("Hel", "")
        await teller.add("lo", "")
        while len(told.deltas) < 2:
            await asyncio.sleep(0)

    assert told.texts() == ["Hel", "lo"]
    assert told.hours.slept[0] == 0.04


async def test_text_and_reasoning_are_numbered_together() -> None:
    told = Told()
    teller = told.teller()

    await teller.add("", "Hm.")
    await teller.add("Four", "")
    await teller.flush()

    assert [(delta.kind, delta.n, delta.text) for delta in told.deltas] == [
        ("reasoning.delta", 0, "Hm."),
        ("text.delta", 1, "Four"),
    ]


async def test_a_restatement_holds_everything() -> None:
    told = Told()
    teller = told.teller()
    await teller.add("Four", "Hm.")

    await teller.restate()

    whole = told.deltas[-1]
    assert isinstance(whole, TextDelta)
    assert (whole.text, whole.reasoning, whole.whole, whole.n) == ("Four", "Hm.", True, 2)


async def test_a_second_try_restates_instead_of_going_on() -> None:
    told = Told()
    teller = told.teller()
    await teller.add("Fi", "")
    told.hours.passed += 1

    teller.begin_again()
    await teller.add("Four", "")

    whole = told.deltas[-1]
    assert isinstance(whole, TextDelta)
    assert (whole.text, whole.whole, whole.n) == ("Four", True, 1)


async def test_nothing_is_told_of_nothing() -> None:
    told = Told()
    teller = told.teller()

    await teller.flush()
    await teller.restate()

    assert told.deltas == []


async def test_every_two_seconds_the_text_is_restated_and_checkpointed() -> None:
    memory, kept = Memory(), asyncio.Event()
    hurried = replace(CLOCK, sleep=lambda seconds: asyncio.sleep(0))
    world = replace(memory.world(Model(says())), clock=hurried)
    teller = Teller(claim(), 0, emit=memory.emit, clock=hurried)

    async def checkpoint(route: object) -> None:
        kept.set()

    async def speaks_then_waits(call: ModelCall):  # type: ignore[no-untyped-def] # a generator
        for chunk in says("Four")[:1]:
            yield chunk
        await kept.wait()
        for chunk in says("!"):
            yield chunk

    async def write(route: Route) -> ModelCall:
        return ModelCall(route, ())

    ask = Ask("t.1.0", (ROUTE,), write, checkpoint, [], checkpoint, False)
    async with asyncio.timeout(PATIENCE):
        reply = await get_reply(ask, teller, replace(world, stream_reply=speaks_then_waits))

    assert reply.text == "Four!"
    assert any(delta.model_dump().get("whole") for delta in memory.told)
