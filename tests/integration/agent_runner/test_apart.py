"""What breaks in one thread touches no other: their answers go on, and come to their end."""

import asyncio

import pytest
from parley_shared.models import ToolPart

from tests.fakes.openai_script import Call, Finish, say
from tests.fakes.openai_server import TITLES, OpenAIServer
from tests.integration.agent_runner.house import ENDS, House, Watcher

Settings = dict[str, str]

CALLS = Finish("tool_calls")
WORDS = " ".join(f"word{number}" for number in range(60))
BROKEN = "Something went wrong inside Parley; the agent-runner's log says what."


async def begin(house: House, openai: OpenAIServer, odd_tools: Settings, tool: str) -> None:
    """An agent whose answer grows for some seconds, and one with the tool."""
    openai.scripts[TITLES] = [say("Letters")]
    openai.scripts["steady"] = [say(WORDS, every=0.1)]
    openai.scripts["odd"] = [[Call(tool, "{}", "o"), CALLS], say("Well, well.")]
    await house.add_agent("steady", model="openai/steady", api_base=openai.url)
    await house.add_agent("odd", model="openai/odd", api_base=openai.url, tools=(tool,))
    await house.start("agent-runner", **odd_tools)


async def break_beside(house: House, steady: Watcher) -> Watcher:
    """The odd thread as it ended, while the other's answer grew to its end."""
    await house.say("steady", "Count", agent_id="steady")
    await steady.until(lambda seen: seen.count("text.delta") > 2)
    async with house.watch("odd") as odd:
        await house.say("odd", "Break", agent_id="odd")
        await odd.until(lambda seen: any(seen.count(end) for end in ENDS))
    await steady.until(lambda seen: any(seen.count(end) for end in ENDS))
    return odd


def find_card(seen: Watcher) -> ToolPart:
    [card] = [part for part in seen.answers()[0].parts if isinstance(part, ToolPart)]
    return card


@pytest.mark.parametrize(
    ("tool", "told"),
    [
        ("fail_oddly", "Fail oddly failed (RuntimeError)."),
        ("leave", "Leave failed (SystemExit)."),
    ],
)
async def test_a_tool_that_breaks_is_an_error_of_its_own_turn(
    house: House, openai: OpenAIServer, odd_tools: Settings, tool: str, told: str
) -> None:
    await begin(house, openai, odd_tools, tool)

    async with asyncio.timeout(180), house.watch("steady") as steady:
        odd = await break_beside(house, steady)

    assert (find_card(odd).state, find_card(odd).summary) == ("error", told)
    assert odd.answers()[0].text == "Well, well."
    assert (steady.answers()[0].text, steady.count("turn.started")) == (WORDS, 1)


async def test_a_turn_whose_loop_breaks_fails_alone(
    house: House, openai: OpenAIServer, odd_tools: Settings
) -> None:
    await begin(house, openai, odd_tools, "break_loop")

    async with asyncio.timeout(180), house.watch("steady") as steady:
        odd = await break_beside(house, steady)

    assert (odd.view.status, odd.view.error_text) == ("error", BROKEN)
    assert (steady.answers()[0].text, steady.count("turn.started")) == (WORDS, 1)


async def test_a_hook_that_ends_the_program_ends_nothing(
    house: House, openai: OpenAIServer, odd_tools: Settings
) -> None:
    await begin(house, openai, odd_tools, "fail_oddly")
    openai.scripts["odd"] = [say("Go!")]

    async with asyncio.timeout(180), house.watch("steady") as steady:
        odd = await break_beside(house, steady)

    assert odd.answers()[0].text == "Go!"
    assert (steady.answers()[0].text, steady.count("turn.started")) == (WORDS, 1)


async def test_a_tool_that_holds_up_the_loop_delays_others_and_harms_none(
    house: House, openai: OpenAIServer, odd_tools: Settings
) -> None:
    await begin(house, openai, odd_tools, "block")

    async with asyncio.timeout(180), house.watch("steady") as steady:
        odd = await break_beside(house, steady)

    assert (find_card(odd).state, find_card(odd).summary) == ("done", "awake")
    assert (steady.answers()[0].text, steady.count("turn.started")) == (WORDS, 1)


async def test_after_a_tool_that_kills_the_process_other_answers_go_on_by_themselves(
    house: House, openai: OpenAIServer, odd_tools: Settings
) -> None:
    await begin(house, openai, odd_tools, "kill_all")

    async with asyncio.timeout(180), house.watch("steady") as steady:
        odd = await break_beside(house, steady)

    assert find_card(odd).state == "unknown"
    assert odd.answers()[0].text == "Well, well."
    assert (steady.answers()[0].text, steady.count("turn.started")) == (WORDS, 2)
    assert (await house.stored_view("steady")).visible_messages == steady.view.visible_messages
