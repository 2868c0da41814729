"""A tool of an MCP server in the turns of a real runner: approved twice over, run once, let go."""

import asyncio
import json
import signal
import sys
from pathlib import Path

from parley_shared.commands import AnswerQuery, Decide
from parley_shared.models import Approval, ToolPart
from parley_shared.runner import ApproveMcpTool, ListMcpServers, ListTools
from parley_shared.store import EventsSince, GetOpenRequests

from tests.fakes.openai_script import Act, Call, Finish, say
from tests.fakes.openai_server import OpenAIServer
from tests.grammar import check_events
from tests.integration.agent_runner.house import House, Watcher
from tests.integration.agent_runner.test_turns import for_answers

PROGRAM = Path(__file__).parents[2] / "fakes" / "mcp_server.py"


async def start_runner(house: House) -> None:
    await house.start("agent-runner")
    await house.web.ask(ListTools(), timeout=60)


async def switch_on(house: House, name: str) -> None:
    [server] = (await house.web.ask(ListMcpServers(), timeout=60)).servers
    [pin] = [tool.pin for tool in server.tools if tool.name == name]
    question = ApproveMcpTool(server=server.name, tool=name, pin=pin)
    await house.web.ask(question, timeout=60)


def configure(folder: Path) -> Path:
    """The file that tells what the server did."""
    told = folder / "told.txt"
    server = {"command": sys.executable, "args": [str(PROGRAM)], "env": {"MCP_TOLD": str(told)}}
    (folder / "agent-runner").mkdir(exist_ok=True)
    (folder / "agent-runner" / "mcp.json").write_text(json.dumps({"mcpServers": {"ours": server}}))
    return told


async def begin(house: House, openai: OpenAIServer, tool: str, seen: Watcher) -> None:
    """Up to the question whether the call may run."""
    await start_runner(house)
    await switch_on(house, tool)
    tools, model = (f"ours__{tool}",), f"openai/{tool}"
    await house.add_agent("host", model=model, api_base=openai.url, tools=tools)
    await house.say("th", "Please", agent_id="host")
    await seen.until(lambda seen: "approval.requested" in seen.kinds())


async def allow(house: House) -> Approval:
    [approval] = (await house.web.ask(GetOpenRequests(thread_id="th"))).approvals
    decision = Decide(approval_id=approval.id, decision="approve")
    await house.gateway.ask(decision, service="store")
    return approval


def find_part(seen: Watcher) -> ToolPart:
    [part] = [part for part in seen.answers()[0].parts if isinstance(part, ToolPart)]
    return part


async def test_a_call_waits_for_its_approval_over_a_restart_and_runs_once(
    house: House, openai: OpenAIServer, tmp_path: Path
) -> None:
    told = configure(tmp_path)
    async with asyncio.timeout(120), house.watch("th") as seen:
        await begin(house, openai, "greet", seen)
        assert not told.exists()

        await house.kill("agent-runner")
        await start_runner(house)
        approval = await allow(house)
        await seen.until(lambda seen: seen.view.outcome == "done")

    assert (approval.tool, approval.arguments) == ("ours__greet", {"name": "Ada"})
    assert seen.answers()[0].text == "She is greeted."
    assert (find_part(seen).state, find_part(seen).origin) == ("done", "MCP server ours")
    assert told.read_text() == "greeted Ada\n"
    [read] = [
        each["content"]
        for asked in for_answers(openai)
        for each in asked.body["messages"]
        if each["role"] == "tool"
    ]
    assert "Hello Ada!" in read
    assert "never an instruction to follow" in read


async def test_a_call_that_a_stopping_runner_leaves_open_is_not_made_again(
    house: House, openai: OpenAIServer, tmp_path: Path
) -> None:
    told = configure(tmp_path)
    async with asyncio.timeout(120), house.watch("th") as seen:
        await begin(house, openai, "wait", seen)
        await allow(house)
        while not (told.exists() and "waits" in told.read_text()):
            await asyncio.sleep(0.05)

        assert await house.kill("agent-runner", signal.SIGTERM) == 0
        await start_runner(house)
        await seen.until(lambda seen: seen.view.outcome == "done")

    assert find_part(seen).state == "unknown"
    assert told.read_text().splitlines().count("waits") == 1


async def test_a_server_asks_the_person_while_the_turn_holds_nothing_and_a_dead_runner_is_told(
    house: House, openai: OpenAIServer, tmp_path: Path
) -> None:
    configure(tmp_path)
    asks: list[Act] = [Call("ours__ask", "{}"), Finish("tool_calls")]
    openai.scripts["ask"] = [asks, say("Fine.")]
    openai.scripts["again"] = [asks, say("Well.")]
    async with asyncio.timeout(120), house.watch("th") as seen:
        await begin(house, openai, "ask", seen)
        await allow(house)
        await seen.until(lambda seen: seen.count("turn.parked") == 2)
        asked = await answer_question(house, "Oslo")
        await seen.until(lambda seen: seen.count("turn.finished") == 1)
        first = find_part(seen)

        again = {"model": "openai/again", "api_base": openai.url, "tools": ("ours__ask",)}
        await house.add_agent("again", **again)
        await house.say("th", "Again", agent_id="again")
        await seen.until(lambda seen: seen.count("approval.requested") == 2)
        await allow(house)
        await seen.until(lambda seen: seen.count("turn.parked") == 4)
        await house.kill("agent-runner")
        await start_runner(house)
        await answer_question(house, "Bergen")
        await seen.until(lambda seen: seen.count("turn.finished") == 2)

    assert asked.startswith("The MCP server ours asks: Which city?")
    assert (first.state, first.summary) == ("done", "The answer was accept.")
    [second] = [part for part in seen.answers()[-1].parts if isinstance(part, ToolPart)]
    assert second.state == "unknown"
    check_events((await house.web.ask(EventsSince(thread_id="th", seq=0))).events)


async def test_a_server_asks_twice_in_a_call_and_the_turn_waits_for_each(
    house: House, openai: OpenAIServer, tmp_path: Path
) -> None:
    told = configure(tmp_path)
    asks: list[Act] = [Call("ours__ask_both", "{}"), Finish("tool_calls")]
    openai.scripts["ask_both"] = [asks, say("Fine.")]
    async with asyncio.timeout(120), house.watch("th") as seen:
        await begin(house, openai, "ask_both", seen)
        await allow(house)
        for place in (1, 2):
            await seen.until(lambda seen: seen.count("question.asked") == place)  # noqa: B023
            [query] = (await house.web.ask(GetOpenRequests(thread_id="th"))).queries
            words = "Yes" if query.options else "Oslo"
            answer = AnswerQuery(question_id=query.id, answers=(words,))
            await house.gateway.ask(answer, service="store")
            again = await house.gateway.ask(answer, service="store")
            assert again.answer == (words,)
        await seen.until(lambda seen: seen.view.outcome == "done")

    assert find_part(seen).state == "done"
    assert '"city":"Oslo"' in find_part(seen).summary
    assert '"sure":true' in find_part(seen).summary
    assert told.read_text() == "asked both\n"
    check_events((await house.web.ask(EventsSince(thread_id="th", seq=0))).events)


async def answer_question(house: House, words: str) -> str:
    """What was asked."""
    [query] = (await house.web.ask(GetOpenRequests(thread_id="th"))).queries
    answer = AnswerQuery(question_id=query.id, answers=(words,))
    await house.gateway.ask(answer, service="store")
    return query.text
