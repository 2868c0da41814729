"""Parley as a person runs it: through ./parley, with its own processes, in a folder of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from parley_cli.control import Command, ask_launcher
from parley_cli.folder import locate_folder
from parley_cli.state import running_state

from tests.ports import free_port
from tests.waiting import START_PATIENCE

PROJECT = Path(__file__).parents[1]


class LaunchedParley:
    """Start it, kill any part of it, and it must go on. `environment` is added to ours."""

    def __init__(self, folder: Path, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        # Code is run where a test wants it: the image it needs takes minutes to build.
        self._environment = {
            **os.environ,
            "PARLEY_SANDBOX_BACKEND": "off",
            **(environment or {}),
        }

    @property
    def token(self) -> str:
        return (self.folder / "token").read_text().strip()

    def say(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`./parley <words> --data <folder>`"""
        command = [sys.executable, str(PROJECT / "parley"), *words, "--data", str(self.folder)]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            env=self._environment,
        )

    def read_logs(self) -> str:
        logs = sorted((self.folder / "logs").glob("*.log"))
        return "".join(log.read_text() for log in logs)

    def up(self) -> None:
        """Returns when everybody answers."""
        done = self.say("up", "--detach", "--port", str(self.port))
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"

    def down(self) -> None:
        done = self.say("stop")
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"

    def pid_of(self, name: str) -> int | None:
        """Of a service, or of nats; None while it does not run."""
        socket = running_state(locate_folder(self.folder)).control_socket
        processes = ask_launcher(socket, Command(verb="status")).processes
        return next(process.pid for process in processes if process.name == name)

    def is_ready(self) -> bool:
        return self.say("status").returncode == 0

    def until_ready(self) -> None:
        give_up = time.monotonic() + START_PATIENCE
        while (status := self.say("status")).returncode != 0:
            assert time.monotonic() < give_up, status.stdout
            time.sleep(0.1)

    def kill(self, name: str) -> None:
        """As by `kill -9`."""
        pid = self.pid_of(name)
        assert pid is not None, f"{name} does not run"
        os.kill(pid, signal.SIGKILL)
