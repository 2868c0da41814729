"""Asks any model through litellm, which takes seconds to import: in two other files at most."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from typing import Any

import parley_agent_runner.offline  # noqa: F401  first, for litellm reads it while it is imported

# isort: split
import httpx
import litellm
from litellm.llms.base_llm.base_model_iterator import BaseModelResponseIterator
from litellm.llms.custom_llm import CustomLLM, CustomLLMError
from openai import OpenAIError
from parley_shared.models import Usage
from parley_shared.runner import ToolSpec

from parley_agent_runner import demo
from parley_agent_runner.cleaning import Joiner, clean
from parley_agent_runner.failures import classify
from parley_agent_runner.keys import choose_key
from parley_agent_runner.stream import (
    CallPiece,
    Chunk,
    ModelCall,
    ModelFailed,
    Route,
    StreamReply,
)

logger = logging.getLogger(__name__)

CONNECT = 10.0  # seconds
FIRST = 300.0  # seconds until the first word: a local server may have to load the model
GAP = 60.0  # seconds between two chunks

# What a stream or its connection raises; litellm's own are OpenAI's.
TROUBLE = (OpenAIError, httpx.HTTPError, TimeoutError, OSError)

for chatty in ("LiteLLM", "httpx"):
    logging.getLogger(chatty).setLevel(logging.WARNING)
litellm.suppress_debug_info = True
litellm.disable_hf_tokenizer_download = True
litellm.drop_params = True


def _read_line(str_line: str) -> dict[str, Any] | None:  # of a stream
    """Raises ValueError for a damaged chunk: litellm would leave it out, and nobody would know."""
    stripped = litellm.CustomStreamWrapper.strip_sse_data_from_chunk(str_line)
    if stripped is None or not str_line.startswith("data:") or stripped.strip() == "[DONE]":
        return None
    read: dict[str, Any] = json.loads(stripped)
    return read


BaseModelResponseIterator._string_to_dict_parser = staticmethod(_read_line)


def open_lane(find_key: Callable[[str], str | None]) -> StreamReply:
    """`find_key` gives the value of the secret of that name, if there is one."""

    async def stream_reply(call: ModelCall) -> AsyncGenerator[Chunk, None]:
        key = choose_key(call.route, find_key)
        spoken = False
        try:
            async with aclosing(_stream(call, key)) as chunks:
                async for chunk in chunks:
                    spoken = spoken or bool(chunk.text or chunk.reasoning or chunk.calls)
                    yield chunk
        except TROUBLE as error:
            failure = classify(error, call.route, in_the_middle=spoken)
            extra = {"model": call.route.model, "code": failure.code, "reason": failure.text}
            logger.info("a model call failed", extra=extra)
            raise ModelFailed(failure) from None

    return stream_reply


async def _stream(call: ModelCall, key: str | None) -> AsyncGenerator[Chunk, None]:
    stream = await litellm.acompletion(**_write_request(call, key))
    counted = False
    limit, joiner = FIRST, Joiner()
    try:
        while (got := await _next(stream, limit)) is not None:
            # litellm keeps every chunk to rebuild the answer at the end, which holds up everybody
            # for long: it is left only what it adds up the usage from.
            stream.chunks[:] = [kept for kept in stream.chunks if getattr(kept, "usage", None)]
            counted = counted or bool(stream.chunks)
            yield _read_chunk(got, call.route, joiner, counted=counted)
            limit = GAP
            await asyncio.sleep(0)  # a stream at full speed would let nobody else run
    finally:
        await stream.aclose()


async def _next(stream: Any, limit: float) -> Any:  # litellm's wrapper and chunks
    try:
        async with asyncio.timeout(limit):
            return await anext(stream, None)
    except TimeoutError as error:
        raise TimeoutError(f"nothing came for {limit:g} s") from error


def _write_request(call: ModelCall, key: str | None) -> dict[str, Any]:  # litellm's arguments
    tools = [_write_tool(tool) for tool in call.tools]
    return {
        "model": name_for_litellm(call.route),
        "api_base": call.route.api_base,
        "api_key": key,
        "messages": list(call.messages),
        "stream": True,
        "stream_options": {"include_usage": True},
        "num_retries": 0,
        "timeout": httpx.Timeout(connect=CONNECT, read=FIRST, write=CONNECT, pool=CONNECT),
        # Its handling of MCP is a part of its proxy, which is not installed.
        **({"tools": tools, "_skip_mcp_handler": True} if tools else {}),
        **call.parameters.model_dump(exclude_none=True),
    }


def name_for_litellm(route: Route) -> str:
    """`hosted_vllm/` speaks with any OpenAI-compatible server, at half the cost of `openai/`."""
    prefix, _, name = route.model.partition("/")
    if route.api_base is None:
        return route.model
    if prefix in ("openai", "hosted_vllm") and name:
        return f"hosted_vllm/{name}"
    return route.model if prefix in litellm.provider_list else f"hosted_vllm/{route.model}"


def _write_tool(tool: ToolSpec) -> dict[str, Any]:  # OpenAI's format
    described = {
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.parameters,
    }
    return {"type": "function", "function": described}


def _read_chunk(got: Any, route: Route, joiner: Joiner, *, counted: bool) -> Chunk:  # of litellm
    """Clean; usage that nobody told but litellm guessed is left out."""
    told = getattr(got, "usage", None)
    usage = _read_usage(told, route) if told is not None and counted else None
    if not got.choices:
        return Chunk(usage=usage)
    choice = got.choices[0]
    delta = choice.delta
    return Chunk(
        text=joiner.join("text", delta.content or ""),
        reasoning=joiner.join("reasoning", getattr(delta, "reasoning_content", None) or ""),
        blocks=tuple(map(_read_block, getattr(delta, "thinking_blocks", None) or ())),
        calls=tuple(_read_pieces(delta, joiner)),
        finish=choice.finish_reason,
        usage=usage,
    )


def _read_pieces(delta: Any, joiner: Joiner) -> Iterator[CallPiece]:  # litellm's delta
    for call in delta.tool_calls or ():
        asked = call.function
        yield CallPiece(
            index=call.index,
            provider_call_id=call.id and clean(call.id),
            name=asked.name and clean(asked.name) if asked else None,
            arguments=joiner.join(call.index, (asked.arguments if asked else None) or ""),
        )


def _read_block(block: Any) -> dict[str, Any]:  # litellm's, of Anthropic's shape
    return {key: clean(each) if isinstance(each, str) else each for key, each in block.items()}


def _read_usage(told: Any, route: Route) -> Usage:  # litellm's usage
    asked = getattr(told, "prompt_tokens_details", None)
    said = getattr(told, "completion_tokens_details", None)
    return Usage(
        model=route.model,
        input_tokens=told.prompt_tokens or 0,
        output_tokens=told.completion_tokens or 0,
        cached_tokens=getattr(asked, "cached_tokens", None) or 0,
        reasoning_tokens=getattr(said, "reasoning_tokens", None) or 0,
        cost_micros=_find_cost(told, route),
        source="provider",
    )


def _find_cost(told: Any, route: Route) -> int | None:  # litellm's usage
    """In micro-dollars: the provider's own word, else by list price, else None."""
    if route.provider == demo.PROVIDER:
        return 0
    cost = getattr(told, "cost", None)
    if cost is not None:
        return round(float(cost) * 1_000_000)
    if route.api_base is not None:
        return None
    try:
        costs = litellm.cost_per_token(model=route.model, usage_object=told)
    except (litellm.exceptions.ModelNotMappedError, ValueError, KeyError, TypeError):
        return None
    return round(float(sum(costs)) * 1_000_000)


class DemoModels(CustomLLM):  # type: ignore[misc]  # litellm is not looked into, see pyproject
    """The demo family, called like any other provider."""

    async def astreaming(
        self,
        model: str,
        messages: list[Any],
        optional_params: dict[str, Any],
        **rest: object,
    ) -> AsyncIterator[dict[str, Any]]:
        tools = [tool["function"]["name"] for tool in optional_params.get("tools") or ()]
        try:
            async for chunk in demo.play_demo(model, messages, tools):
                for each in _write_demo_chunks(chunk):
                    yield each
        except demo.DemoFailed as error:
            raise CustomLLMError(error.status_code, str(error)) from error


def _write_demo_chunks(chunk: Chunk) -> Iterator[dict[str, Any]]:  # litellm's own format
    for call in chunk.calls:
        asked = {"name": call.name, "arguments": call.arguments}
        yield _demo_chunk(
            tool_use={
                "id": call.provider_call_id,
                "type": "function",
                "function": asked,
                "index": call.index,
            }
        )
    if chunk.finish is not None:
        yield _demo_chunk(is_finished=True, finish_reason=chunk.finish, usage=_write(chunk.usage))
    elif chunk.text:
        yield _demo_chunk(text=chunk.text)


def _write(usage: Usage | None) -> dict[str, int] | None:
    if usage is None:
        return None
    return {
        "prompt_tokens": usage.input_tokens,
        "completion_tokens": usage.output_tokens,
        "total_tokens": usage.input_tokens + usage.output_tokens,
    }


def _demo_chunk(**said: object) -> dict[str, object]:
    nothing = {"text": "", "is_finished": False, "finish_reason": "", "usage": None, "index": 0}
    return {**nothing, "tool_use": None, **said}


litellm.custom_provider_map = [{"provider": demo.PROVIDER, "custom_handler": DemoModels()}]
