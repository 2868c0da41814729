"""The lane through litellm, against a scripted server that speaks OpenAI's protocol."""

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest
from parley_agent_runner import model as lane
from parley_agent_runner.assembler import Assembler
from parley_agent_runner.chat import ChatMessage
from parley_agent_runner.model import open_lane
from parley_agent_runner.stream import Chunk, Failure, ModelCall, ModelFailed, Route
from parley_agent_runner.tools.calculator import CALCULATOR
from parley_agent_runner.tools.current_time import CURRENT_TIME
from parley_shared.models import Parameters

from tests.fakes.failing import failed
from tests.fakes.openai_script import Finish, Hang, Refuse, Say
from tests.fakes.openai_server import OpenAIServer
from tests.ports import free_port

KEYS = {"openai": "sk-canary-0123456789"}
LANE = open_lane(KEYS.get)


def asking(route: Route, text: str = "Hello", *, tools: bool = False) -> ModelCall:
    return ModelCall(
        route=route,
        messages=({"role": "user", "content": text},),
        tools=(CALCULATOR.describe(), CURRENT_TIME.describe()) if tools else (),
        parameters=Parameters(temperature=0.5),
    )


async def hear(call: ModelCall) -> tuple[Assembler, list[Chunk]]:
    assembler, chunks = Assembler(), []
    async with asyncio.timeout(120), aclosing(LANE(call)) as stream:
        async for chunk in stream:
            chunks.append(chunk)
            assembler.add(chunk)
    return assembler, chunks


async def fail(call: ModelCall) -> Failure:
    with pytest.raises(ModelFailed) as raised:
        await hear(call)
    return raised.value.failure


async def test_text_comes_word_by_word_with_the_providers_usage(openai: OpenAIServer) -> None:
    got, chunks = await hear(asking(Route("openai/hello", openai.url)))

    assert got.text == "Hello from the fake model."
    assert [chunk.text for chunk in chunks if chunk.text][:2] == ["Hello ", "from "]
    assert got.finish == "stop"
    assert got.usage is not None
    assert (got.usage.input_tokens, got.usage.output_tokens) == (7, 3)
    assert (got.usage.source, got.usage.cost_micros) == ("provider", None)


async def test_a_request_holds_what_was_asked_and_no_key_of_another(openai: OpenAIServer) -> None:
    await hear(asking(Route("openai/hello", openai.url), tools=True))

    [asked] = openai.asked
    assert asked.model == "hello"
    assert asked.body["temperature"] == 0.5
    assert asked.body["messages"] == [{"role": "user", "content": "Hello"}]
    assert [tool["function"]["name"] for tool in asked.body["tools"]] == [
        "calculator",
        "current_time",
    ]
    assert asked.headers["authorization"] == "Bearer not-needed"


async def test_a_named_key_is_sent(openai: OpenAIServer) -> None:
    await hear(asking(Route("openai/hello", openai.url, "openai")))

    assert openai.asked[0].headers["authorization"] == "Bearer sk-canary-0123456789"


async def test_usage_that_nobody_told_is_left_out(openai: OpenAIServer) -> None:
    got, _ = await hear(asking(Route("openai/no-usage", openai.url)))

    assert got.text == "Nobody counts."
    assert got.usage is None


async def test_reasoning_is_kept_apart(openai: OpenAIServer) -> None:
    got, _ = await hear(asking(Route("openai/think", openai.url)))

    assert (got.text, got.reasoning) == ("It is four.", "Let me see. ")


async def test_who_asks_for_its_thoughts_is_sent_them(openai: OpenAIServer) -> None:
    call = asking(Route("deepseek/hello", openai.url))
    thought: ChatMessage = {"role": "assistant", "content": "Yes.", "reasoning_content": "Hm."}

    await hear(replace(call, messages=(*call.messages, thought, *call.messages)))

    assert openai.asked[0].body["messages"][1]["reasoning_content"] == "Hm."


async def test_half_a_character_is_replaced_and_the_rest_stays(openai: OpenAIServer) -> None:
    cut = Say("\ud83d\ude00.", size=1)  # its halves come in two chunks
    openai.scripts["halves"] = [[Say("One \ud83d and "), cut, Finish()]]

    got, _ = await hear(asking(Route("openai/halves", openai.url)))

    assert got.text == "One \ufffd and \U0001f600."


@pytest.mark.parametrize("model", ["same-index", "no-ids"])
async def test_calls_that_servers_mix_up_come_apart(openai: OpenAIServer, model: str) -> None:
    got, _ = await hear(asking(Route(f"openai/{model}", openai.url), tools=True))

    assert [(call.name, call.arguments) for call in got.calls] == [
        ("calculator", '{"expression": "1+1"}'),
        ("calculator", '{"expression": "2+2"}'),
    ]
    assert got.finish == "tool_calls"


FAILURES = {
    "no-key": ("key_refused", False),
    "too-many": ("rate_limited", True),
    "quota": ("quota_spent", False),
    "too-long": ("context_overflow", False),
    "broken": ("provider_fault", True),
    "half": ("broken_off", True),
    "reset": ("broken_off", True),
    "error-event": ("broken_off", True),
    "bad-json": ("broken_off", True),
}


@pytest.mark.parametrize("model", FAILURES)
async def test_failures_are_told_apart(openai: OpenAIServer, model: str) -> None:
    failure = await fail(asking(Route(f"openai/{model}", openai.url)))

    assert (failure.code, failure.again) == FAILURES[model]
    assert "canary" not in failure.text
    assert "Exception" not in failure.text
    assert len(openai.asked) == 1


async def test_retry_after_is_read(openai: OpenAIServer) -> None:
    failure = await fail(asking(Route("openai/too-many-once", openai.url)))

    assert failure.wait == 1.0


async def test_a_refused_request_says_why_in_the_providers_words(openai: OpenAIServer) -> None:
    openai.scripts["odd"] = [[Refuse(400, "temperature must be 1, key sk-canary1234567890")]]

    failure = await fail(asking(Route("openai/odd", openai.url)))

    assert failure == failed(
        "bad_request",
        f"{openai.url} did not take the request: temperature must be 1, key [secret]",
    )


async def test_nothing_that_answers_is_a_sentence() -> None:
    url = f"http://127.0.0.1:{free_port()}/v1"

    failure = await fail(asking(Route("openai/x", url)))

    assert failure.code == "unreachable"
    assert failure.again
    assert failure.text == (
        f"Nothing answers at {url}. Is it running, and can this machine reach it?"
    )


async def test_a_model_of_no_known_provider_is_a_sentence() -> None:
    failure = await fail(asking(Route("nobody/nothing")))

    assert failure == failed("model_not_found", "Nobody here knows the model 'nobody/nothing'.")


async def test_a_missing_key_is_a_sentence_before_anything_is_sent() -> None:
    failure = await fail(asking(Route("anthropic/claude-sonnet-4-6")))

    assert failure == failed(
        "key_missing", "There is no key for anthropic yet. Store one in the settings."
    )


async def test_going_away_closes_the_providers_connection(openai: OpenAIServer) -> None:
    openai.scripts["endless"] = [[Say("I will be"), Hang()]]
    hearing = asyncio.create_task(hear(asking(Route("openai/endless", openai.url))))

    async with asyncio.timeout(120):
        await openai.until_asked(1)
        hearing.cancel()
        await openai.until_disconnected(1)

    assert openai.open == 0


async def test_a_hang_before_the_first_word_can_be_left(openai: OpenAIServer) -> None:
    hearing = asyncio.create_task(hear(asking(Route("openai/hang", openai.url))))

    async with asyncio.timeout(120):
        await openai.until_asked(1)
        hearing.cancel()
        await openai.until_disconnected(1)

    assert openai.open == 0


async def test_who_falls_silent_in_the_middle_is_given_up_and_asked_again(
    openai: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "GAP", 0.2)
    openai.scripts["silent"] = [[Say("I will be"), Hang()]]

    failure = await fail(asking(Route("openai/silent", openai.url)))

    assert (failure.code, failure.again) == ("broken_off", True)
    assert failure.text.endswith("nothing came for 0.2 s")


async def test_who_never_says_a_word_is_given_up_and_asked_again(
    openai: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "FIRST", 0.2)

    failure = await fail(asking(Route("openai/hang", openai.url)))

    assert failure == failed("timed_out", "openai/hang did not answer in time.", again=True)


async def test_a_long_answer_arrives_whole(openai: OpenAIServer) -> None:
    text = "word " * 3000
    openai.scripts["long"] = [[Say(text, size=5), Finish()]]

    got, _ = await hear(asking(Route("openai/long", openai.url)))

    assert got.text == text
    assert got.usage is not None
    assert got.usage.output_tokens == 3


async def test_demo_echo_goes_the_same_way() -> None:
    got, chunks = await hear(asking(Route("demo/echo"), "Hello there"))

    assert got.text == "Echo: Hello there"
    assert [chunk.text for chunk in chunks if chunk.text] == ["Echo: ", "Hello ", "there"]
    assert got.usage is not None
    assert (got.usage.cost_micros, got.usage.output_tokens) == (0, 3)


async def test_demo_tools_asks_for_the_tool_it_needs() -> None:
    got, _ = await hear(asking(Route("demo/tools"), "What is 2+2, and the time?", tools=True))

    assert [(call.name, call.arguments) for call in got.calls] == [
        ("calculator", '{"expression": "2+2"}'),
        ("current_time", "{}"),
    ]


async def test_demo_tools_answers_with_the_result() -> None:
    call = ModelCall(
        Route("demo/tools"),
        (
            {"role": "user", "content": "What is 2+2?"},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": "c1",
                        "type": "function",
                        "function": {"name": "calculator", "arguments": '{"expression": "2+2"}'},
                    }
                ],
            },
            {"role": "tool", "tool_call_id": "c1", "content": "4"},
        ),
        (CALCULATOR.describe(),),
    )

    got, _ = await hear(call)

    assert got.text == "2+2 = 4"


@pytest.mark.parametrize(
    ("model", "code"),
    [("fail-429", "rate_limited"), ("fail", "bad_request"), ("nonsense", "model_not_found")],
)
async def test_demo_models_fail_as_real_ones(model: str, code: str) -> None:
    failure = await fail(asking(Route(f"demo/{model}")))

    assert failure.code == code
