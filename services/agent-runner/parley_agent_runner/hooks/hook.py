"""How a hook is declared, and what it may say."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from parley_shared.errors import ParleyError
from pydantic import JsonValue

Point = Literal["input", "before_model", "after_model", "before_tool", "after_tool", "output"]
POINTS: tuple[Point, ...] = (
    *("input", "before_model", "after_model"),
    *("before_tool", "after_tool", "output"),
)
Payload = dict[str, JsonValue]


@dataclass(frozen=True)
class Allow:
    """Go on as it is."""


@dataclass(frozen=True)
class Deny:
    reason: str  # a sentence for the person, or for the model if it is about a tool


@dataclass(frozen=True)
class Change:
    """Go on with these fields in place of what they were."""

    fields: Mapping[str, JsonValue]


Verdict = Allow | Deny | Change


@dataclass(frozen=True)
class Hook:
    name: str
    points: tuple[Point, ...]
    run: Callable[[Payload], Awaitable[Verdict]]
    timeout: float = 10.0  # seconds


class HookDenied(ParleyError):
    """The text is the hook's reason."""

    code = "hook_denied"


class HookFailed(ParleyError):
    """It gave no verdict."""

    code = "hook_failed"


def hook(
    *points: Point, timeout: float = 10.0
) -> Callable[[Callable[[Payload], Awaitable[Verdict]]], Hook]:
    """Makes a hook of an async function that is given the payload."""

    def declare(function: Callable[[Payload], Awaitable[Verdict]]) -> Hook:
        return Hook(getattr(function, "__name__", "hook"), points, function, timeout)

    return declare
