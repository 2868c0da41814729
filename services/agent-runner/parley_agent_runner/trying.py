"""Tries a model once: whether it answers, how soon, and whether it calls a tool it is offered."""

import asyncio
import time
from contextlib import aclosing

from parley_shared.facts import phrase
from parley_shared.runner import ModelTest, ToolSpec

from parley_agent_runner.assembler import Assembler
from parley_agent_runner.stream import Failure, ModelCall, ModelFailed, Route, StreamReply

WITHIN = 50.0  # seconds: a local model may have to be loaded first
ENOUGH = 400  # characters after which a call is no longer expected

PING = ToolSpec(
    name="ping",
    title="Ping",
    description="Checks that tools work.",
    parameters={"type": "object", "properties": {}},
    effect="pure",
)
QUESTION = "This is a test. Call the tool `ping` if you can call tools, else answer with: ok"


async def try_model(route: Route, stream_reply: StreamReply) -> ModelTest:
    call = ModelCall(route, ({"role": "user", "content": QUESTION},), (PING,))
    try:
        async with asyncio.timeout(WITHIN):
            return await _listen(stream_reply, call)
    except ModelFailed as error:
        return _failed(error.failure)
    except TimeoutError:
        text = phrase(
            "model_silent",
            "{model} did not answer within {most} s.",
            model=route.model,
            most=round(WITHIN),
        )
        return _failed(Failure("timed_out", text))


def _failed(failure: Failure) -> ModelTest:
    return ModelTest(ok=False, error=failure.text, error_fact=failure.text.fact, code=failure.code)


async def _listen(stream_reply: StreamReply, call: ModelCall) -> ModelTest:
    began = time.monotonic()
    ttft_ms: int | None = None
    got = Assembler()
    async with aclosing(stream_reply(call)) as chunks:
        async for chunk in chunks:
            got.add(chunk)
            if ttft_ms is None and (chunk.text or chunk.reasoning or chunk.calls):
                ttft_ms = round((time.monotonic() - began) * 1000)
            if len(got.text) > ENOUGH:
                break
    called = any(each.name == PING.name for each in got.calls)
    return ModelTest(ok=True, text=got.text, ttft_ms=ttft_ms, tools=called)
