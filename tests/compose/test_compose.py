"""docker-compose.yml brings up all of Parley, and each part of it may be hurt alone."""

import json
import subprocess
from collections.abc import Iterator

import pytest
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from tests.compose.stack import Stack

LONG_RUNNING = ("nats", "store", "gateway", "agent-runner", "sandbox", "web")
HURTS = (
    ("restart", "nats"),
    ("kill", "store"),
    ("stop", "gateway"),
    ("recreate", "web"),
    ("restart", "sandbox"),
    ("kill", "agent-runner"),
    ("recreate", "agent-runner"),
)
WORDS = 120


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    stack = Stack()
    try:
        stack.up()
        yield stack
    finally:
        stack.down()


def hurt(stack: Stack, how: str, service: str) -> None:
    match how:
        case "restart":
            stack.compose("restart", service)
        case "kill":
            stack.compose("kill", "-s", "KILL", service)
            stack.compose("start", service)
        case "stop":
            stack.compose("stop", service)
            stack.compose("start", service)
        case "recreate":
            stack.compose("up", "--detach", "--no-deps", "--force-recreate", service)


def test_an_agent_runs_code(stack: Stack) -> None:
    program = "```python\nopen('a.txt', 'w').write('kept')\nprint(6 * 7)\n```"

    answer = stack.answer_to("code", stack.say("code", program, "toolbox"))

    [part] = [part for part in answer["parts"] if part["kind"] == "tool"]
    assert "42" in answer["text"]
    [artifact] = part["artifacts"]
    assert stack.client.get(f"/api/files/{artifact['id']}").content == b"kept"


def test_a_conversation_that_streams_completes_whatever_is_hurt(stack: Stack) -> None:
    agent = {"id": "slow", "change": {"name": "Slow", "model": "demo/slow"}}
    assert stack.client.post("/api/agents", json=agent).status_code == 201
    message_id = stack.say("long", f"Say {WORDS} words", "slow")

    for how, service in HURTS:
        hurt(stack, how, service)
    answer = stack.answer_to("long", message_id)

    assert answer["text"].split() == [f"word{n}" for n in range(1, WORDS + 1)]
    assert [message["role"] for message in stack.read("long")] == ["user", "assistant"]


def test_only_the_sandbox_reaches_docker(stack: Stack) -> None:
    mounted = {}
    for service in LONG_RUNNING:
        container = stack.compose("ps", "--quiet", service).strip()
        told = subprocess.run(["docker", "inspect", container], capture_output=True, check=True)
        [found] = json.loads(told.stdout)
        mounted[service] = [mount["Destination"] for mount in found["Mounts"]]
        assert found["HostConfig"]["CapDrop"] == ["ALL"]
        assert found["HostConfig"]["ReadonlyRootfs"]

    assert sorted(mounted.pop("sandbox")) == ["/var/run/docker.sock", "/volumes/sandbox"]
    assert mounted == {service: [f"/volumes/{service}"] for service in mounted}
    for service in set(LONG_RUNNING) - {"sandbox", "nats"}:
        connect = (
            "import socket\n"
            "try: socket.socket(socket.AF_UNIX).connect('/var/run/docker.sock'); print('GOT')\n"
            "except OSError as error: print('no', error)"
        )
        assert "no" in stack.compose("exec", "-T", service, "python", "-c", connect)


def test_only_the_web_has_a_port_and_only_on_the_loopback(stack: Stack) -> None:
    config = json.loads(stack.compose("config", "--format", "json"))["services"]

    ports = {name: service["ports"] for name, service in config.items() if service.get("ports")}
    assert list(ports) == ["web"]
    assert [port["host_ip"] for port in ports["web"]] == ["127.0.0.1"]


def test_nats_of_the_image_keeps_streams() -> None:
    nats = DockerContainer("nats:2-alpine").with_command("-js")
    nats.waiting_for(LogMessageWaitStrategy("Server is ready"))

    with nats:
        logs = b"".join(nats.get_logs()).decode()

    assert "Starting JetStream" in logs


def test_a_service_image_runs_as_nobody_in_particular(stack: Stack) -> None:
    look = "import os, parley_gateway; print('uid', os.getuid(), flush=True)"
    gateway = DockerContainer("parley-gateway:local").with_command(["python", "-c", look])
    gateway.waiting_for(LogMessageWaitStrategy("uid"))

    with gateway:
        assert "uid 10001" in b"".join(gateway.get_logs()).decode()
