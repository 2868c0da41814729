"""The whole of Parley in containers, from a clone of its own, under a name of its own."""

import json
import os
import subprocess
import time
import uuid
from pathlib import Path
from typing import Any

import httpx

from tests.fakes.telegram_world import TOKEN
from tests.ports import free_port

PROJECT = Path(__file__).parents[2]
BUILT_WITHIN = 1800  # seconds
DONE_WITHIN = 300  # seconds
ANSWERED_WITHIN = 240.0  # seconds; everything may be restarted meanwhile
LOOK = 0.3  # seconds between two looks

KEY = "sk-or-DO-NOT-LEAK-4711"  # of a provider that nobody asks anything
SERVICES = ("nats", "store", "gateway", "agent-runner", "sandbox", "telegram", "web")

Json = dict[str, Any]


class Stack:
    def __init__(self, folder: Path) -> None:
        self.name = f"parley-test-{uuid.uuid4().hex[:6]}"
        self.folder = folder
        self.port, self.people_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.token = ""
        self.client = httpx.Client(base_url=self.address, timeout=30)

    def clone(self, **others: str) -> None:
        """What is committed, with a .env as docs/howto/deploy.md has it; `others` are settings."""
        run("git", "clone", "--quiet", str(PROJECT), str(self.folder))
        models = self.folder / "models" / "config.yaml"
        models.parent.mkdir()
        models.write_text("models:\n  small:\n    cmd: llama-server\n")
        models.parent.chmod(0o755)
        models.chmod(0o644)
        settings = {
            "PARLEY_PROJECT": self.name,
            "PARLEY_VERSION": self.name,
            "PARLEY_PORT": self.port,
            "DOCKER_GID": Path("/var/run/docker.sock").stat().st_gid,
            "OPENROUTER_API_KEY": KEY,
            "OPENAI_BASE_URL": "http://llama-swap:8080/v1",
            "PARLEY_LLAMA_SWAP_IMAGE": f"parley-strangers:{self.name}",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": "http://bot-api:8081",
            "COMPOSE_PROFILES": "telegram,local-llm",
            "COMPOSE_FILE": "docker-compose.yml:tests/compose/strangers.yml",
            "PARLEY_TEST_PEOPLE_PORT": self.people_port,
            **others,
        }
        said = "".join(f"{name}={value}\n" for name, value in settings.items())
        example = (self.folder / ".env.example").read_text()
        (self.folder / ".env").write_text(f"{example}\n{said}")

    def compose(self, *words: str, within: int = DONE_WITHIN, **environment: str) -> str:
        """`docker compose <words>`; what it printed."""
        command = ("docker", "compose", *words)
        return run(*command, folder=self.folder, within=within, **environment)

    def up(self) -> None:
        """Returns when everybody is well and somebody has signed in."""
        self.compose("up", "--detach", "--wait", within=BUILT_WITHIN)
        self.sign_in()

    def sign_in(self) -> None:
        printed = self.compose("run", "--rm", "--no-deps", "-T", "signin", "address")
        self.token = printed.strip().rsplit("#token=", 1)[1]
        self.client.headers["Authorization"] = f"Bearer {self.token}"

    def down(self) -> None:
        """Nothing of it is left but what building keeps."""
        self.client.close()
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "5")
        ours = run("docker", "image", "ls", "--quiet", "--filter", f"reference=*:{self.name}*")
        if ours:
            run("docker", "image", "rm", "--force", *set(ours.split()))

    def describe(self, service: str) -> Json:
        """Its container, as the engine inspects it."""
        container = self.compose("ps", "--all", "--quiet", service).strip()
        [found] = json.loads(run("docker", "inspect", container))
        return dict(found)

    def until_well(self) -> None:
        """Every service says so by itself."""
        give_up = time.monotonic() + ANSWERED_WITHIN
        while ill := [name for name in SERVICES if not self._is_well(name)]:
            assert time.monotonic() < give_up, f"{ill}\n{self.compose('logs', '--tail', '20')}"
            time.sleep(LOOK)

    def _is_well(self, service: str) -> bool:
        state = self.describe(service)["State"]
        return bool(state["Running"] and state["Health"]["Status"] == "healthy")

    def until_taken(self, path: str, body: Json) -> Json:
        """Sent again until it is taken, as a browser does."""
        give_up = time.monotonic() + ANSWERED_WITHIN
        while True:
            said = ""
            try:
                answer = self.client.post(path, json=body)
                said = answer.text
                if answer.is_success:
                    return dict(answer.json())
                assert answer.status_code >= 500, f"{path}: {said}"
            except httpx.TransportError as error:
                said = repr(error)
            assert time.monotonic() < give_up, f"{path} takes nothing: {said}"
            time.sleep(LOOK)

    def say(self, thread_id: str, text: str, agent_id: str) -> str:
        """The message's id."""
        message_id = str(uuid.uuid4())
        self.until_taken("/api/threads", {"id": thread_id})
        message = {"id": message_id, "text": text, "agent_id": agent_id}
        self.until_taken(f"/api/threads/{thread_id}/messages", message)
        return message_id

    def read(self, thread_id: str) -> list[Json]:
        """The messages; none while nobody answers."""
        try:
            answer = self.client.get(f"/api/threads/{thread_id}/messages")
        except httpx.TransportError:
            return []
        return list(answer.json()["items"]) if answer.is_success else []

    def answer_to(self, thread_id: str, message_id: str) -> Json:
        give_up = time.monotonic() + ANSWERED_WITHIN
        while time.monotonic() < give_up:
            for message in self.read(thread_id):
                if message["reply_to"] == message_id:
                    return message
            time.sleep(LOOK)
        raise AssertionError(f"no answer\n{self.compose('logs', '--tail', '20')}")


def run(
    *command: str, folder: Path | None = None, within: int = DONE_WITHIN, **environment: str
) -> str:
    """What it printed. It must succeed. Files are made for all to read, as a person's clone is."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=within,
        umask=0o022,  # of ./parley test it is stricter, and containers are somebody else
        check=False,
    )
    assert done.returncode == 0, (
        f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    )
    return done.stdout
