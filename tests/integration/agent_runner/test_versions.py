"""Runners of two versions side by side: both answer, and each goes on with what the other began."""

import asyncio

from parley_shared.rpc import Answers

from tests.fakes.openai_script import Call, Finish, Say
from tests.fakes.openai_server import OpenAIServer
from tests.integration.agent_runner.first_runner import FirstRunner
from tests.integration.agent_runner.house import House
from tests.waiting import START_PATIENCE

FIRST = "0.0.1"  # what the older one says of itself


async def test_an_older_runner_serves_threads_beside_todays(
    house: House, openai: OpenAIServer
) -> None:
    await house.add_agent("echo", model="openai/echo", api_base=openai.url, instructions="")
    bus = await house.connect("agent-runner")
    first = FirstRunner(bus, "first")

    async with (
        asyncio.timeout(START_PATIENCE),
        Answers(bus, service="runner", version=FIRST),
        house.watch("a") as a,
        house.watch("b") as b,
    ):
        await house.say("a", "One", agent_id="echo")
        claimed = await first.claim("a")
        async with first.at_work():
            await house.start("agent-runner", "todays")
            await house.say("b", "Two", agent_id="echo")
            await b.until(lambda seen: seen.view.outcome == "done")
        await first.answer("The first one says: One")
        await house.say("a", "Three", agent_id="echo")
        await a.until(lambda seen: seen.count("turn.finished") == 2)

    assert [message["text"] for message in claimed["history"]] == ["One"]
    assert [message.text for message in b.answers()] == ["Echo: Two"]
    assert [message.text for message in a.answers()] == ["The first one says: One", "Echo: Three"]
    stored = await house.stored_view("a")
    assert stored.visible_messages == a.view.visible_messages
    told = openai.asked[-1].body["messages"]
    assert "The first one says: One" in [message["content"] for message in told]


async def test_todays_runner_goes_on_with_what_an_older_one_journaled(
    house: House, openai: OpenAIServer
) -> None:
    openai.scripts["calm"] = [[Say("It is 4."), Finish()]]
    await house.add_agent("calm", model="openai/calm", api_base=openai.url, tools=["calculator"])
    first = FirstRunner(await house.connect("agent-runner"), "same-name")

    async with asyncio.timeout(START_PATIENCE), house.watch("th") as seen:
        await house.say("th", "2+2?", agent_id="calm")
        await first.claim("th")
        await first.ask_for_tool("calculator", {"expression": "2+2"})
        await house.start("agent-runner", "same-name")  # takes over what had its name
        await seen.until(lambda seen: seen.view.outcome == "done")

    [answer] = seen.answers()
    assert answer.text == "It is 4."
    told = openai.asked[-1].body["messages"]
    assert [message["content"] for message in told if message["role"] == "tool"] == ["4"]


async def test_an_older_runner_goes_on_with_what_todays_journaled(
    house: House, openai: OpenAIServer
) -> None:
    openai.scripts["calm"] = [
        [Call("calculator", '{"expression": "2+2"}'), Finish("tool_calls")],
        [Say("word " * 600, every=0.05), Finish()],
    ]
    await house.add_agent("calm", model="openai/calm", api_base=openai.url, tools=["calculator"])
    await house.start("agent-runner", "same-name")
    first = FirstRunner(await house.connect("agent-runner"), "same-name")

    async with asyncio.timeout(START_PATIENCE), house.watch("th") as seen:
        await house.say("th", "2+2?", agent_id="calm")
        await seen.until(lambda seen: seen.count("text.delta") > 0)
        await house.kill("same-name")
        claimed = await first.claim("th")
        await first.answer("It was 4.")
        await seen.until(lambda seen: seen.view.outcome == "done")

    [tool] = [step for step in claimed["steps"] if step["kind"] == "tool"]
    assert (tool["state"], tool["result"]) == ("done", "4")
    assert [message.text for message in seen.answers()] == ["It was 4."]
