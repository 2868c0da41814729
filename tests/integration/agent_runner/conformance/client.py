"""Parley's own MCP client, as the conformance suite starts it: the server's address comes last.

It approves every tool and calls it: with the arguments that the suite names, else with such as the
tool's schema takes. What the server asks the person is left to its defaults.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from parley_agent_runner.beside import beside
from parley_agent_runner.mcp.servers import McpServers
from parley_agent_runner.tools.calling import call_tool
from parley_agent_runner.tools.declaration import Answer, AnyTool, PersonNeeded
from parley_agent_runner.tools.here import Here
from parley_shared.models import Arguments
from parley_shared.questions import A, Question
from parley_shared.runner import McpTool
from pydantic import JsonValue

MADE_UP: dict[str, JsonValue] = {"integer": 1, "number": 1, "boolean": True, "array": []}
ECHOES = "schema"  # an argument that takes the schema of another tool, as it came
PATIENCE = 60.0  # seconds


async def nobody_answers(question: Question[A]) -> A:
    raise AssertionError("nothing is asked")


HERE = Here(nobody_answers, "th", "th", "t1", 1, "parley")


async def use(address: str) -> str | None:
    """Why the server could not be used."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "mcp.json").write_text(json.dumps({"mcpServers": {"it": {"url": address}}}))
        servers = McpServers(place, lambda name: None)
        async with asyncio.timeout(PATIENCE), beside(servers.run()):
            await asyncio.sleep(0)  # it has begun
            [server] = (await servers.describe()).servers
            for shown in server.tools:
                if shown.state == "new":
                    await servers.approve("it", shown.name, shown.pin)
            for tool, arguments in choose_calls(servers.tools(), server.tools):
                await call(tool.placed(HERE), arguments)
    return server.error


def choose_calls(
    tools: Sequence[AnyTool], shown: Sequence[McpTool]
) -> list[tuple[AnyTool, Arguments]]:
    by_name = {tool.name.partition("__")[2]: tool for tool in tools}
    named = json.loads(os.environ.get("MCP_CONFORMANCE_CONTEXT", "{}")).get("toolCalls")
    if named:
        return [(by_name[each["name"]], each["arguments"]) for each in named]
    others = {each.name: [o for o in shown if o.name != each.name] for each in shown}
    return [
        (by_name[each.name], make_up(each, others[each.name]))
        for each in shown
        if each.name in by_name
    ]


def make_up(tool: McpTool, others: Sequence[McpTool]) -> Arguments:
    fields = tool.parameters.get("properties")
    if not isinstance(fields, dict):
        return {}
    if ECHOES in fields and others:
        return {ECHOES: others[0].parameters}
    return {
        name: MADE_UP.get(str(wanted.get("type")), "x")
        for name, wanted in fields.items()
        if isinstance(wanted, dict)
    }


async def call(tool: AnyTool, arguments: Arguments) -> None:
    call_id = f"{tool.name} {json.dumps(arguments)}"
    try:
        outcome = await call_tool(tool, arguments, call_id)
    except PersonNeeded as needed:
        print(needed.asked.text)
        outcome = await call_tool(tool, arguments, call_id, answer=Answer(("{}",)))
    print(tool.name, outcome.state, outcome.output.text[:200])


sys.exit(asyncio.run(use(sys.argv[-1])))
