"""Two runners share the work: each turn is run by one of them, and each thread is in order."""

import asyncio

from parley_shared.events import AgentStatus
from parley_shared.gathering import ask_all
from parley_shared.runner import ListLive

from tests.fakes.openai_script import Call, Finish, Say, say
from tests.fakes.openai_server import OpenAIServer
from tests.integration.agent_runner.house import House
from tests.waiting import START_PATIENCE

THREADS, MESSAGES = 50, 20


async def test_every_thread_is_answered_in_order_and_no_turn_is_run_twice(
    house: House, openai: OpenAIServer
) -> None:
    await house.add_agent("echo", model="openai/echo", api_base=openai.url, instructions="")
    for name in ("one", "two"):
        await house.start("agent-runner", name)

    async with asyncio.timeout(300):
        for name in ("one", "two"):
            await house.until_logged(name, "models can be asked")
        told = await asyncio.gather(*(talk(house, f"th{n}") for n in range(THREADS)))

    expected = [f"Echo: {n}" for n in range(MESSAGES)]
    assert told == [expected] * THREADS
    assert len(openai.asked) == THREADS * MESSAGES
    assert all("turn claimed" in house.log(name) for name in ("one", "two"))


async def talk(house: House, thread_id: str) -> list[str]:
    """Says everything at once; the answers in the order in which they came."""
    async with house.watch(thread_id) as seen:
        for n in range(MESSAGES):
            await house.say(thread_id, str(n), agent_id="echo")
        await seen.until(lambda seen: seen.count("turn.finished") == MESSAGES)
        return [message.text for message in seen.ready()]


async def test_a_turn_that_waited_with_one_runner_is_live_with_the_one_that_goes_on(
    house: House, openai: OpenAIServer
) -> None:
    asks = Call("ask_user", '{"question": "Which city?"}')
    openai.scripts["asker"] = [[asks, Finish("tool_calls")], say("Berlin it is.")]
    asker = {"model": "openai/asker", "api_base": openai.url, "tools": ("ask_user",)}
    await house.add_agent("asker", **asker)
    await house.start("agent-runner", "one")

    async with asyncio.timeout(120), house.watch("asked") as seen:
        await house.say("asked", "Where to?", agent_id="asker")
        await seen.until(lambda seen: seen.view.status == "interrupted")
        await until_live(house, {("one", "interrupted")})
        await house.start("agent-runner", "two")
        await house.until_logged("two", "models can be asked")
        house.pause("one")
        await house.say("asked", "Berlin")
        await seen.until(lambda seen: seen.view.outcome == "done")
        house.go_on("one")

        await until_live(house, {("two", "idle")})
        told = [each.status for each in seen.events if isinstance(each, AgentStatus)]

    assert "cancelled" not in told


async def until_live(house: House, wanted: set[tuple[str, str]]) -> None:
    """Runner and status of the thread's live agents, as the board has them."""
    while True:
        lists = await ask_all(house.web, ListLive(match="asked"))
        if {(one.runner, each.status) for one in lists for each in one.agents} == wanted:
            return
        await asyncio.sleep(0.05)


async def test_a_long_turn_keeps_no_other_thread_waiting(
    house: House, openai: OpenAIServer
) -> None:
    openai.scripts["long"] = [[Say("word " * 6000, every=0.05), Finish()]]  # five minutes
    await house.add_agent("long", model="openai/long", api_base=openai.url)
    await house.start("agent-runner")

    async with (
        asyncio.timeout(START_PATIENCE),
        house.watch("long") as long,
        house.watch("short") as short,
    ):
        await house.say("long", "Tell me everything", agent_id="long")
        await long.until(lambda seen: seen.count("text.delta") > 0)
        await house.say("short", "Hello")
        await short.until(lambda seen: seen.view.outcome == "done")

        assert short.answers()[0].text == "Echo: Hello"
        assert long.view.status == "running"
        await house.stop("long")
        await long.until(lambda seen: seen.view.outcome == "cancelled")
