"""Calls one tool: arguments checked, time limited, whatever goes wrong told to the model."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any, Literal

from parley_shared import failpoints
from parley_shared.models import Arguments

from parley_agent_runner.tools.declaration import (
    Answer,
    AnyTool,
    Outcome,
    Output,
    PersonNeeded,
    ToolArguments,
    ToolFailed,
)

logger = logging.getLogger(__name__)

LARGEST_RESULT = 16 * 1024  # bytes a model reads at once
SHOWN = 6_000  # characters of a larger one
MAYBE = " It may have happened all the same: find out before you do it again."
WHERE = '[{more} more characters: all of it is in the file "{path}" of the workspace.]'

KeepText = Callable[[str, str, str], Awaitable[str | None]]
"""Keeps a call's (third) text under a name (first) and tells its path; None if it can't."""


async def keep_nothing(name: str, text: str, call_id: str) -> str | None:
    return None


async def call_tool(
    tool: AnyTool,
    arguments: Arguments,
    call_id: str,
    *,
    resume: bool = False,
    answer: Answer | None = None,
    keep: KeepText = keep_nothing,
) -> Outcome:
    """What is too large for a model goes through `keep`; `answer` is to what the call asked.

    Raises PersonNeeded.
    """
    fault = tool.find_fault(arguments)
    if fault is not None:
        return Outcome("error", Output(fault))
    began = time.monotonic()
    run = (tool.resume or tool.run) if resume else tool.run
    if answer is not None and tool.answered is not None:
        run = partial(_go_on, tool.answered, answer)
    state, output = await _attempt(tool, run, arguments, call_id)
    took = round((time.monotonic() - began) * 1000)
    text = await _fit(tool.name, output.text, call_id, keep)
    return Outcome(state, replace(output, text=text), took)


Run = Callable[[Any, str], Awaitable[Output]]  # its arguments are the tool's own


async def _go_on(
    answered: Callable[[Any, str, Answer], Awaitable[Output]],
    answer: Answer,
    arguments: ToolArguments,
    call_id: str,
) -> Output:
    return await answered(arguments, call_id, answer)


async def _attempt(
    tool: AnyTool, run: Run, arguments: Arguments, call_id: str
) -> tuple[Literal["done", "error"], Output]:
    try:
        async with asyncio.timeout(tool.timeout):
            failpoints.reach(f"tool.{tool.name}.before")
            output = await run(tool.arguments.model_validate(arguments), call_id)
            failpoints.reach(f"tool.{tool.name}.after")
            return "done", output
    except PersonNeeded:
        raise
    except ToolFailed as failure:
        return "error", Output(str(failure), origin=failure.origin)
    except TimeoutError:
        ended = "given up" if tool.effect == "effect" else "stopped"
        text = f"{tool.title} took longer than {tool.timeout:g} s and was {ended}."
        return "error", Output(text + _warn(tool))
    except (Exception, SystemExit) as error:  # a tool may take itself for a program
        logger.exception("tool failed", extra={"tool": tool.name, "call_id": call_id})
        return "error", Output(f"{tool.title} failed ({type(error).__name__})." + _warn(tool))


def _warn(tool: AnyTool) -> str:
    return MAYBE if tool.effect == "effect" else ""


async def _fit(name: str, text: str, call_id: str, keep: KeepText) -> str:
    if len(text.encode(errors="replace")) <= LARGEST_RESULT:
        return text
    path = await keep(f"{name}-{call_id}.txt", text, call_id)
    shown, more = text[:SHOWN], len(text) - SHOWN
    if path is None:
        return f"{shown}\n[{more} more characters were left out]"
    return f"{shown}\n{WHERE.format(more=more, path=path)}"
