import asyncio
import socket

import pytest
from parley_sandbox.box import hear_ready
from parley_sandbox.engine import (
    NO_ENGINE,
    NOT_ALLOWED,
    WRONG_IMAGE,
    DockerBox,
    EngineSettings,
    make_client,
    say_why,
)
from parley_sandbox.frames import BadFrame

from tests.unit.sandbox.test_talking import PlayedBox


def test_a_socket_that_may_not_be_used_is_told_apart_from_an_engine_that_is_away() -> None:
    away = ConnectionError("Connection aborted.", ConnectionRefusedError(111, "refused"))
    forbidden = ConnectionError("Connection aborted.", PermissionError(13, "Permission denied"))

    assert say_why(away) == NO_ENGINE
    assert say_why(forbidden) == NOT_ALLOWED


async def test_an_image_without_a_supervisor_is_told_apart_too() -> None:
    with pytest.raises(BadFrame) as raised:
        await hear_ready(PlayedBox([b"/ # what a shell says"]))

    assert say_why(raised.value) == WRONG_IMAGE


@pytest.mark.parametrize(
    ("image", "memory_mb", "memory"),
    [("data", 0, 512 << 20), ("slim", 0, 256 << 20), ("slim", 300, 300 << 20)],
)
def test_memory_fits_the_image_unless_it_is_said(image: str, memory_mb: int, memory: int) -> None:
    assert EngineSettings(image, "", memory_mb, "parley").memory == memory


async def test_a_job_and_what_stops_it_reach_the_supervisor_one_behind_the_other() -> None:
    near, far = socket.socketpair()
    far.setblocking(False)
    box, job = DockerBox(None, "c1", "run", near, lambda: None), b"J" * 8_000_000
    heard = bytearray()

    async def hear() -> None:
        while len(heard) <= len(job):
            heard.extend(await asyncio.get_running_loop().sock_recv(far, 65536))

    with near, far:
        async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
            tasks.create_task(box.write(job))
            tasks.create_task(box.write(b"C"))
            tasks.create_task(hear())

    assert heard == job + b"C"


@pytest.mark.parametrize(
    ("host", "looks"), [("unix:///nowhere/docker.sock", False), ("tcp://127.0.0.1:1", True)]
)
def test_a_proxy_is_looked_for_on_the_way_to_another_machine_only(
    monkeypatch: pytest.MonkeyPatch, host: str, looks: bool
) -> None:
    monkeypatch.setenv("DOCKER_HOST", host)

    client = make_client()
    client.close()

    assert client.trust_env is looks
