"""Agents that plan, delegate, ask, hand over and are switched while they work: the real thing."""

import asyncio

import pytest
from parley_sandbox.talking import Content
from parley_sandbox.workspace import keep_changes, load_files
from parley_shared.commands import AgentChange, AnswerQuery, UpdateAgent
from parley_shared.events import QuestionAsked, SubagentFinished, SubagentStarted
from parley_shared.models import ToolPart
from parley_shared.rpc import Answers
from parley_shared.sandbox import GetSandbox, RunResult, RunState, SandboxState, StartRun
from parley_shared.store import EventsSince
from parley_shared.workspace import ListWorkspace

from tests.fakes.openai_script import Call, Finish, say
from tests.fakes.openai_server import OpenAIServer
from tests.grammar import check_events
from tests.integration.agent_runner.house import ENDS, House, Watcher

pytestmark = pytest.mark.asyncio(loop_scope="module")

PLAN = '{"todos": [{"text": "Compare", "state": "in_progress"}]}'
PLAN_DONE = '{"todos": [{"text": "Compare", "state": "completed"}]}'
RED = '{"agent": "looker", "prompt": "Look at A"}'
GREEN = '{"agent": "looker", "prompt": "Look at B"}'
WHICH = '{"question": "Which do you like?", "kind": "single", "options": ["A", "B"]}'
CALLS = Finish("tool_calls")


async def test_an_agent_plans_delegates_to_two_asks_the_person_once_and_finishes(
    running_house: House, models: OpenAIServer
) -> None:
    models.scripts["planner"] = [
        [Call("todos", PLAN, "a"), CALLS],
        [Call("task", RED, "b", 0), Call("task", GREEN, "c", 1), CALLS],
        [Call("ask_user", WHICH, "d"), CALLS],
        [Call("todos", PLAN_DONE, "e"), CALLS],
        say("You like B: it is done."),
    ]
    models.scripts["looker"] = [say("I have looked.")]
    tools = ("todos", "task", "ask_user")
    await running_house.add_agent(
        "planner", model="openai/planner", api_base=models.url, tools=tools
    )
    await running_house.add_agent("looker", model="openai/looker", api_base=models.url)

    async with asyncio.timeout(120), running_house.watch("plan") as seen:
        await running_house.say("plan", "Compare A and B", agent_id="planner")
        await seen.until(lambda seen: seen.count("question.asked") == 1)
        asked = next(each for each in seen.events if isinstance(each, QuestionAsked))
        await running_house.gateway.ask(
            AnswerQuery(question_id=asked.question.id, answers=("B",)), service="store"
        )
        await seen.until(lambda seen: any(seen.count(end) for end in ENDS))

    answer = seen.answers()[-1]
    assert answer.text == "You like B: it is done."
    assert [todo.state for todo in seen.view.runtime_context.todos] == ["completed"]
    cards = [part for part in answer.parts if isinstance(part, ToolPart)]
    assert [(card.name, card.state) for card in cards] == [
        ("todos", "done"),
        ("task", "done"),
        ("task", "done"),
        ("ask_user", "done"),
        ("todos", "done"),
    ]
    assert [card.summary for card in cards[1:4]] == ["I have looked.", "I have looked.", "B"]
    assert (await running_house.stored_view("plan")).visible_messages == seen.view.visible_messages
    check_events((await running_house.web.ask(EventsSince(thread_id="plan", seq=0))).events)
    assert runs_side_by_side(seen)


def runs_side_by_side(seen: Watcher) -> bool:
    kinds = [type(event) for event in seen.events]
    return kinds.index(SubagentFinished) > len(kinds) - 1 - kinds[::-1].index(SubagentStarted)


@pytest.mark.asyncio(loop_scope="function")  # its house lives as long as the test
async def test_a_runner_that_is_killed_under_its_sub_agents_goes_on(
    house: House, openai: OpenAIServer
) -> None:
    openai.scripts["origin"] = [[Call("task", RED), CALLS], say("Both of us are well.")]
    openai.scripts["looker"] = [say("I have " + "looked " * 60, every=0.1), say("I have looked.")]
    await house.add_agent("origin", model="openai/origin", api_base=openai.url, tools=("task",))
    await house.add_agent("looker", model="openai/looker", api_base=openai.url)
    await house.start("agent-runner")

    async with asyncio.timeout(180), house.watch("T") as seen:
        await house.say("T", "Ask the looker", agent_id="origin")
        await seen.until(lambda seen: seen.count("subagent.started") == 1)
        child = next(each for each in seen.events if isinstance(each, SubagentStarted))
        async with house.watch(child.child_thread_id) as work:
            await work.until(lambda work: work.count("text.delta") > 2)
            await house.kill("agent-runner")
            await house.start("agent-runner")
            await seen.until(lambda seen: any(seen.count(end) for end in ENDS))

    assert seen.answers()[-1].text == "Both of us are well."
    assert (seen.count("subagent.started"), seen.count("subagent.finished")) == (1, 1)
    assert [each.body["model"] for each in openai.asked].count("origin") == 2


async def test_a_thread_is_handed_over_and_the_other_agent_is_told_why(
    running_house: House, models: OpenAIServer
) -> None:
    brief = '{"agent": "expert", "brief": "They want the sum."}'
    models.scripts["porter"] = [[Call("handoff", brief), CALLS]]
    models.scripts["expert"] = [say("The sum is four.")]
    await running_house.add_agent(
        "porter", model="openai/porter", api_base=models.url, tools=("handoff",)
    )
    await running_house.add_agent("expert", model="openai/expert", api_base=models.url)

    async with asyncio.timeout(120), running_house.watch("door") as seen:
        await running_house.say("door", "What is the sum?", agent_id="porter")
        await seen.until(lambda seen: seen.count("turn.finished") == 2)

    assert [answer.agent_id for answer in seen.answers()] == ["porter", "expert"]
    assert seen.view.agent_id == "expert"
    told = [each["content"] for each in models.asked[-1].body["messages"] if each["role"] == "user"]
    assert "What is the sum?" in told[0]
    assert "[porter handed the conversation over] They want the sum." in told[-1]
    check_events((await running_house.web.ask(EventsSince(thread_id="door", seq=0))).events)


async def test_a_tool_that_is_switched_off_in_the_middle_is_gone_at_the_next_call(
    running_house: House, models: OpenAIServer
) -> None:
    models.scripts["switch"] = [
        [Call("current_time"), CALLS],
        say("I can't tell."),
    ]
    await running_house.add_agent(
        "switch", model="openai/echo", api_base=models.url, tools=("current_time",)
    )
    before = len(models.asked)
    await running_house.ask("switch", "Hello", agent_id="switch")
    [offered] = models.asked[before].body["tools"]
    assert offered["function"]["name"] == "current_time"

    change = UpdateAgent(agent_id="switch", change=AgentChange(tools=(), model="openai/switch"))
    await running_house.gateway.ask(change, service="store")
    answer, _ = await running_house.ask("switch", "What time is it?", agent_id="switch")

    [card] = [part for part in answer.parts if isinstance(part, ToolPart)]
    assert card.state == "error"
    assert "There is no tool 'current_time' here, or it is switched off." in card.summary
    assert "tools" not in models.asked[-1].body


async def test_a_sub_agent_writes_into_the_files_of_the_thread_it_works_for(
    running_house: House, models: OpenAIServer
) -> None:
    models.scripts["chief"] = [
        [Call("task", '{"agent": "scribe", "prompt": "Write"}'), CALLS],
        say("Written."),
    ]
    models.scripts["scribe"] = [
        [Call("write_file", '{"path": "a.txt", "text": "hello"}'), CALLS],
        say("I wrote it."),
    ]
    await running_house.add_agent(
        "chief", model="openai/chief", api_base=models.url, tools=("task",)
    )
    await running_house.add_agent(
        "scribe", model="openai/scribe", api_base=models.url, tools=("write_file",)
    )

    await running_house.ask("files", "Have it written", agent_id="chief")

    files = (await running_house.web.ask(ListWorkspace(thread_id="files"))).files
    assert [(each.path, each.file.size) for each in files] == [("a.txt", 5)]


async def test_code_of_a_sub_agent_sees_and_leaves_files_of_the_thread_it_works_for(
    running_house: House, models: OpenAIServer
) -> None:
    models.scripts["boss"] = [
        [Call("write_file", '{"path": "in.txt", "text": "one"}'), CALLS],
        [Call("task", '{"agent": "coder", "prompt": "Run it"}'), CALLS],
        [Call("read_file", '{"path": "out.txt"}'), CALLS],
        say("It has run."),
    ]
    models.scripts["coder"] = [[Call("run_shell", '{"code": "ls"}'), CALLS], say("I ran it.")]
    tools = ("write_file", "task", "read_file")
    await running_house.add_agent("boss", model="openai/boss", api_base=models.url, tools=tools)
    await running_house.add_agent(
        "coder", model="openai/coder", api_base=models.url, tools=("run_shell",)
    )
    sandbox = await running_house.connect("sandbox")

    async def describe(_: GetSandbox) -> SandboxState:
        return SandboxState(backend="docker")

    async def list_into_a_file(asked: StartRun) -> RunState:
        """What `ls > out.txt` does, without a container."""
        seen = await load_files(sandbox, asked.thread_id)
        names = "".join(f"{each.path}\n" for each in seen.files)
        files = await keep_changes(sandbox, asked, (Content("out.txt", names.encode()),), ())
        return RunState(state="ended", result=RunResult(reason="exited", code=0, files=files))

    async with Answers(sandbox, service="sandbox", version="1") as answers:
        await answers.add(GetSandbox, describe)
        await answers.add(StartRun, list_into_a_file)
        answer, _ = await running_house.ask("code", "Have it run", agent_id="boss")

    cards = [part for part in answer.parts if isinstance(part, ToolPart)]
    assert [(card.name, card.state, card.summary) for card in cards[1:]] == [
        ("task", "done", "I ran it."),
        ("read_file", "done", "in.txt\n"),
    ]
