"""Asks the hooks of a point, one after the other; each sees what the one before it made of it."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from parley_agent_runner.hooks.hook import (
    Change,
    Deny,
    Hook,
    HookDenied,
    HookFailed,
    Payload,
    Point,
)

logger = logging.getLogger(__name__)

ROLES = ("system", "user", "assistant", "tool")
CLOSED: tuple[Point, ...] = ("before_tool", "after_tool")  # a hook that fails there forbids

# What a hook may change at each point, and what it must be then.
CHANGEABLE: Mapping[Point, tuple[str, type[Any]]] = {
    "input": ("text", str),
    "before_model": ("messages", list),
    "after_model": ("text", str),
    "before_tool": ("arguments", dict),
    "after_tool": ("result", str),
    "output": ("text", str),
}


def asks_at(hooks: Sequence[Hook], point: Point) -> bool:
    """Whether there is one, so that nobody writes down what nobody reads."""
    return any(point in hook.points for hook in hooks)


async def ask_hooks(hooks: Sequence[Hook], point: Point, payload: Payload) -> Payload:
    """The payload as the hooks leave it. Raises HookDenied."""
    for hook in hooks:
        if point in hook.points:
            payload = await _ask(hook, point, payload)
    return payload


async def _ask(hook: Hook, point: Point, payload: Payload) -> Payload:
    try:
        async with asyncio.timeout(hook.timeout):
            verdict = await hook.run({"point": point, **payload})
        if isinstance(verdict, Change):
            return {**payload, **_check(point, verdict)}
    except (Exception, SystemExit) as error:  # a hook is other people's code, as a tool is
        logger.exception("a hook failed", extra={"hook": hook.name, "point": point})
        if point in CLOSED:
            raise HookDenied(f"The hook {hook.name!r} failed, so this is forbidden.") from error
        return payload
    if isinstance(verdict, Deny):
        raise HookDenied(verdict.reason)
    return payload


def _check(point: Point, change: Change) -> Payload:
    name, kind = CHANGEABLE[point]
    if set(change.fields) != {name} or not isinstance(change.fields[name], kind):
        raise HookFailed(f"at {point} only {name!r} can be changed")
    if point == "before_model" and not _are_messages(change.fields[name]):
        raise HookFailed("what it wrote are no messages that a model could be sent")
    return dict(change.fields)


def _are_messages(written: JsonValue) -> bool:
    """One at least, each with a role and what OpenAI's format takes as its content."""
    return isinstance(written, list) and bool(written) and all(map(_is_message, written))


def _is_message(written: JsonValue) -> bool:
    if not isinstance(written, dict) or written.get("role") not in ROLES:
        return False
    content = written.get("content")
    pieces = content if isinstance(content, list) else []
    return isinstance(content, str | list | None) and all(isinstance(e, dict) for e in pieces)
