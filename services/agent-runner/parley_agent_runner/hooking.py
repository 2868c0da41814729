"""The points of a turn at which hooks are asked, and what becomes of their verdicts."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from parley_shared.journal import LlmStep, ToolCall
from parley_shared.models import Arguments
from pydantic import JsonValue

from parley_agent_runner.chat import ChatMessage
from parley_agent_runner.hooks.asking import ask_hooks, asks_at
from parley_agent_runner.hooks.hook import Hook, HookDenied
from parley_agent_runner.stream import ModelCall
from parley_agent_runner.tools.declaration import AnyTool, Outcome, Output
from parley_agent_runner.world import World


async def hook_prompt(call: ModelCall, hooks: Sequence[Hook]) -> ModelCall:
    """Raises HookDenied."""
    if not asks_at(hooks, "before_model"):
        return call
    messages: JsonValue = json.loads(json.dumps(call.messages))
    tools: JsonValue = [tool.name for tool in call.tools]
    model: JsonValue = call.route.model
    payload = {"model": model, "messages": messages, "tools": tools}
    changed = (await ask_hooks(hooks, "before_model", payload))["messages"]
    if changed == messages:
        return call
    # A hook's own word that these are messages; a provider refuses what is none.
    written = cast(list[ChatMessage], changed)
    return ModelCall(call.route, tuple(written), call.tools, call.parameters)


async def hook_reply(step: LlmStep, tools: Mapping[str, AnyTool], world: World) -> LlmStep:
    """Raises HookDenied."""
    calls: JsonValue = [{"name": call.name, "arguments": call.arguments} for call in step.calls]
    payload: dict[str, JsonValue] = {
        "model": step.model,
        "step": step.n,
        "text": step.text,
        "calls": calls,
    }
    text = str((await ask_hooks(world.hooks, "after_model", payload))["text"])
    checked = [await hook_call(call, tools, world) for call in step.calls]
    return step.model_copy(update={"text": text, "calls": tuple(checked)})


async def hook_call(call: ToolCall, tools: Mapping[str, AnyTool], world: World) -> ToolCall:
    """Before anybody is asked to approve it: people decide about what will really run. Once more
    about what a person has made of it, for what a hook forbids nobody allows."""
    tool = tools.get(call.name)
    if tool is None or call.invalid is not None:
        return call
    payload: dict[str, JsonValue] = {
        "tool": call.name,
        "call_id": call.call_id,
        "effect": call.effect,
        "arguments": call.arguments,
    }
    try:
        changed = (await ask_hooks(world.hooks, "before_tool", payload))["arguments"]
    except HookDenied as denied:
        return call.model_copy(update={"invalid": f"This call is forbidden: {denied}"})
    if changed == call.arguments:
        return call
    arguments = cast(Arguments, changed)  # checked to be an object
    return call.model_copy(update={"arguments": arguments, "invalid": tool.find_fault(arguments)})


async def hook_result(
    call: ToolCall, arguments: Arguments, outcome: Outcome, world: World
) -> Outcome:
    payload: dict[str, JsonValue] = {
        "tool": call.name,
        "call_id": call.call_id,
        "arguments": arguments,
        "state": outcome.state,
        "result": outcome.output.text,
    }
    try:
        result = str((await ask_hooks(world.hooks, "after_tool", payload))["result"])
    except HookDenied as denied:
        withheld = Output(f"The result of this call is withheld: {denied}")
        return Outcome("error", withheld, outcome.duration_ms)
    if result == outcome.output.text:
        return outcome
    output = Output(result, outcome.output.origin, outcome.output.artifacts, outcome.output.todos)
    return Outcome(outcome.state, output, outcome.duration_ms)


async def hook_output(text: str, world: World) -> str:
    """Raises HookDenied."""
    return str((await ask_hooks(world.hooks, "output", {"text": text}))["text"])
