"""The images of docker-compose.yml, each alone: nats-server's, a service's, the runner's."""

import asyncio
import os
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import docker
import pytest
from parley_cli.nats_conf import NatsFiles, write_files
from parley_sandbox.images import find_image
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.discovery import find_services
from parley_shared.streams import declare, has_stream
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from tests.containers.room import BACKEND, ENDS_WITHIN
from tests.ports import free_port

PROJECT = Path(__file__).parents[2]
NATS = os.environ.get("PARLEY_NATS_IMAGE", "nats:2-alpine")

pytestmark = pytest.mark.skipif(BACKEND == "bwrap", reason="these are about containers")


def make_container(image: str, **settings: Any) -> DockerContainer:
    """Held as tightly as docker-compose.yml holds it. `settings` are docker's own."""
    tight = {"read_only": True, "cap_drop": ["ALL"], "security_opt": ["no-new-privileges:true"]}
    return DockerContainer(image).with_tmpfs_mount("/tmp").with_kwargs(**tight, **settings)


class NatsContainer:
    """nats-server with Parley's own configuration, on the loopback."""

    def __init__(self, folder: Path) -> None:
        self.files = NatsFiles(folder, 4222, "0.0.0.0", streams=Path("/streams"))
        write_files(self.files)
        self._port = free_port()
        (folder / "js").mkdir()
        # Whose the folders are: without its privileges even root sees only what is its own.
        self.container = make_container(NATS, user=f"{os.getuid()}:{os.getgid()}")
        self.container.with_volume_mapping(str(folder), "/etc/parley")
        self.container.with_volume_mapping(str(folder / "js"), "/streams", "rw")
        self.container.with_command(["nats-server", "--config", "/etc/parley/nats.conf"])
        self.container.waiting_for(LogMessageWaitStrategy("Server is ready"))
        # docker takes an address too, which the type does not tell
        self.container.ports = {4222: ("127.0.0.1", self._port)}  # type: ignore[dict-item]

    def restart(self) -> None:
        self.container.get_wrapped_container().restart(timeout=5)

    def url_inside(self) -> str:
        """As other containers reach it."""
        container = self.container.get_wrapped_container()
        container.reload()
        return f"nats://{container.attrs['NetworkSettings']['IPAddress']}:4222"

    def bus(self, name: str) -> AbstractAsyncContextManager[Bus]:
        url = f"nats://127.0.0.1:{self._port}"
        return Bus.connect(url=url, name=name, seed_file=self.files.seed_file(name))


@pytest.fixture(scope="module")
def nats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsContainer]:
    nats = NatsContainer(tmp_path_factory.mktemp("nats"))
    with nats.container:
        yield nats


@pytest.fixture(scope="module")
def gateway_image() -> Iterator[str]:
    name = f"parley-test-gateway:{uuid.uuid4().hex[:8]}"
    build = ["docker", "build", "--quiet", "--file", "services/Dockerfile", "--target", "service"]
    words = ["--build-arg", "SERVICE=gateway", "--tag", name, "."]
    done = subprocess.run(
        [*build, *words], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    yield name
    subprocess.run(["docker", "image", "rm", name], stdout=subprocess.DEVNULL, check=True)


async def test_nats_of_the_image_keeps_streams_over_a_restart(nats: NatsContainer) -> None:
    async with nats.bus("store") as bus:
        await declare(bus)

    await asyncio.to_thread(nats.restart)

    async with asyncio.timeout(ENDS_WITHIN), nats.bus("store") as bus:
        while not await has_stream(bus, subjects.EVENTS):
            await asyncio.sleep(0.05)


async def test_a_service_of_the_image_answers_and_is_well(
    nats: NatsContainer, gateway_image: str
) -> None:
    seed = nats.files.seed_file("gateway")
    seed.chmod(0o644)  # in its container it is somebody else who reads it
    gateway = make_container(gateway_image)
    gateway.with_volume_mapping(str(seed), "/volumes/gateway/seed.nk")
    gateway.with_env("PARLEY_NATS_URL", nats.url_inside())

    async with asyncio.timeout(ENDS_WITHIN), nats.bus("admin") as bus:
        with gateway:
            while not any(each.name == "gateway" for each in await find_services(bus)):
                await asyncio.sleep(0.05)
            container = gateway.get_wrapped_container()
            while container.health != "healthy":
                await asyncio.sleep(0.1)
                container.reload()
            _, who = gateway.exec(["id", "-u"])

    assert who == b"10001\n"


def test_the_runner_image_gives_a_program_python_and_no_way_up() -> None:
    client = docker.APIClient(**docker.utils.kwargs_from_env())
    image = find_image(client, "slim")
    client.close()
    look = "id -u; find / -xdev -perm /6000 -type f | wc -l; python3 -c 'print(6 * 7)'; echo over"
    runner = make_container(image, entrypoint=["sh", "-c", look], network_mode="none")
    runner.waiting_for(LogMessageWaitStrategy("over"))

    with runner:
        said, _ = runner.get_logs()

    assert said.split() == [b"10001", b"0", b"42", b"over"]
