"""Whether the sandbox is among what `./parley up` starts."""

import socket
from pathlib import Path

import pytest
from parley_cli.code_engine import NO_ENGINE
from parley_cli.folder import DataFolder
from parley_cli.nats_conf import NatsFiles
from parley_cli.services import SANDBOX, SERVICES
from parley_cli.supervisor import NATS, supervise


@pytest.mark.parametrize(
    ("engine", "said"), [("tcp://engine:2375", []), ("unix:///nobody/answers.sock", [NO_ENGINE])]
)
def test_the_sandbox_is_started_where_an_engine_is_and_else_it_is_said_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, said: list[str]
) -> None:
    monkeypatch.setenv("PARLEY_SANDBOX_BACKEND", "docker")
    monkeypatch.setenv("DOCKER_HOST", engine)
    folder, announced = DataFolder(tmp_path), list[str]()

    with socket.create_server(("127.0.0.1", 0)) as web_door:
        nats = NatsFiles(folder.nats, 4222)
        names = supervise(folder, nats, web_door, announced.append).names

    others = {NATS, *(service.name for service in SERVICES)} - {SANDBOX}
    assert set(names) == (others if said else others | {SANDBOX})
    assert announced == said
