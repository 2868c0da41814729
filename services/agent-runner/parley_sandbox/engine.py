"""The Docker back end: single-use containers, each with a supervisor that waits for its job."""

import asyncio
import logging
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import docker
from docker.constants import MINIMUM_DOCKER_API_VERSION
from docker.errors import APIError, DockerException
from parley_shared.errors import CodeUnavailable
from parley_shared.facts import Told, phrase
from parley_shared.sandbox import Reason
from requests.exceptions import RequestException

from parley_sandbox.box import Box, BoxGone, hear_ready
from parley_sandbox.frames import Attached, BadFrame
from parley_sandbox.images import find_image
from parley_sandbox.limits import MIB
from parley_sandbox.profile import LABEL, Profile

logger = logging.getLogger(__name__)

Client = Any  # docker's APIClient, which carries no types
T = TypeVar("T")

ANSWERS_WITHIN = 30  # seconds, of the engine
READY_WITHIN = 20.0  # seconds from a container's start to its supervisor's first word
PIECE = 65536  # bytes
NO_ENGINE = phrase(
    "code_no_docker",
    "Code can't be run: Docker does not answer. Start it, or see docs/howto/deploy.md for how to "
    "install it.",
)
NOT_ALLOWED = phrase(
    "code_docker_not_allowed",
    "Code can't be run: the sandbox may not use Docker's socket. In containers put DOCKER_GID, "
    "which `stat -c %g /var/run/docker.sock` prints, into .env; elsewhere join the group docker.",
)
WRONG_IMAGE = phrase(
    "code_image_wrong",
    "Code can't be run: what PARLEY_SANDBOX_IMAGE names is not one of Parley's own images, or not "
    "made from one.",
)
# What opening a box may raise, and is no fault of ours.
TROUBLE = (DockerException, RequestException, BoxGone, BadFrame, TimeoutError)


class DockerBox:
    def __init__(
        self,
        client: Client,
        container_id: str,
        name: str,
        stream: Any,  # docker's SocketIO
        forget: Callable[[], None],  # told when nobody is to remove it but the next clean-up
    ) -> None:
        self.container_id = container_id
        self.name = name
        self._client = client
        self._forget = forget
        self._stream = stream  # kept: its connection closes with it
        self._socket: socket.socket = getattr(stream, "_sock", stream)
        self._socket.setblocking(False)
        self._attached = Attached()
        self._removed = False
        self._writing = asyncio.Lock()

    async def read(self) -> bytes:
        loop = asyncio.get_running_loop()
        while True:
            try:
                piece = await loop.sock_recv(self._socket, PIECE)
            except OSError as error:
                raise BoxGone from error
            if not piece:
                return b""
            if output := self._attached.feed(piece):
                return output

    async def write(self, content: bytes) -> None:
        """One after the other: two at once would stand within each other, and one never end."""
        try:
            async with self._writing:
                await asyncio.get_running_loop().sock_sendall(self._socket, content)
        except OSError as error:
            raise BoxGone from error

    def is_alive(self) -> bool:
        try:
            return bool(self._socket.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    async def why_lost(self) -> Reason:
        try:
            told = await asyncio.to_thread(self._client.inspect_container, self.container_id)
        except (DockerException, RequestException):
            return "lost"
        return "memory" if told["State"]["OOMKilled"] else "lost"

    async def remove(self) -> None:
        if self._removed:
            return
        self._removed = True
        self._stream.close()
        self._socket.close()
        try:
            await asyncio.to_thread(_remove, self._client, self.container_id)
        except (DockerException, RequestException) as error:
            logger.warning("left a container to the next clean-up", extra=_reason(error))
        finally:
            self._forget()


@dataclass(frozen=True)
class EngineSettings:
    image: str  # "slim" and "data" are built when they are missing, another name is taken as it is
    runtime: str
    memory_mb: int  # 0: what fits the image
    install: str  # what belongs to it and to no living broker is removed

    @property
    def memory(self) -> int:
        return (self.memory_mb or (256 if self.image.endswith("slim") else 512)) * MIB


class Engine:
    """One Docker engine, which may come and go."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings
        self._in_use: set[str] = set()  # what each box that somebody holds is known by
        self._client: Client | None = None
        self._profile: Profile | None = None

    async def prepare(self) -> None:
        try:
            await asyncio.to_thread(self._prepare)
        except (DockerException, RequestException) as error:
            raise CodeUnavailable(say_why(error)) from error

    def _prepare(self) -> None:
        if self._client is None:
            client = make_client()
            client._version = client._retrieve_server_version()
            self._client = client
        if self._profile is not None:
            self._client.ping()
            return
        told = self._client.info()
        wanted = self._settings.runtime
        if wanted and wanted not in (runtimes := told.get("Runtimes") or ()):
            raise CodeUnavailable(
                phrase(
                    "code_no_runtime",
                    "Code can't be run: PARLEY_SANDBOX_RUNTIME is {runtime!r}, and this Docker has "
                    "no such runtime, only {others}. Install it, or leave it empty.",
                    runtime=wanted,
                    others=", ".join(sorted(runtimes)),
                )
            )
        self._profile = Profile(
            image=find_image(self._client, self._settings.image),
            memory=self._settings.memory,
            runtime=wanted,
            unified_cgroups=told.get("CgroupVersion") == "2",
        )

    async def open(self, name: str, seconds: float) -> Box:
        known_as = secrets.token_hex(8)
        forget = partial(self._in_use.discard, known_as)
        self._in_use.add(known_as)
        box: DockerBox | None = None
        try:
            container_id = await asyncio.to_thread(self._create, name, known_as, seconds)
            box = await asyncio.to_thread(self._start, container_id, name, forget)
            async with asyncio.timeout(READY_WITHIN):
                await hear_ready(box)
        except BaseException as error:
            forget()  # what was made of it goes with the next clean-up, at the latest
            if box is not None:
                await box.remove()
            if not isinstance(error, TROUBLE):
                raise
            logger.warning("could not open a container", extra=_reason(error))
            raise CodeUnavailable(say_why(error)) from error
        return box

    def _create(self, name: str, known_as: str, seconds: float) -> str:
        assert self._client is not None and self._profile is not None  # prepared before
        labels = {
            LABEL: self._settings.install,
            f"{LABEL}.box": known_as,
            f"{LABEL}.until": str(int(time.time() + seconds)),
        }
        container = self._profile.container_settings(self._full_name(name), labels)
        host = self._client.create_host_config(**self._profile.host_settings())
        return str(self._client.create_container(host_config=host, **container)["Id"])

    def _start(self, container_id: str, name: str, forget: Callable[[], None]) -> DockerBox:
        assert self._client is not None
        wanted = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
        stream = self._client.attach_socket(container_id, params=wanted)
        self._client.start(container_id)
        return DockerBox(self._client, container_id, name, stream, forget)

    def _full_name(self, name: str) -> str:
        return f"parley-{self._settings.install}-{name}"

    async def rename(self, box: Box, name: str) -> None:
        assert isinstance(box, DockerBox) and self._client is not None
        if box.name == name:
            return
        box.name = name
        await self._try(partial(self._client.rename, box.container_id, self._full_name(name)))

    async def reap(self) -> int:
        if self._client is None:
            return 0
        ours = {"label": f"{LABEL}={self._settings.install}"}
        found = await self._try(partial(self._client.containers, all=True, filters=ours))
        left = [each for each in found or () if self._is_left(each["Labels"])]
        for each in left:
            await self._try(partial(_remove, self._client, each["Id"]))
        return len(left)

    def _is_left(self, labels: dict[str, str]) -> bool:
        is_old = int(labels.get(f"{LABEL}.until", 0)) < time.time()
        return is_old or labels.get(f"{LABEL}.box") not in self._in_use

    async def _try(self, do: Callable[[], T]) -> T | None:
        try:
            return await asyncio.to_thread(do)
        except (DockerException, RequestException) as error:
            logger.info("the engine refused", extra=_reason(error))
            return None


def make_client() -> Client:
    """Of the engine that the environment names; it has not been asked for anything yet."""
    where = docker.utils.kwargs_from_env()
    client = docker.APIClient(version=MINIMUM_DOCKER_API_VERSION, timeout=ANSWERS_WITHIN, **where)
    # To a socket of this machine leads no proxy. Who looks for one at each request, in a thread,
    # breaks off when a variable goes from the environment meanwhile.
    client.trust_env = not client.base_url.startswith("http+docker:")
    return client


def _reason(error: Exception) -> dict[str, str]:
    return {"reason": repr(error)[:300]}


def say_why(error: Exception) -> Told:
    """What to do about an engine that could not be asked. Pure."""
    if isinstance(error, BadFrame):
        return WRONG_IMAGE
    return NOT_ALLOWED if "Permission denied" in str(error) else NO_ENGINE


def _remove(client: Client, container_id: str) -> None:
    try:
        client.remove_container(container_id, force=True, v=True)
    except APIError as error:
        if error.status_code not in (404, 409):  # gone, or being removed by somebody else
            raise
