"""What is told of a model call on the debug channel: the exact prompt, and calls it patches."""

import json
from collections.abc import Iterator

from pydantic import JsonValue

from parley_agent_runner.prompt import Material
from parley_agent_runner.stream import ModelCall
from parley_agent_runner.world import World


async def tell_prompt(call: ModelCall, material: Material, world: World) -> None:
    """Pictures are left out of it."""
    await world.debug("debug.prompt", call.route.model, lambda: _write_prompt(call))
    dangling: list[JsonValue] = [*_list_dangling(material)]
    if dangling:
        await world.debug("debug.middleware", "dangling_tool_calls_patched", lambda: dangling)


def _list_dangling(material: Material) -> Iterator[str]:
    """The agent's own calls, by id, that have no result of their own to be told."""
    for message in material.retold() if material.tools else ():
        if message.agent_id == material.claimed.agent.id:
            for part in message.parts:
                if part.kind == "tool" and part.state not in ("done", "error"):
                    yield part.call_id
    journal = material.journal
    for reply in journal.replies():
        for i, asked in enumerate(reply.calls):
            if journal.result(reply.n, i) is None:
                yield asked.call_id


def _write_prompt(call: ModelCall) -> JsonValue:
    messages: list[dict[str, JsonValue]] = json.loads(json.dumps(call.messages))
    for message in messages:
        content = message["content"]
        for piece in content if isinstance(content, list) else ():
            if isinstance(piece, dict) and "image_url" in piece:
                piece["image_url"] = {"url": "data:…"}
    return {
        "model": call.route.model,
        "messages": [*messages],
        "tools": [tool.model_dump(mode="json") for tool in call.tools],
        "parameters": call.parameters.model_dump(exclude_none=True),
    }
