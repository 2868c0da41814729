"""What is told of a model call on the debug channel: the exact prompt, and calls it patches."""

import json

from pydantic import JsonValue

from parley_agent_runner.journal import Journal
from parley_agent_runner.stream import ModelCall
from parley_agent_runner.world import World


async def tell_prompt(call: ModelCall, journal: Journal, world: World) -> None:
    """Pictures are left out of it."""
    await world.debug("debug.prompt", call.route.model, lambda: _write_prompt(call))
    dangling: list[JsonValue] = [
        asked.call_id
        for reply in journal.replies()
        for i, asked in enumerate(reply.calls)
        if journal.result(reply.n, i) is None
    ]
    if dangling:
        await world.debug("debug.middleware", "dangling_tool_calls_patched", lambda: dangling)


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
