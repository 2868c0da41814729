"""The whole of Parley in containers, as docker-compose.yml has it, under a name of its own."""

import os
import subprocess
import time
import uuid
from pathlib import Path
from typing import Any

import httpx

from tests.servers import free_port

PROJECT = Path(__file__).parents[2]
BUILT_WITHIN = 1500  # seconds
DONE_WITHIN = 300  # seconds
ANSWERED_WITHIN = 240.0  # seconds; everything may be restarted meanwhile


class Stack:
    def __init__(self) -> None:
        self.name = f"parley-test-{uuid.uuid4().hex[:6]}"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "PARLEY_PROJECT": self.name,
            "PARLEY_PORT": str(self.port),
            "PARLEY_SANDBOX_IMAGE": "slim",
            "DOCKER_GID": str(Path("/var/run/docker.sock").stat().st_gid),
        }
        self.client = httpx.Client(base_url=self.address, timeout=30)

    def compose(self, *words: str, within: int = DONE_WITHIN) -> str:
        """`docker compose <words>`; what it printed."""
        done = subprocess.run(
            ["docker", "compose", *words],
            cwd=PROJECT,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )
        assert done.returncode == 0, f"docker compose {words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def up(self) -> None:
        """Returns when everybody is well and somebody has signed in."""
        self.compose("build", "--quiet", within=BUILT_WITHIN)
        self.compose("up", "--detach", "--wait", within=BUILT_WITHIN)
        printed = self.compose("run", "--rm", "--no-deps", "-T", "signin", "address")
        token = printed.strip().rsplit("#token=", 1)[1]
        self.client.headers["Authorization"] = f"Bearer {token}"

    def down(self) -> None:
        self.client.close()
        self.compose("down", "--volumes", "--timeout", "5")

    def say(self, thread_id: str, text: str, agent_id: str) -> str:
        """The message's id. Sent again until it is taken, as a browser does."""
        message_id = str(uuid.uuid4())
        self._until_taken("/api/threads", {"id": thread_id})
        message = {"id": message_id, "text": text, "agent_id": agent_id}
        self._until_taken(f"/api/threads/{thread_id}/messages", message)
        return message_id

    def _until_taken(self, path: str, body: dict[str, str]) -> None:
        give_up = time.monotonic() + ANSWERED_WITHIN
        while True:
            try:
                if self.client.post(path, json=body).status_code < 300:
                    return
            except httpx.TransportError:
                assert time.monotonic() < give_up, f"{path} takes nothing"
            time.sleep(0.5)

    def read(self, thread_id: str) -> list[dict[str, Any]]:  # JSON
        """The messages; none while nobody answers."""
        try:
            answer = self.client.get(f"/api/threads/{thread_id}/messages")
        except httpx.TransportError:
            return []
        return list(answer.json()["items"]) if answer.status_code == 200 else []

    def answer_to(self, thread_id: str, message_id: str) -> dict[str, Any]:  # JSON
        give_up = time.monotonic() + ANSWERED_WITHIN
        while time.monotonic() < give_up:
            for message in self.read(thread_id):
                if message["reply_to"] == message_id:
                    return message
            time.sleep(0.3)
        raise AssertionError(f"no answer\n{self.compose('logs', '--tail', '20')}")
