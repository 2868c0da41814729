"""A hook that is a command: JSON on its stdin, its verdict by exit code and stdout."""

import asyncio
import json
import os
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parley_agent_runner.hooks.hook import (
    Allow,
    Change,
    Deny,
    Hook,
    HookFailed,
    Payload,
    Point,
    Verdict,
)

DENIES = 2  # exit code; 0 goes on, everything else is a failure
SHARED = ("PATH", "HOME", "LANG", "TZ")  # of our environment: no keys are among them
LONGEST = 200  # characters of a reason


class CommandHook(BaseModel):
    """As it is written in hooks.json."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=80)
    points: tuple[Point, ...] = Field(min_length=1)
    command: tuple[str, ...] = Field(min_length=1)  # no shell reads it
    timeout: float = Field(default=10.0, gt=0, le=300)  # seconds


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")

    change: Payload | None = None


def make_hook(written: CommandHook) -> Hook:
    async def run(payload: Payload) -> Verdict:
        return await _run(written.command, payload)

    return Hook(written.name, written.points, run, written.timeout)


async def _run(command: tuple[str, ...], payload: Payload) -> Verdict:
    environment = {name: os.environ[name] for name in SHARED if name in os.environ}
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment
        )
    except OSError as error:
        raise HookFailed(f"{command[0]!r} could not be started: {error.strerror}") from error
    try:
        out, err = await process.communicate(json.dumps(payload).encode())
    finally:
        await _end(process)
    return _read(process.returncode, out, err)


async def _end(process: Process) -> None:
    """Also when nobody waits for it any longer."""
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


def _read(code: int | None, out: bytes, err: bytes) -> Verdict:
    if code == DENIES:
        return Deny(" ".join(err.decode(errors="replace").split())[:LONGEST] or "no reason given")
    if code != 0:
        raise HookFailed(f"it ended with exit code {code}")
    if not out.strip():
        return Allow()
    try:
        said = _Said.model_validate_json(out)
    except ValidationError as error:
        raise HookFailed("what it wrote is no verdict") from error
    return Allow() if said.change is None else Change(said.change)
