"""Shows what would be sent to a model, made by the same code that sends it, without a call."""

import json
from collections.abc import Sequence

from parley_shared.journal import Step
from parley_shared.models import Message
from parley_shared.runner import GetPreflight, Preflight
from parley_shared.store import Draft, GetHistory, Kept
from pydantic import JsonValue

from parley_agent_runner.chat import ChatMessage
from parley_agent_runner.compacting import build_fitting
from parley_agent_runner.hooks.hook import Point
from parley_agent_runner.journal import Journal
from parley_agent_runner.preparing import Means, find_absent, prepare
from parley_agent_runner.prompt import Material
from parley_agent_runner.tokens import count_call

# A hook may do anything, and a look must do nothing: those at these points are named, not asked.
CHANGING: tuple[Point, ...] = ("input", "before_model")
LARGEST = 600_000  # characters that are shown; the rest is counted


async def show_preflight(means: Means, question: GetPreflight) -> Preflight:
    """Raises AgentNotFound, ThreadNotFound."""
    draft = Draft(agent_id=question.agent_id, thread_id=question.thread_id, text=question.text)
    claimed = await means.bus.ask(draft)

    async def read_page(before: str) -> tuple[Sequence[Message], str | None]:
        page = await means.bus.ask(GetHistory(thread_id=question.thread_id, before=before))
        return page.items, page.next

    ready = await prepare(means, claimed, read_page, means.bus.ask)
    route = ready.routes[0]
    window = claimed.agent.context_window or means.find_facts(route).window
    journal = Journal((), _keep_nothing)
    absent = await find_absent(means.sandbox, ready.tools)
    offered = {name: tool for name, tool in ready.tools.items() if name not in absent}
    material = Material(ready.claimed, journal, offered, ready.skills, ready.contents)
    call = build_fitting(material, route, window)
    shown, left_out = _choose_shown(call.messages)
    return Preflight(
        model=route.model,
        api_base=route.api_base,
        fallbacks=tuple(each.model for each in ready.routes[1:]),
        messages=shown,
        left_out=left_out,
        tools=call.tools,
        parameters=call.parameters,
        tokens=count_call(call),
        context_window=window,
        hooks=tuple(hook.name for hook in means.hooks if not set(hook.points).isdisjoint(CHANGING)),
    )


async def _keep_nothing(step: Step) -> Kept:
    raise AssertionError("what is only looked at keeps nothing")


def _choose_shown(
    messages: Sequence[ChatMessage],
) -> tuple[tuple[dict[str, JsonValue], ...], int]:
    """The newest that fit on the bus, and how many do not; instructions always do."""
    shown: list[dict[str, JsonValue]] = []
    size = 0
    for message in reversed(messages):
        written = _without_images(message)
        size += len(json.dumps(written))
        if size <= LARGEST or message["role"] == "system":
            shown.insert(0, written)
    return tuple(shown), len(messages) - len(shown)


def _without_images(message: ChatMessage) -> dict[str, JsonValue]:
    """A picture's own bytes tell nobody anything."""
    written: dict[str, JsonValue] = json.loads(json.dumps(message))
    if isinstance(written["content"], list):
        for piece in written["content"]:
            if isinstance(piece, dict) and piece["type"] == "image_url":
                piece["image_url"] = {"url": "data:…"}
    return written
