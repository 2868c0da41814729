"""How other commands reach the launcher that runs: one JSON line each way over a unix socket."""

import asyncio
import os
import socket
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from parley_cli.failures import LauncherFailure
from parley_cli.folder import DataFolder
from parley_cli.processes import ProcessFacts

LONGEST_PATH = 100  # bytes; the kernel takes 107, on macOS 103
TIMEOUT = 60.0  # seconds; a restart waits for a service that is slow to stop
LOOKS_FOR = 3.0  # seconds until who does not answer counts as silent
GLANCE = 0.05  # seconds between two looks


class Command(BaseModel):
    verb: Literal["status", "restart", "stop"]
    name: str = ""


class Answer(BaseModel):
    """`failure` is a sentence; `ready` names the processes that answer their questions, `troubles`
    says of some why they can't do their work."""

    failure: str | None = None
    processes: tuple[ProcessFacts, ...] = ()
    ready: tuple[str, ...] = ()
    troubles: dict[str, str] = {}

    @property
    def is_well(self) -> bool:
        return len(self.ready) == len(self.processes) and not self.troubles


Handle = Callable[[Command], Awaitable[Answer]]


def choose_socket(folder: DataFolder) -> Path:
    """Below the folder, unless the kernel does not take a path that long."""
    wanted = folder.run / "control.sock"
    if len(os.fsencode(wanted)) > LONGEST_PATH:
        return Path(tempfile.mkdtemp(prefix="parley-")) / "control.sock"
    wanted.unlink(missing_ok=True)
    return wanted


async def serve_control(path: Path, handle: Handle) -> asyncio.Server:
    async def answer_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            try:
                answer = await handle(Command.model_validate_json(await reader.readline()))
            except ValidationError:
                answer = Answer(failure="the launcher that runs is another version: restart it")
            writer.write(answer.model_dump_json().encode() + b"\n")
            await writer.drain()
        writer.close()

    return await asyncio.start_unix_server(answer_one, path)


def ask_launcher(socket_path: str, command: Command) -> Answer:
    """Raises LauncherFailure."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(TIMEOUT)
            connection.connect(socket_path)
            connection.sendall(command.model_dump_json().encode() + b"\n")
            answer = Answer.model_validate_json(connection.makefile("rb").readline())
    except (OSError, ValidationError) as error:
        raise LauncherFailure(
            f"The launcher at {socket_path} does not answer: try again in a moment"
        ) from error
    if answer.failure:
        raise LauncherFailure(answer.failure)
    return answer


def ask_how_all_are(socket_path: str) -> Answer:
    """On a busy machine somebody may answer late: who seems silent is asked again for a while.

    Raises LauncherFailure.
    """
    give_up = time.monotonic() + LOOKS_FOR
    answered: set[tuple[str, int | None]] = set()  # a process by its name and pid
    troubles: dict[str, str] = {}
    while True:
        answer = ask_launcher(socket_path, Command(verb="status"))
        pids = {each.name: each.pid for each in answer.processes}
        answered.update((name, pids.get(name)) for name in answer.ready)
        troubles = {name: text for name, text in troubles.items() if name not in answer.ready}
        troubles |= answer.troubles
        ready = tuple(name for name, pid in pids.items() if (name, pid) in answered)
        found = answer.model_copy(update={"ready": ready, "troubles": troubles})
        if found.is_well or time.monotonic() > give_up:
            return found
        time.sleep(GLANCE)
