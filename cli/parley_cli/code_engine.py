"""Looks for what could run code on this machine: a Docker engine that answers."""

import os
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

LIMIT = 2.0  # seconds
NO_ENGINE = (
    "code tools are off, because no Docker engine answers: install and start Docker, then start "
    "Parley again"
)


@dataclass(frozen=True)
class CodeEngine:
    """`why_not` says in a sentence why nothing can run code here; None if something can."""

    why_not: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)  # how the sandbox finds it


def find_engine(found: Mapping[str, str]) -> CodeEngine:
    """`found` are environment variables."""
    backend = found.get("PARLEY_SANDBOX_BACKEND") or "docker"
    if backend == "off":
        return CodeEngine("code tools are off, as PARLEY_SANDBOX_BACKEND says")
    if backend != "docker":
        return CodeEngine()
    if address := found.get("DOCKER_HOST"):
        here = address.removeprefix("unix://")
        answering = not address.startswith("unix://") or answers(Path(here))
        return CodeEngine() if answering else CodeEngine(NO_ENGINE)
    for path in usual_sockets(found):
        if answers(path):
            return CodeEngine(environment={"DOCKER_HOST": f"unix://{path}"})
    return CodeEngine(NO_ENGINE)


def usual_sockets(found: Mapping[str, str]) -> Iterable[Path]:
    """The system's engine, a rootless one, and Docker Desktop's."""
    yield Path("/var/run/docker.sock")
    yield Path(found.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "docker.sock"
    yield Path.home() / ".docker" / "run" / "docker.sock"


def answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(LIMIT)
        try:
            line.connect(str(path))
            line.sendall(b"GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n")
            return b" 200 " in line.recv(100)
        except OSError:
            return False
