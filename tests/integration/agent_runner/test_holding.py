"""A turn that is claimed from the real store, run with a model and tools of the test's own."""

import asyncio
import time
from collections.abc import AsyncGenerator

import pytest
from parley_agent_runner.breaker import Breakers
from parley_agent_runner.clock import CLOCK
from parley_agent_runner.ending import Ending, Parked
from parley_agent_runner.holding import Hold
from parley_agent_runner.stopping import Stop
from parley_agent_runner.stream import CallPiece, Chunk, Facts, ModelCall, Route, StreamReply
from parley_agent_runner.tools.ask_user import ASK_USER
from parley_agent_runner.tools.calling import call_tool
from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments
from parley_agent_runner.tools.todos import TODOS
from parley_agent_runner.turn import run_turn
from parley_agent_runner.world import World
from parley_shared.bus import Bus
from parley_shared.commands import Decide
from parley_shared.errors import Stale
from parley_shared.events import Delta
from parley_shared.ids import uuid7
from parley_shared.journal import LlmStep
from parley_shared.models import Todo
from parley_shared.store import Claim, Claimed, GetOpenRequests, NothingToClaim

from tests.integration.agent_runner.house import House
from tests.servers import NatsServer


class Letter(ToolArguments):
    to: str


class Runner:
    """As the real one, but in the test's hands."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.sent: list[str] = []
        self.asked: list[ModelCall] = []
        self.post = Tool(
            name="post",
            title="Post",
            description="Sends a letter.",
            effect="effect",
            timeout=60.0,
            arguments=Letter,
            run=self._send,
            asks="ask",
        )

    async def claim(self, thread_id: str) -> Claimed | None:
        question = Claim(thread_id=thread_id, runner="test", claim_id=uuid7())
        claim = (await self.bus.ask(question)).claim
        return claim if isinstance(claim, Claimed) else None

    async def run(self, claimed: Claimed, model: StreamReply) -> Ending:
        stop = Stop()
        hold = Hold(self.bus, claimed, time.monotonic(), stop)
        ending = await run_turn(
            claimed,
            tools={tool.name: tool for tool in (self.post, ASK_USER, TODOS)},
            routes=[Route("demo/test")],
            world=self._world(hold, model),
            stop=stop,
        )
        await hold.hand_in(ending)
        return ending

    def _world(self, hold: Hold, model: StreamReply) -> World:
        return World(
            stream_reply=model,
            keep_step=hold.keep_step,
            call_tool=call_tool,
            emit=self._emit,
            note=hold.note,
            park=hold.park,
            read_steps=hold.read_steps,
            hold_lease=hold.until_sure,
            find_facts=lambda route: Facts(),
            breakers=Breakers(time.monotonic),
            jitter=lambda bound: 0.0,
            clock=CLOCK,
        )

    async def writes_to_ann(self, call: ModelCall) -> AsyncGenerator[Chunk, None]:
        """The letter first; once there is a result, a word."""
        self.asked.append(call)
        if call.messages[-1]["role"] == "user" and len(self.asked) == 1:
            yield Chunk(calls=(CallPiece(0, "c1", "post", '{"to": "Ann"}'),))
            yield Chunk(finish="tool_calls")
        else:
            yield Chunk(text="Done.")
            yield Chunk(finish="stop")

    async def _send(self, letter: Letter, call_id: str) -> Output:
        self.sent.append(letter.to)
        return Output("sent")

    async def _emit(self, delta: Delta) -> None:
        """Nobody listens here."""


@pytest.fixture
async def runner(house: House) -> Runner:
    return Runner(await house.connect("agent-runner"))


async def claimed(runner: Runner) -> Claimed:
    claim = await runner.claim("th")
    assert claim is not None
    return claim


async def test_a_call_that_asks_waits_without_a_runner_until_a_human_decides(
    house: House, runner: Runner
) -> None:
    async with asyncio.timeout(120), house.watch("th") as seen:
        await house.say("th", "Write to Ann")

        first = await runner.run(await claimed(runner), runner.writes_to_ann)
        assert first == Parked()
        assert (await runner.claim("th"), runner.sent) == (None, [])

        [approval] = (await house.web.ask(GetOpenRequests(thread_id="th"))).approvals
        assert (approval.tool, approval.arguments) == ("post", {"to": "Ann"})
        decision = Decide(
            approval_id=approval.id, decision="approve_edited", arguments={"to": "Bob"}
        )
        await house.gateway.ask(decision, service="store")
        await runner.run(await claimed(runner), runner.writes_to_ann)
        await seen.until(lambda seen: seen.view.outcome == "done")

    assert runner.sent == ["Bob"]
    assert seen.answers()[0].text == "Done."
    assert seen.answers()[0].parts[0].model_dump()["arguments"] == {"to": "Bob"}
    stored = await house.stored_view("th")
    assert stored.visible_messages == seen.view.visible_messages


async def test_an_approval_outlives_the_death_of_everything_and_the_call_runs_once(
    house: House, runner: Runner, nats_server: NatsServer
) -> None:
    async with asyncio.timeout(120):
        await house.say("th", "Write to Ann")
        await runner.run(await claimed(runner), runner.writes_to_ann)
        await house.kill("store")
        await nats_server.kill()

        await nats_server.start()
        await house.start("store")
        [approval] = (await house.web.ask(GetOpenRequests(), timeout=30)).approvals
        decision = Decide(approval_id=approval.id, decision="approve", surface="telegram")
        await house.gateway.ask(decision, service="store")
        await runner.run(await claimed(runner), runner.writes_to_ann)

    assert runner.sent == ["Ann"]
    assert await runner.claim("th") is None
    stored = await house.stored_view("th")
    assert [message.text for message in stored.visible_messages] == ["Write to Ann", "Done."]


async def test_a_question_outlives_the_death_of_the_store_and_a_message_answers_it(
    house: House, runner: Runner
) -> None:
    async def asks(call: ModelCall) -> AsyncGenerator[Chunk, None]:
        runner.asked.append(call)
        if len(runner.asked) > 1:
            yield Chunk(text="Noted.")
            yield Chunk(finish="stop")
            return
        plan = CallPiece(0, "c1", "todos", '{"todos": [{"text": "Ask"}]}')
        question = CallPiece(1, "c2", "ask_user", '{"question": "Which colour?"}')
        yield Chunk(calls=(plan, question))
        yield Chunk(finish="tool_calls")

    async with asyncio.timeout(120), house.watch("th") as seen:
        await house.say("th", "Paint it")
        first = await runner.run(await claimed(runner), asks)
        await house.kill("store")
        await house.start("store")
        await house.say("th", "Blue")
        await runner.run(await claimed(runner), asks)
        await seen.until(lambda seen: seen.view.outcome == "done")

    assert first == Parked()
    assert runner.asked[1].messages[-1]["content"] == "Blue"
    assert seen.view.runtime_context.todos == (Todo(text="Ask"),)
    stored = await house.stored_view("th")
    assert stored.runtime_context.todos == seen.view.runtime_context.todos
    assert stored.visible_messages == seen.view.visible_messages


async def test_what_is_approved_for_the_thread_is_not_asked_again(
    house: House, runner: Runner
) -> None:
    async with asyncio.timeout(120):
        await house.say("th", "Write to Ann")
        await runner.run(await claimed(runner), runner.writes_to_ann)
        [approval] = (await house.web.ask(GetOpenRequests())).approvals
        decision = Decide(approval_id=approval.id, decision="approve", remember="thread")
        await house.gateway.ask(decision, service="store")
        await runner.run(await claimed(runner), runner.writes_to_ann)

        await house.say("th", "Write to Ann")
        runner.asked.clear()
        await runner.run(await claimed(runner), runner.writes_to_ann)

    assert runner.sent == ["Ann", "Ann"]


async def test_a_message_joins_the_running_turn_at_the_next_model_call(
    house: House, runner: Runner
) -> None:
    async def is_interrupted(call: ModelCall) -> AsyncGenerator[Chunk, None]:
        async for chunk in runner.writes_to_ann(call):
            yield chunk
        if len(runner.asked) == 1:
            await house.say("th", "No, to Bob!", mode="steer")

    runner.post = Tool(
        name="post",
        title="Post",
        description="Sends a letter.",
        effect="effect",
        timeout=60.0,
        arguments=Letter,
        run=runner.post.run,
        asks="never",
    )
    async with asyncio.timeout(120), house.watch("th") as seen:
        await house.say("th", "Write to Ann")
        await runner.run(await claimed(runner), is_interrupted)
        await seen.until(lambda seen: seen.view.outcome == "done")

    assert runner.asked[1].messages[-1] == {"role": "user", "content": "No, to Bob!"}
    assert seen.count("steer.added") == 1
    assert seen.count("turn.started") == 1


async def test_a_claim_that_came_later_makes_the_first_one_stale(
    house: House, runner: Runner
) -> None:
    async with asyncio.timeout(120):
        await house.say("th", "Hello")
        first = await claimed(runner)
        await claimed(runner)
        hold = Hold(runner.bus, first, time.monotonic(), Stop())

        with pytest.raises(Stale):
            await hold.keep_step(LlmStep(n=0, model="demo/test", text="too late"))


async def test_a_turn_that_is_given_back_can_be_claimed_at_once(
    house: House, runner: Runner
) -> None:
    async with asyncio.timeout(120):
        await house.say("th", "Hello")
        first = await claimed(runner)
        await Hold(runner.bus, first, time.monotonic(), Stop()).give_back()
        other = Claim(thread_id="th", runner="another", claim_id=uuid7())
        again = (await runner.bus.ask(other)).claim

    assert isinstance(again, Claimed)
    assert again.turn.faults == 0


async def test_a_lease_that_may_be_over_is_renewed_before_anything_happens(
    house: House, runner: Runner
) -> None:
    async with asyncio.timeout(120):
        await house.say("th", "Hello")
        first = await claimed(runner)
        long_ago = time.monotonic() - 60

        await Hold(runner.bus, first, long_ago, Stop()).until_sure()
        await claimed(runner)

        with pytest.raises(Stale):
            await Hold(runner.bus, first, long_ago, Stop()).until_sure()


async def test_a_thread_without_work_has_nothing_to_claim(house: House, runner: Runner) -> None:
    async with asyncio.timeout(120):
        claim = (await runner.bus.ask(Claim(thread_id="none", runner="test"))).claim

    assert claim == NothingToClaim()
