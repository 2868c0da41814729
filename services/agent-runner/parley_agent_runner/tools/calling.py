"""Calls one tool: arguments checked, time limited, whatever goes wrong told to the model."""

import asyncio
import logging
import time
from dataclasses import replace
from typing import Literal

from parley_shared import failpoints
from parley_shared.models import Arguments

from parley_agent_runner.tools.declaration import AnyTool, Outcome, Output, ToolFailed

logger = logging.getLogger(__name__)

LONGEST_RESULT = 16_000  # characters a model reads


async def call_tool(
    tool: AnyTool, arguments: Arguments, call_id: str, *, resume: bool = False
) -> Outcome:
    fault = tool.find_fault(arguments)
    if fault is not None:
        return Outcome("error", Output(fault))
    began = time.monotonic()
    state, output = await _attempt(tool, arguments, call_id, resume=resume)
    took = round((time.monotonic() - began) * 1000)
    return Outcome(state, replace(output, text=_clip(output.text)), took)


async def _attempt(
    tool: AnyTool, arguments: Arguments, call_id: str, *, resume: bool
) -> tuple[Literal["done", "error"], Output]:
    run = (tool.resume or tool.run) if resume else tool.run
    try:
        async with asyncio.timeout(tool.timeout):
            failpoints.reach(f"tool.{tool.name}.before")
            output = await run(tool.arguments.model_validate(arguments), call_id)
            failpoints.reach(f"tool.{tool.name}.after")
            return "done", output
    except ToolFailed as failure:
        return "error", Output(str(failure))
    except TimeoutError:
        return "error", Output(f"{tool.title} took longer than {tool.timeout:g} s and was stopped.")
    except Exception as error:
        logger.exception("tool failed", extra={"tool": tool.name, "call_id": call_id})
        return "error", Output(f"{tool.title} failed ({type(error).__name__}).")


def _clip(text: str) -> str:
    if len(text) <= LONGEST_RESULT:
        return text
    left_out = len(text) - LONGEST_RESULT
    return f"{text[:LONGEST_RESULT]}\n[{left_out} more characters were left out]"
