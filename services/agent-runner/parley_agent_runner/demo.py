"""The models of the demo family: they need no key, no network, and answer at once."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

from parley_shared.errors import ParleyError
from parley_shared.models import Usage

from parley_agent_runner.chat import AssistantMessage, CallEntry, ChatMessage, words_of
from parley_agent_runner.demo_programs import find_programs
from parley_agent_runner.stream import CallPiece, Chunk

PROVIDER = "demo"
WORD = 0.025  # seconds
SLOW_WORD = 0.1  # seconds
SLOW_WORDS = 100  # unless the message names a number
MOST_WORDS = 10_000
LOOKED_AT = 2_000  # characters in which sums are looked for

SUM = re.compile(r"[\d.(][\d\s.()]*(?:[-+*/%^×÷]+[\d\s.()]+)+")  # noqa: RUF001 as people write it
HINT = "Ask me for a sum like 2+2, for the time, or for a plot; or give me a block of Python."


class DemoFailed(ParleyError):
    """A demo model fails on purpose, as a provider would with this HTTP status."""

    def __init__(self, status_code: int, text: str) -> None:
        super().__init__(text)
        self.status_code = status_code


Play = Callable[[Sequence[ChatMessage], Sequence[str]], AsyncIterator[Chunk]]


async def play_demo(
    name: str, messages: Sequence[ChatMessage], tools: Sequence[str]
) -> AsyncIterator[Chunk]:
    """The reply of demo model `name`, which is offered `tools`. Raises DemoFailed."""
    play = DEMOS.get(name)
    if play is None:
        raise DemoFailed(404, f"there is no demo model {name!r}")
    said = 0
    async for chunk in play(messages, tools):
        said += len(chunk.text.split()) + len(chunk.calls)
        yield replace(chunk, usage=_count(name, messages, said)) if chunk.finish else chunk


def _count(name: str, messages: Sequence[ChatMessage], said: int) -> Usage:
    """A token is a word here."""
    asked = sum(len(words_of(message).split()) for message in messages)
    return Usage(model=f"{PROVIDER}/{name}", input_tokens=asked, output_tokens=said)


async def _echo(messages: Sequence[ChatMessage], tools: Sequence[str]) -> AsyncIterator[Chunk]:
    async for chunk in _say(f"Echo: {_last_words(messages)}", WORD):
        yield chunk


async def _slow(messages: Sequence[ChatMessage], tools: Sequence[str]) -> AsyncIterator[Chunk]:
    named = re.search(r"\d+", _last_words(messages))
    count = min(int(named.group()[:6]), MOST_WORDS) if named else SLOW_WORDS
    words = " ".join(f"word{n}" for n in range(1, count + 1))
    async for chunk in _say(words, SLOW_WORD):
        yield chunk


async def _use_tools(messages: Sequence[ChatMessage], tools: Sequence[str]) -> AsyncIterator[Chunk]:
    results = _results(messages)
    wanted = [] if results else _wanted(_last_words(messages), tools)
    if wanted:
        yield Chunk(calls=tuple(wanted))
        yield Chunk(finish="tool_calls")
        return
    async for chunk in _say(" ".join(results) or HINT, WORD):
        yield chunk


async def _too_many(messages: Sequence[ChatMessage], tools: Sequence[str]) -> AsyncIterator[Chunk]:
    raise DemoFailed(429, "this demo model is always too busy")
    yield Chunk()


async def _fail(messages: Sequence[ChatMessage], tools: Sequence[str]) -> AsyncIterator[Chunk]:
    raise DemoFailed(400, "this demo model always fails")
    yield Chunk()


DEMOS: dict[str, Play] = {
    "echo": _echo,
    "tools": _use_tools,
    "slow": _slow,
    "fail-429": _too_many,
    "fail": _fail,
}


async def _say(text: str, every: float) -> AsyncIterator[Chunk]:
    for place, word in enumerate(re.findall(r"\s*\S+\s*", text) or [text]):
        if place:
            await asyncio.sleep(every)
        yield Chunk(text=word)
    yield Chunk(finish="stop")


def _last_words(messages: Sequence[ChatMessage]) -> str:
    said = (words_of(message) for message in reversed(messages) if message["role"] == "user")
    return next(said, "")


def _wanted(text: str, tools: Sequence[str]) -> list[CallPiece]:
    text = text[:LOOKED_AT]
    wanted: list[tuple[str, dict[str, str]]] = []
    if "calculator" in tools:
        sums = [found.group().strip() for found in SUM.finditer(text)]
        wanted += [("calculator", {"expression": each}) for each in sums]
    if "current_time" in tools and "time" in text.lower():
        wanted.append(("current_time", {}))
    wanted += [(name, {"code": code}) for name, code in find_programs(text) if name in tools]
    return [
        CallPiece(i, f"demo_{i}", name, json.dumps(arguments))
        for i, (name, arguments) in enumerate(wanted)
    ]


def _results(messages: Sequence[ChatMessage]) -> list[str]:
    """What came of the calls since the last message of the person, in words."""
    calls: dict[str, CallEntry] = {}
    words: list[str] = []
    for message in messages:
        if message["role"] == "user":
            calls, words = {}, []
        elif message["role"] == "assistant":
            calls |= _calls_of(message)
        elif message["role"] == "tool":
            words.append(_in_words(calls.get(message["tool_call_id"]), message["content"]))
    return words


def _calls_of(message: AssistantMessage) -> dict[str, CallEntry]:
    return {call["id"]: call for call in message.get("tool_calls", [])}


def _in_words(call: CallEntry | None, result: str) -> str:
    if call is not None and call["function"]["name"] == "calculator":
        expression = json.loads(call["function"]["arguments"]).get("expression", "That")
        return f"{expression} = {result}" if result[-1:].isdigit() else result
    if call is not None and call["function"]["name"] in ("run_python", "run_shell"):
        return result
    return f"It is {result}."
