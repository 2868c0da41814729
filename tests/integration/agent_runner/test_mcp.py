"""Tools of real MCP servers, as programs and over HTTP: approved, called, changed, lost."""

import asyncio
import json
import logging
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, create_subprocess_exec
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from parley_agent_runner.beside import beside
from parley_agent_runner.mcp.listing import Declared, find_problem
from parley_agent_runner.mcp.servers import McpServers
from parley_agent_runner.mcp.tool import make_arguments
from parley_agent_runner.tools.approving import find_need
from parley_agent_runner.tools.calling import call_tool
from parley_agent_runner.tools.declaration import Answer, AnyTool, Asked, Outcome, PersonNeeded
from parley_agent_runner.tools.here import Here
from parley_shared.errors import McpServerAway, McpToolChanged, McpToolNotFound
from parley_shared.questions import A, Question
from parley_shared.runner import McpServer
from pydantic import JsonValue, ValidationError

from tests.ports import free_port
from tests.waiting import PATIENCE

PROGRAM = Path(__file__).parents[2] / "fakes" / "mcp_server.py"
SECRETS = {"ours": "canary-secret"}


async def nobody_answers(question: Question[A]) -> A:
    raise AssertionError("nothing is asked")


HERE = Here(nobody_answers, "th", "th", "t1", 1, "parley")


class Ours:
    """A runner's folder with one server, and what that did to the world."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = folder / "told.txt"
        self.told.touch()
        self.write()

    def write(self, *more: str, **settings: object) -> None:
        server = {
            "command": sys.executable,
            "args": [str(PROGRAM), *more],
            "env": {"MCP_TOLD": str(self.told), "KEY": "${secret:ours}"},
            **settings,
        }
        self.configure({"mcpServers": {"ours": server}})

    def configure(self, file: object) -> None:
        (self.folder / "mcp.json").write_text(json.dumps(file))

    @asynccontextmanager
    async def running(self, secrets: Mapping[str, str] = SECRETS) -> AsyncIterator[McpServers]:
        servers = McpServers(self.folder, secrets.get)
        async with asyncio.timeout(180), beside(servers.run()):
            await asyncio.sleep(0)  # it has begun
            yield servers

    async def until_told(self, line: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while line not in self.told.read_text().splitlines():
                await asyncio.sleep(0.02)


@pytest.fixture
def ours(tmp_path: Path) -> Ours:
    return Ours(tmp_path)


async def look(servers: McpServers) -> McpServer:
    [server] = (await servers.describe()).servers
    return server


async def approve(servers: McpServers, *names: str) -> None:
    pins = {tool.name: tool.pin for tool in (await look(servers)).tools}
    for name in names:
        await servers.approve("ours", name, pins[name])


def find(servers: McpServers, name: str) -> AnyTool:
    [tool] = [each for each in servers.tools() if each.name == f"ours__{name}"]
    return tool.placed(HERE)


async def call(servers: McpServers, tool: str, **arguments: str) -> Outcome:
    return await call_tool(find(servers, tool), {**arguments}, "c1")


async def state_of(servers: McpServers, name: str) -> str:
    return next(tool.state for tool in (await look(servers)).tools if tool.name == name)


async def test_a_tool_is_there_once_it_is_approved_and_its_words_are_a_strangers(
    ours: Ours,
) -> None:
    async with ours.running() as servers:
        assert await state_of(servers, "greet") == "new"
        assert servers.tools() == ()

        await approve(servers, "greet")
        outcome = await call(servers, "greet", name="Ada")

        assert await state_of(servers, "greet") == "approved"
    assert (outcome.state, outcome.output.text) == ("done", "Hello Ada!")
    assert outcome.output.origin == "MCP server ours"


async def test_it_acts_on_the_world_and_asks_unless_the_file_knows_better(ours: Ours) -> None:
    ours.write(effects={"greet": "pure"})
    async with ours.running() as servers:
        await approve(servers, "greet", "wait")

        greet, wait = find(servers, "greet"), find(servers, "wait")

    assert (greet.effect, wait.effect) == ("pure", "effect")
    assert find_need(greet, {"name": "Ada"}) is not None
    assert find_need(wait, {}, "example.org") is not None


async def test_a_server_that_says_again_and_again_that_it_changed_is_looked_at_once_at_a_time(
    ours: Ours,
) -> None:
    flood = PROGRAM.with_name("mcp_flood.py")
    told = {"MCP_TOLD": str(ours.told)}
    server = {"command": sys.executable, "args": [str(flood)], "env": told}
    ours.configure({"mcpServers": {"ours": server}})
    async with ours.running() as servers:
        await look(servers)
        await ours.until_told("over")
        await look(servers)

    assert ours.told.read_text().splitlines().count("listed") <= 4


async def test_wrong_arguments_are_told_without_a_call(ours: Ours) -> None:
    async with ours.running() as servers:
        await approve(servers, "greet")

        outcome = await call(servers, "greet")

    assert outcome.state == "error"
    assert "'name' is a required property" in outcome.output.text
    assert ours.told.read_text() == ""


async def test_a_server_is_given_its_secret_and_nothing_of_our_environment(
    ours: Ours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "canary-key")
    async with ours.running() as servers:
        await approve(servers, "show_environment")

        outcome = await call(servers, "show_environment")

    assert "OPENAI_API_KEY" not in outcome.output.text
    assert outcome.output.text.endswith("KEY=canary-secret")


async def test_a_tool_that_failed_says_so_in_a_strangers_words(ours: Ours) -> None:
    async with ours.running() as servers:
        await approve(servers, "fail")

        outcome = await call(servers, "fail")

    assert outcome.state == "error"
    assert outcome.output.text.startswith("The tool says that it failed:\n")
    assert outcome.output.origin == "MCP server ours"


async def test_a_tool_that_changed_is_off_until_it_is_approved_again(ours: Ours) -> None:
    async with ours.running() as servers:
        await approve(servers, "greet")
        old_pin = next(tool.pin for tool in (await look(servers)).tools if tool.name == "greet")
    ours.write("--changed")

    async with ours.running() as servers:
        refused = await call(servers, "greet", name="Ada")
        shown = next(tool for tool in (await look(servers)).tools if tool.name == "greet")
        with pytest.raises(McpToolChanged):
            await servers.approve("ours", "greet", old_pin)
        off = find(servers, "greet").unavailable
        await approve(servers, "greet")
        called = await call(servers, "greet", name="Ada")

    assert refused.state == "error"
    assert "has changed since it was approved" in refused.output.text
    assert (shown.state, shown.description) == ("changed", "Greets somebody else.")
    assert shown.approved_description == "Greets somebody."
    assert off is not None
    assert called.output.text == "Hello Ada!"
    assert ours.told.read_text() == "greeted Ada\n"


async def test_a_tool_that_is_revoked_is_off_at_once_also_for_a_call_that_is_about_to_be_made(
    ours: Ours,
) -> None:
    async with ours.running() as servers:
        await approve(servers, "greet", "wait", "fail")
        about_to = find(servers, "greet")

        await servers.revoke("ours", "greet")
        refused = await call_tool(about_to, {"name": "Ada"}, "c1")
        one_off = {tool.name for tool in servers.tools()}
        await servers.revoke("ours", "greet")
        await servers.revoke("ours", None)
        with pytest.raises(McpToolNotFound):
            await servers.revoke("theirs", None)

        assert await state_of(servers, "greet") == "new"
    assert (refused.state, refused.output.text) == ("error", "A person has switched this tool off.")
    assert one_off == {"ours__wait", "ours__fail"}
    assert servers.tools() == ()
    assert ours.told.read_text() == ""


async def test_what_was_approved_is_told_while_its_server_is_away_or_has_it_no_more(
    ours: Ours,
) -> None:
    async with ours.running() as servers:
        await approve(servers, "greet")
    ours.write("--without-greet")
    async with ours.running() as servers:
        gone = await state_of(servers, "greet")
    ours.write(command="/nowhere/to-be-found")
    async with ours.running() as servers:
        away = await look(servers)

    assert gone == "gone"
    assert away.error is not None
    assert [(tool.name, tool.state) for tool in away.tools] == [("greet", "approved")]


async def test_a_server_that_tells_a_change_loses_the_tool_at_once(ours: Ours) -> None:
    async with ours.running() as servers:
        await approve(servers, "greet", "change")

        await call(servers, "change")

        async with asyncio.timeout(PATIENCE):
            while find(servers, "greet").unavailable is None:
                await asyncio.sleep(0.02)


async def test_a_server_that_dies_during_a_call_leaves_it_open_and_is_started_again(
    ours: Ours,
) -> None:
    async with ours.running() as servers:
        await approve(servers, "die", "greet")

        lost = await call(servers, "die")
        after = await call(servers, "greet", name="Ada")

    assert lost.state == "error"
    assert "it may or may not have happened" in lost.output.text
    assert after.output.text == "Hello Ada!"
    assert ours.told.read_text().splitlines() == ["died", "greeted Ada"]


async def test_a_server_that_died_between_calls_is_started_again(ours: Ours) -> None:
    async with ours.running() as servers:
        await approve(servers, "greet")
        before = await call(servers, "greet", name="Ada")
        [pid] = children()
        os.kill(pid, signal.SIGKILL)

        after = await call(servers, "greet", name="Eve")

    assert (before.output.text, after.output.text) == ("Hello Ada!", "Hello Eve!")


async def test_a_call_that_takes_too_long_is_cancelled_and_the_next_one_runs(ours: Ours) -> None:
    ours.write(timeout=4)
    async with ours.running() as servers:
        await approve(servers, "wait", "greet")

        late = await call(servers, "wait")
        await ours.until_told("cancelled")
        after = await call(servers, "greet", name="Ada")

    assert late.output.text == (
        "The call took longer than 4 s and was stopped: it may or may not have happened."
    )
    assert after.output.text == "Hello Ada!"


async def test_what_a_server_asks_is_put_to_the_person_and_the_call_goes_on_with_the_answer(
    ours: Ours,
) -> None:
    ours.write(timeout=4)
    async with ours.running() as servers:
        await approve(servers, "ask")
        tool = find(servers, "ask")

        with pytest.raises(PersonNeeded) as needed:
            await call_tool(tool, {}, "c1")
        await asyncio.sleep(4.5)  # a person takes longer than a call may
        held = servers.holds("c1")
        outcome = await call_tool(tool, {}, "c1", answer=Answer(("Oslo",)))

    assert needed.value.asked == Asked(
        "free", 'The MCP server ours asks: Which city?\n("-" declines.)'
    )
    assert held
    assert not servers.holds("c1")
    assert (outcome.state, outcome.output.text) == ("done", "The answer was accept.")


async def test_a_server_may_ask_for_several_things_and_gets_an_answer_to_each(ours: Ours) -> None:
    async with ours.running() as servers:
        await approve(servers, "ask_both")
        tool = find(servers, "ask_both")

        asked: list[Asked] = []
        given: list[tuple[str, ...]] = []
        while len(asked) < 3:
            answer = Answer(given[-1], tuple(given[:-1])) if given else None
            try:
                outcome = await call_tool(tool, {}, "c1", answer=answer)
                break
            except PersonNeeded as needed:
                asked.append(needed.asked)
                given.append(("Yes",) if needed.asked.options else ("Oslo",))

    assert sorted(each.text.splitlines()[0] for each in asked) == [
        "The MCP server ours asks: Are you sure?",
        "The MCP server ours asks: Which city?",
    ]
    assert '"city":"Oslo"' in outcome.output.text
    assert '"sure":true' in outcome.output.text
    assert ours.told.read_text() == "asked both\n"


async def test_a_server_may_ask_the_person_to_open_an_address(ours: Ours) -> None:
    async with ours.running() as servers:
        await approve(servers, "send_away")
        tool = find(servers, "send_away")

        with pytest.raises(PersonNeeded) as needed:
            await call_tool(tool, {}, "c1")
        outcome = await call_tool(tool, {}, "c1", answer=Answer(("I have done it",)))

    assert needed.value.asked.text.endswith("Sign in.\nhttps://bank.example/in")
    assert outcome.output.text == "The person chose: accept."


async def test_a_call_that_waits_for_the_person_is_given_up_with_its_live_agent(ours: Ours) -> None:
    async with ours.running() as servers:
        await approve(servers, "ask")
        with pytest.raises(PersonNeeded):
            await call(servers, "ask")

        await servers.let_go("th")

        async with asyncio.timeout(PATIENCE):
            while servers.holds("c1"):
                await asyncio.sleep(0.02)


async def test_a_connection_ends_with_the_last_live_agent_that_used_it(ours: Ours) -> None:
    async with ours.running() as servers:
        await approve(servers, "greet")
        await call(servers, "greet", name="Ada")
        assert len(children()) == 1

        await servers.let_go("another")
        assert len(children()) == 1
        await servers.let_go("th")

        async with asyncio.timeout(PATIENCE):
            while children():
                await asyncio.sleep(0.02)


async def test_a_server_that_is_being_closed_when_the_runner_stops_is_ended_all_the_same(
    ours: Ours,
) -> None:
    ours.write("--deaf")
    async with ours.running() as servers:
        await approve(servers, "greet")
        await call(servers, "greet", name="Ada")

        await servers.let_go("th")
        await asyncio.sleep(0.1)  # it is on its way

    assert children() == []


async def test_a_server_over_http_is_used_and_its_secret_address_is_told_to_nobody(
    ours: Ours, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    port = free_port()
    url = f"http://127.0.0.1:{port}/mcp?key=${{secret:ours}}"
    ours.configure({"mcpServers": {"ours": {"url": url}}})
    process = await create_subprocess_exec(
        *(sys.executable, str(PROGRAM)),
        env={"MCP_PORT": str(port), "MCP_TOLD": str(ours.told), "PATH": os.environ["PATH"]},
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    try:
        async with ours.running() as servers:
            while (await look(servers)).error is not None:
                await asyncio.sleep(0.1)
            await approve(servers, "greet")

            outcome = await call(servers, "greet", name="Ada")
            place = (await look(servers)).place
    finally:
        process.kill()
        await process.wait()

    assert "MCP server connected" in caplog.text
    assert "canary-secret" not in caplog.text
    assert place == f"http://127.0.0.1:{port}/mcp"
    assert outcome.output.text == "Hello Ada!"


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"command": "/nowhere/to-be-found"}, "there is no such program"),
        ({"command": "/bin/false", "args": []}, "can't be reached"),
        ({"env": {"KEY": "${secret:missing}"}}, "There is no secret 'missing'"),
    ],
)
async def test_a_server_that_is_away_says_why(
    ours: Ours, settings: Mapping[str, object], why: str
) -> None:
    ours.write(**settings)
    async with ours.running() as servers:
        assert why in ((await look(servers)).error or "")

        with pytest.raises(McpServerAway):
            await servers.approve("ours", "greet", "0" * 64)


async def test_what_no_server_has_can_not_be_approved(ours: Ours) -> None:
    async with ours.running() as servers:
        with pytest.raises(McpToolNotFound):
            await servers.approve("ours", "nonsense", "0" * 64)
        with pytest.raises(McpToolNotFound):
            await servers.approve("theirs", "greet", "0" * 64)


async def test_a_wrong_file_is_told_without_its_values(ours: Ours) -> None:
    ours.configure({"mcpServers": {"ours": {"command": "x", "shell": "canary-value"}}})

    async with ours.running() as servers:
        told = await servers.describe()

    assert told.servers == ()
    assert told.error is not None
    assert told.error.startswith("mcp.json is wrong at mcpServers.ours")
    assert "canary-value" not in told.error


def children() -> list[int]:
    """The servers that this process started and that still run."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            command = Path(f"/proc/{pid}/cmdline")
            if command.exists() and str(PROGRAM) in command.read_text():
                found.append(int(pid))
    return found


def test_a_schema_that_points_outside_of_itself_makes_a_tool_unusable() -> None:
    schema: dict[str, JsonValue] = {"properties": {"who": {"$ref": "https://example.org/who.json"}}}
    tool = Declared(name="greet", description="", parameters=schema)

    assert find_problem("ours", tool) == (
        "its schema points outside of itself, and nothing is fetched from there"
    )


def test_null_says_nothing_where_a_schema_does_not_take_it() -> None:
    schema: dict[str, JsonValue] = {
        "properties": {"name": {"type": "string"}, "loud": {"type": "boolean"}, "any": {}},
        "required": ["name"],
    }
    arguments = make_arguments(Declared(name="greet", description="", parameters=schema))

    given = arguments.model_validate({"name": "Ada", "loud": None, "any": None})

    assert given.model_extra == {"name": "Ada", "any": None}
    with pytest.raises(ValidationError, match="name: None is not of type 'string'"):
        arguments.model_validate({"name": None})


def point_twice(depth: int) -> dict[str, JsonValue]:
    """Each definition points to the next one twice: to follow all of it takes 2 ** depth steps."""
    definitions: dict[str, JsonValue] = {
        f"at{each}": {"anyOf": [{"$ref": f"#/$defs/at{each + 1}"}] * 2} for each in range(depth)
    }
    whole: dict[str, JsonValue] = {**definitions, f"at{depth}": {"type": "integer"}}
    return {"properties": {"text": {"$ref": "#/$defs/at0"}}, "$defs": whole}


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"text": {"type": "string", "pattern": "^(a+)+$"}}},
        {"patternProperties": {"^(t+)+e": {}}, "additionalProperties": False},
        {"patternProperties": {"^(t|t)+$": {}}, "unevaluatedProperties": False},
        {"$ref": "#"},
        point_twice(60),
    ],
    ids=["pattern", "pattern of a name", "unevaluated", "itself", "twice"],
)
def test_a_schema_that_takes_years_to_check_is_left_to_its_server(
    schema: dict[str, JsonValue],
) -> None:
    tool = Declared(name="slow", description="", parameters=schema)
    given = {"text": "a" * 60 + "!", "t" * 60 + "!": 1}

    assert find_problem("ours", tool) is None
    assert make_arguments(tool).model_validate(given).model_extra == given


def test_what_a_schema_says_beside_its_patterns_is_checked() -> None:
    tool = Declared(
        name="find",
        description="",
        parameters={
            "properties": {"pattern": {"$ref": "#/$defs/words"}, "most": {"type": "integer"}},
            "$defs": {"words": {"type": "string", "pattern": "^[a-z]+$", "maxLength": 3}},
            "additionalProperties": False,
        },
    )
    arguments = make_arguments(tool)

    assert arguments.model_validate({"pattern": "abc", "most": 3})
    for wrong in ({"pattern": "abcd"}, {"most": "many"}, {"other": 1}):
        with pytest.raises(ValidationError):
            arguments.model_validate(wrong)
