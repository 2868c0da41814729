"""A runner that holds too much memory is followed by a new one, and no turn is lost by it."""

import asyncio

from parley_shared.models import ToolPart

from tests.fakes.openai_script import Call, Finish, Script, say
from tests.fakes.openai_server import TITLES, OpenAIServer
from tests.integration.agent_runner.house import House

EATS: Script = [Call("eat", '{"mebibytes": 96}', "e"), Finish("tool_calls")]


async def test_it_ends_what_runs_leaves_and_the_next_one_goes_on(
    house: House, openai: OpenAIServer, odd_tools: dict[str, str]
) -> None:
    openai.scripts[TITLES] = [say("Letters")]
    openai.scripts["glutton"] = [EATS, say("Still " + "hungry " * 40, every=0.1), say("And now?")]
    agent = {"model": "openai/glutton", "api_base": openai.url, "tools": ("eat",)}
    await house.add_agent("glutton", **agent)
    await house.start("agent-runner", PARLEY_RUNNER_GROWTH_MB="64", **odd_tools)

    async with asyncio.timeout(180), house.watch("T") as seen:
        first = await house.say("T", "Eat", agent_id="glutton")
        assert first.turn is not None
        turn_id = first.turn.id
        await house.until_logged("agent-runner", "too much memory")
        pid = house.runner_pid("agent-runner")
        second = await house.say("T", "More?", agent_id="glutton")
        assert second.turn is not None
        then_id = second.turn.id
        await seen.until(lambda seen: seen.has_ended(turn_id) and seen.has_ended(then_id))

    answers = seen.answers()
    assert [each.text.split()[0] for each in answers] == ["Still", "And"]
    [card] = [part for part in answers[0].parts if isinstance(part, ToolPart)]
    assert card.state == "done"
    assert seen.count("turn.started") == 2
    assert house.log("agent-runner").count("a runner has left and is followed") == 1
    assert await house.until_running("agent-runner") != pid
    assert (await house.stored_view("T")).visible_messages == seen.view.visible_messages
