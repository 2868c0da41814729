"""A Docker engine of the test's own, which may be stopped and killed without hurting anybody."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import docker
from docker.errors import DockerException
from requests.exceptions import RequestException

STARTS_WITHIN = 120.0  # seconds
STOPS_WITHIN = 60.0  # seconds
LOOK = 0.1  # seconds between two looks


def why_none() -> str | None:
    """Why there can't be one here."""
    if os.geteuid() != 0:
        return "an engine of its own needs root"
    missing = [name for name in ("dockerd", "unshare", "runc") if shutil.which(name) is None]
    return f"not installed: {', '.join(missing)}" if missing else None


class OwnEngine:
    """`address` is for DOCKER_HOST. Its containers have no network, and neither has it."""

    def __init__(self, runtimes: Mapping[str, str] | None = None) -> None:
        """`runtimes`: programs by the names that containers ask for."""
        self._runtimes = dict(runtimes or {})
        # Not below pytest's folder, whose path is too long for a socket.
        self._folder = Path(tempfile.mkdtemp(prefix="parley-engine-"))
        self.address = f"unix://{self._folder}/docker.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        (self._folder / "pid").unlink(missing_ok=True)
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command(), stdout=log, stderr=log)
        give_up = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            assert self._process.poll() is None and time.monotonic() < give_up, self._tail()
            time.sleep(LOOK)

    def _command(self) -> list[str]:
        (self._folder / "settings.json").write_text("{}")  # none of this machine's
        runtimes = [f"--add-runtime={name}={path}" for name, path in self._runtimes.items()]
        return [
            # In a network of its own: a dockerd without a bridge removes the one of the other.
            *("unshare", "--net", "dockerd"),
            *("--config-file", str(self._folder / "settings.json")),
            *("--data-root", str(self._folder / "data")),
            *("--exec-root", str(self._folder / "exec")),
            *("--pidfile", str(self._folder / "pid"), "--host", self.address),
            *("--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false"),
            *runtimes,
        ]

    def _answers(self) -> bool:
        try:
            client = docker.APIClient(base_url=self.address, timeout=5)
        except (DockerException, RequestException):
            return False
        try:
            return bool(client.ping())
        except (DockerException, RequestException):
            return False
        finally:
            client.close()

    def _tail(self) -> str:
        return (self._folder / "log").read_text()[-3000:]

    def end(self, how: signal.Signals) -> None:
        """Returns when its process is gone; `start` starts it again."""
        assert self._process is not None
        self._process.send_signal(how)
        self._process.wait(STOPS_WITHIN)

    def take_image(self, image: str) -> None:
        """From this machine's engine, which has it."""
        here = subprocess.Popen(["docker", "save", image], stdout=subprocess.PIPE)
        subprocess.run(
            ["docker", "--host", self.address, "load", "--quiet"],
            stdin=here.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        assert here.stdout is not None
        here.stdout.close()
        assert here.wait() == 0

    def remove(self) -> None:
        """With all that it started."""
        if self._process is not None and self._process.poll() is None:
            self.end(signal.SIGTERM)
        # What a killed one leaves behind, should it not have been started again.
        with suppress(FileNotFoundError, ProcessLookupError, ValueError):
            pid = self._folder / "exec" / "containerd" / "containerd.pid"
            os.kill(int(pid.read_text()), signal.SIGKILL)
        for mount in self._mounts():
            subprocess.run(["umount", "--lazy", mount], check=False)
        shutil.rmtree(self._folder)

    def _mounts(self) -> list[str]:
        lines = Path("/proc/self/mounts").read_text().splitlines()
        below = [line.split()[1] for line in lines if f" {self._folder}/" in line]
        return sorted(below, key=len, reverse=True)
