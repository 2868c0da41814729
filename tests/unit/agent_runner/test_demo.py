"""The models that need nothing."""

import pytest
from parley_agent_runner.chat import ChatMessage
from parley_agent_runner.demo import DemoFailed, play_demo
from parley_agent_runner.stream import Chunk

BOTH = ("calculator", "current_time")


async def play(name: str, text: str, tools: tuple[str, ...] = ()) -> list[Chunk]:
    messages: list[ChatMessage] = [{"role": "user", "content": text}]
    return [chunk async for chunk in play_demo(name, messages, tools)]


async def test_echo_repeats_every_character() -> None:
    chunks = await play("echo", "two\n\n words ")

    assert "".join(chunk.text for chunk in chunks) == "Echo: two\n\n words "
    assert chunks[-1].finish == "stop"


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("2+2", ["2+2"]),
        ("What is 2+2?", ["2+2"]),
        ("(1 + 2) * 3 = ?", ["(1 + 2) * 3"]),
        ("1+1 and 2*2", ["1+1", "2*2"]),
        ("I am 42", []),
    ],
)
async def test_tools_finds_the_sums(text: str, expressions: list[str]) -> None:
    chunks = await play("tools", text, BOTH)

    calls = [call for chunk in chunks for call in chunk.calls]
    assert [call.arguments for call in calls] == [
        f'{{"expression": "{expression}"}}' for expression in expressions
    ]


async def test_tools_asks_only_for_what_it_is_offered() -> None:
    chunks = await play("tools", "2+2 and the time", ())

    assert [call for chunk in chunks for call in chunk.calls] == []
    assert "".join(chunk.text for chunk in chunks).startswith("Ask me for a sum")


async def test_slow_says_as_many_words_as_it_is_told() -> None:
    chunks = await play("slow", "2 words, please")

    assert "".join(chunk.text for chunk in chunks) == "word1 word2"


@pytest.mark.parametrize(("name", "status"), [("fail", 400), ("fail-429", 429), ("none", 404)])
async def test_some_fail_on_purpose(name: str, status: int) -> None:
    with pytest.raises(DemoFailed) as raised:
        await play(name, "Hello")

    assert raised.value.status_code == status
