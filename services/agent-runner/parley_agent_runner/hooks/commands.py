"""A hook that is a command: JSON on its stdin, its verdict by exit code and stdout."""

import json
import os

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
from parley_agent_runner.programs import Ran, SaidTooMuch, run_program

DENIES = 2  # exit code; 0 goes on, everything else is a failure
SHARED = ("PATH", "HOME", "LANG", "TZ")  # of our environment: no keys are among them
LONGEST = 200  # characters of a reason
MOST = 64 * 1024 * 1024  # bytes of a verdict: a prompt with pictures may come back changed


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
    told = json.dumps(payload).encode()
    try:
        return _read(await run_program(command, told, environment=environment, most=MOST))
    except OSError as error:
        raise HookFailed(f"{command[0]!r} could not be started: {error.strerror}") from error
    except SaidTooMuch as error:
        raise HookFailed(f"it wrote more than {MOST // 1024 // 1024} MB") from error


def _read(ran: Ran) -> Verdict:
    if ran.code == DENIES:
        reason = " ".join(ran.err.decode(errors="replace").split())[:LONGEST]
        return Deny(reason or "no reason given")
    if ran.code != 0:
        raise HookFailed(f"it ended with exit code {ran.code}")
    if not ran.out.strip():
        return Allow()
    try:
        said = _Said.model_validate_json(ran.out)
    except ValidationError as error:
        raise HookFailed("what it wrote is no verdict") from error
    return Allow() if said.change is None else Change(said.change)
