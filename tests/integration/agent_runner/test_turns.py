"""Turns on the real thing: nats-server, the store and the runner, each a process."""

import asyncio

import pytest
from parley_shared.errors import BadInput
from parley_shared.events import ModelRetrying
from parley_shared.models import ToolPart
from parley_shared.runner import (
    GetRunner,
    GetSkill,
    ListModels,
    ListSecrets,
    ListSkills,
    ListTools,
    PutSecret,
    RunnerState,
    TestModel,
)

from tests.fakes.openai_script import Call, Finish, Reason, Refuse, Say, Script, say
from tests.fakes.openai_server import OpenAIServer
from tests.fakes.openai_wire import Asked
from tests.integration.agent_runner.house import House, Watcher
from tests.waiting import PATIENCE, START_PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


def for_answers(models: OpenAIServer) -> list[Asked]:
    """What was asked by turns, and not to name their threads."""
    first = [str(each.body["messages"][0]["content"]) for each in models.asked]
    return [
        each
        for each, words in zip(models.asked, first, strict=True)
        if not words.startswith("You name conversations")
    ]


async def test_a_message_is_answered_word_by_word(running_house: House) -> None:
    answer, seen = await running_house.ask("echo", "Hello")

    assert answer.text == "Echo: Hello"
    assert answer.stop_reason == "end"
    assert seen.kinds() == [
        "thread.created",
        "message.created",
        "title.changed",
        "turn.started",
        "text.done",
        "usage.reported",
        "message.ready",
        "turn.finished",
    ]
    assert seen.count("text.delta") >= 2
    stored = await running_house.stored_view("echo")
    assert stored.visible_messages == seen.view.visible_messages


async def test_a_tool_is_called_and_its_card_told(running_house: House) -> None:
    answer, seen = await running_house.ask("sum", "What is 2+2?", agent_id="toolbox")

    assert answer.text == "2+2 = 4"
    [card] = answer.parts
    assert isinstance(card, ToolPart)
    assert (card.name, card.title, card.state, card.summary) == (
        "calculator",
        "Calculator",
        "done",
        "4",
    )
    assert [kind for kind in seen.kinds() if kind.startswith("tool.")] == [
        "tool.called",
        "tool.started",
        "tool.finished",
    ]
    assert answer.usage is not None
    assert (answer.usage.cost_micros, answer.usage.source) == (0, "provider")


async def test_the_thread_so_far_is_read(running_house: House, models: OpenAIServer) -> None:
    await running_house.add_agent("reader", model="openai/echo", api_base=models.url)
    await running_house.ask("talk", "One", agent_id="reader")
    await running_house.ask("talk", "Two", agent_id="reader")

    assert for_answers(models)[-1].body["messages"][1:] == [
        {"role": "user", "content": "One"},
        {"role": "assistant", "content": "Echo: One"},
        {"role": "user", "content": "Two"},
    ]


@pytest.mark.parametrize(
    ("model", "code", "text"),
    [
        ("no-key", "key_refused", "was refused. Store a valid one"),
        ("quota", "quota_spent", "has no credit left"),
        ("too-long", "context_overflow", "longer than openai/too-long can read"),
    ],
)
async def test_a_failure_is_a_sentence(
    running_house: House, models: OpenAIServer, model: str, code: str, text: str
) -> None:
    await running_house.add_agent(model, model=f"openai/{model}", api_base=models.url)

    async with asyncio.timeout(START_PATIENCE), running_house.watch(model) as seen:
        await running_house.say(model, "Hello", agent_id=model)
        await seen.until(lambda seen: seen.view.outcome == "failed")

    assert seen.view.error == code
    assert text in (seen.view.error_text or "")
    assert "canary" not in str(seen.events)
    assert "canary" not in running_house.log("agent-runner")


async def test_half_an_answer_is_asked_for_again(
    running_house: House, models: OpenAIServer
) -> None:
    await running_house.add_agent("half", model="openai/half-once", api_base=models.url)

    answer, seen = await running_house.ask("half", "Hello", agent_id="half")

    assert answer.text == "This is the whole."
    assert seen.count("model.retrying") == 1


async def until_nothing_runs(house: House) -> RunnerState:
    """A turn is told to have ended before its runner has cleared it away."""
    async with asyncio.timeout(PATIENCE):
        while (state := await house.web.ask(GetRunner())).running:
            await asyncio.sleep(0.05)
    return state


async def test_a_long_wait_for_a_provider_holds_no_place(
    running_house: House, models: OpenAIServer
) -> None:
    models.scripts["busy"] = [[Refuse(429, "slow down", None, {"Retry-After": "60"})]]
    await running_house.add_agent("busy", model="openai/busy", api_base=models.url)

    async with asyncio.timeout(START_PATIENCE), running_house.watch("busy") as seen:
        await running_house.say("busy", "Hello", agent_id="busy")
        await seen.until(lambda seen: seen.count("model.retrying") == 1)
        await until_nothing_runs(running_house)
        await running_house.stop("busy")
        await seen.until(lambda seen: seen.view.outcome == "cancelled")

    [waits] = [event for event in seen.events if isinstance(event, ModelRetrying)]
    assert (waits.code, waits.wait_ms) == ("rate_limited", 60_000)


async def test_an_answer_too_long_for_the_bus_is_shortened(
    running_house: House, models: OpenAIServer
) -> None:
    called: Script = [
        Say("x" * 200_000, size=20_000),
        Call("calculator", '{"expression": "1+1"}'),
        Finish("tool_calls"),
    ]
    models.scripts["huge"] = [*[called] * 6, say("Done.")]
    change = {"tools": ("calculator",), "api_base": models.url}
    await running_house.add_agent("huge", model="openai/huge", **change)

    answer, _ = await running_house.ask("huge", "Hello", agent_id="huge")

    assert (answer.text, answer.stop_reason) == ("Done.", "end")
    assert len(answer.parts) == 12


def growing(seen: Watcher) -> str:
    message = seen.view.streaming_message
    return message.text if message else ""


async def test_stop_keeps_the_words_and_closes_the_connection(
    running_house: House, models: OpenAIServer
) -> None:
    await running_house.add_agent("slow", model="openai/hang-later", api_base=models.url)
    gone = models.disconnects

    async with asyncio.timeout(START_PATIENCE), running_house.watch("stop") as seen:
        await running_house.say("stop", "Hello", agent_id="slow")
        await seen.until(lambda seen: growing(seen) == "I will be")
        await running_house.stop("stop")
        await seen.until(lambda seen: seen.view.outcome == "cancelled")
        await models.until_disconnected(gone + 1)

    [answer] = seen.answers()
    assert answer.text == "I will be"
    assert answer.stop_reason == "cancelled"


async def test_questions_about_the_runner_are_answered(running_house: House) -> None:
    web = running_house.web

    tools = await web.ask(ListTools())
    models = await web.ask(ListModels())
    state = await until_nothing_runs(running_house)

    assert [tool.name for tool in tools.tools][:7] == [
        "calculator",
        "current_time",
        "ask_user",
        "todos",
        "wiki_search",
        "weather",
        "web_fetch",
    ]
    assert "web_search" in {tool.name for tool in tools.tools}
    assert {"demo/echo", "demo/tools", "demo/slow"} <= {each.model for each in models.models}
    assert state.runner == "agent-runner"


async def test_a_skill_is_listed_switched_on_by_its_pin_and_told_to_the_model(
    running_house: House, models: OpenAIServer
) -> None:
    running_house.write_skill("tea", "Makes tea.", "Boil water.")
    [skill] = (await running_house.web.ask(ListSkills())).skills
    assert (skill.name, skill.unusable, skill.warnings) == ("tea", None, ())
    read = await running_house.web.ask(GetSkill(name="tea"))
    assert (read.skill, read.text, read.files) == (skill, "Boil water.", ())
    for agent, pins in (("with", (skill.pin,)), ("changed", ("tea@0",))):
        await running_house.add_agent(agent, model="openai/echo", api_base=models.url, skills=pins)

    await running_house.ask("skilled", "Hello", agent_id="with")
    await running_house.ask("unskilled", "Hello", agent_id="changed")

    with_skill, without = for_answers(models)[-2:]
    assert "<name>\ntea\n</name>" in with_skill.body["messages"][0]["content"]
    assert [each["function"]["name"] for each in with_skill.body["tools"]] == ["activate_skill"]
    assert "tea" not in without.body["messages"][0]["content"]
    assert "tools" not in without.body


async def test_a_key_is_stored_but_never_told(running_house: House) -> None:
    web = running_house.web

    await web.ask(PutSecret(name="mine", value="sk-canary-98765"))

    assert (await web.ask(ListSecrets())).names == ("mine",)
    assert "canary" not in running_house.log("agent-runner")
    with pytest.raises(BadInput):
        await web.ask(PutSecret(name="../mine", value="x"))


async def test_a_model_can_be_tried_with_a_key_that_is_not_kept(
    running_house: House, models: OpenAIServer
) -> None:
    question = TestModel(model="openai/hello", api_base=models.url, secret="sk-just-now")

    result = await running_house.web.ask(question, timeout=30)

    assert (result.ok, result.text) == (True, "Hello from the fake model.")
    assert models.asked[-1].headers["authorization"] == "Bearer sk-just-now"
    assert "sk-just-now" not in str(await running_house.web.ask(ListSecrets()))


async def test_what_a_model_thought_before_a_call_goes_back_to_it_word_for_word(
    running_house: House, models: OpenAIServer
) -> None:
    models.scripts["thinker"] = [
        [
            Reason("Let me see.\n Two and two… ", size=3),
            Call("calculator", '{"expression": "2+2"}', "call_t"),
            Finish("tool_calls"),
        ],
        say("Four."),
    ]
    await running_house.add_agent(
        "thinker", model="openai/thinker", api_base=models.url, tools=("calculator",)
    )

    await running_house.ask("thinking", "What is 2+2?", agent_id="thinker")
    await running_house.ask("thinking", "Sure?", agent_id="thinker")

    asked = [each.body["messages"] for each in for_answers(models) if each.model == "thinker"]
    assert [each.get("reasoning_content") for each in asked[1] if each["role"] == "assistant"] == [
        "Let me see.\n Two and two… "
    ]
    assert not any("reasoning_content" in each for each in asked[2])
