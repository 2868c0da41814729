"""The OpenAI-compatible door: an agent as a model, its answers in threads like all others."""

import json
import time
from collections.abc import AsyncIterator
from typing import Any, Literal

from fastapi import Header
from fastapi.responses import StreamingResponse
from parley_shared import ids
from parley_shared.commands import CreateThread
from parley_shared.errors import ParleyError
from parley_shared.message_text import check_text
from parley_shared.models import Message, Model
from parley_shared.store import ListAgents
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from parley_web.answering import Growth, ask_agent
from parley_web.asked import Said, find_agent, write_text
from parley_web.errors import describe_error
from parley_web.web import Here, Web, make_router

router = make_router("/v1", "openai")

THREAD = "X-Parley-Thread"  # which thread goes on, and which one it was
WAITS = "This waits for your decision: {address}chat/{thread_id}"
ENDS = {"length": "length", "content_filter": "content_filter"}


class Completion(BaseModel):
    """Clients send much more than this: what an agent decides by itself is not theirs to set."""

    model_config = ConfigDict(extra="ignore")
    model: str = Field(min_length=1, max_length=200)
    messages: tuple[Said, ...] = Field(min_length=1)
    stream: bool = False


class ListedModel(Model):
    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str = "parley"


class ListedModels(Model):
    object: Literal["list"] = "list"
    data: tuple[ListedModel, ...]


@router.get("/models")
async def list_models(web: Here) -> ListedModels:
    """Every agent, by its id."""
    agents = (await web.bus.ask(ListAgents())).agents
    data = (ListedModel(id=each.id, created=int(each.created_at.timestamp())) for each in agents)
    return ListedModels(data=tuple(data))


@router.post("/chat/completions")
async def complete(
    asked: Completion,
    web: Here,
    x_parley_thread: str | None = Header(default=None, pattern=ids.TOKEN),
) -> Response:
    """The last message is asked of the agent, in a new thread or in that of the header.

    In a new thread it is told what was said before; a thread that goes on knows it.
    """
    agent = await find_agent(web, asked.model)
    thread_id = x_parley_thread or ids.uuid7()
    text = write_text(asked.messages, alone=x_parley_thread is not None)
    check_text(text)
    if x_parley_thread is None:
        await web.change(CreateThread(thread_id=thread_id, agent_id=agent.id))
    growths = ask_agent(web, thread_id, agent.id, text, "api")
    if asked.stream:
        told = _stream(growths, agent.id, thread_id, web)
        return StreamingResponse(told, media_type="text/event-stream", headers={THREAD: thread_id})
    return await _answer_whole(growths, agent.id, thread_id, web)


async def _answer_whole(
    growths: AsyncIterator[Growth], model: str, thread_id: str, web: Web
) -> Response:
    text = ""
    final = Growth()
    async for final in growths:
        text += final.text
    if final.failed is not None:
        error = {"message": final.failed, "type": "server_error", "code": "failed"}
        return JSONResponse({"error": error}, 502, headers={THREAD: thread_id})
    if final.message is not None:
        text = final.message.text
    elif final.waits:
        text = f"{text}\n\n{_waits(web, thread_id)}".strip()
    said = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": said, "finish_reason": _reason(final.message)}
    whole = {"choices": [choice], "usage": _usage(final.message)}
    return JSONResponse({**_head(model, "chat.completion"), **whole}, headers={THREAD: thread_id})


async def _stream(
    growths: AsyncIterator[Growth], model: str, thread_id: str, web: Web
) -> AsyncIterator[str]:
    head = _head(model, "chat.completion.chunk")

    def write(delta: dict[str, str], reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return f"data: {json.dumps({**head, 'choices': [choice]})}\n\n"

    yield write({"role": "assistant", "content": ""})
    try:
        async for growth in growths:
            if growth.text:
                yield write({"content": growth.text})
            if growth.waits:
                yield write({"content": f"\n\n{_waits(web, thread_id)}"})
            if growth.failed is not None:
                yield f"data: {json.dumps({'error': {'message': growth.failed}})}\n\n"
            elif growth.message or growth.waits:
                yield write({}, _reason(growth.message))
    except ParleyError as error:
        yield f"data: {json.dumps({'error': {'message': describe_error(error).message}})}\n\n"
    yield "data: [DONE]\n\n"


def _head(model: str, kind: str) -> dict[str, Any]:  # JSON
    return {
        "id": f"chatcmpl-{ids.uuid7()}",
        "object": kind,
        "created": int(time.time()),
        "model": model,
    }


def _waits(web: Web, thread_id: str) -> str:
    address = min(web.origins.allowed, default="")
    return WAITS.format(address=f"{address}/", thread_id=thread_id)


def _reason(message: Message | None) -> str:
    return ENDS.get(message.stop_reason or "", "stop") if message else "stop"


def _usage(message: Message | None) -> dict[str, int]:
    usage = message.usage if message else None
    asked, said = (usage.input_tokens, usage.output_tokens) if usage else (0, 0)
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
