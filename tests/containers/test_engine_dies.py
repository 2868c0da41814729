"""A Docker engine that is stopped or killed while a program runs, and started again."""

import asyncio
import gc
import signal
import uuid
from collections.abc import Iterator

import docker
import pytest
from parley_sandbox.engine import NO_ENGINE
from parley_sandbox.images import find_image

from tests.containers.own_engine import OwnEngine, why_none
from tests.containers.room import BACKEND, ENDS_WITHIN, open_room, settings
from tests.containers.test_life_cycle import DEAF, find_containers, until_gone

WHY_NONE = why_none()
pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(BACKEND == "bwrap", reason="these are about containers"),
    pytest.mark.skipif(WHY_NONE is not None, reason=str(WHY_NONE)),
    # docker's client leaves a socket open for each connection that is refused.
    pytest.mark.filterwarnings("ignore:.*socket.socket:pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def engine() -> Iterator[OwnEngine]:
    """With the runner's image, and with runc under the name of gVisor's runtime too."""
    client = docker.APIClient(**docker.utils.kwargs_from_env())
    image = find_image(client, "slim")
    client.close()
    engine = OwnEngine({"runsc": "runc"})
    try:
        engine.start()
        engine.take_image(image)
        yield engine
    finally:
        engine.remove()
    gc.collect()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
async def test_what_ran_is_told_as_lost_and_the_next_call_runs(
    engine: OwnEngine, how: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", engine.address)
    install = f"dies-{uuid.uuid4().hex[:8]}"
    async with open_room(settings(install)) as room:
        await room.start(DEAF, call_id="underway", seconds=60)
        await room.until_told("underway", "up")
        before = await list_ids(install)

        await asyncio.to_thread(engine.end, how)
        result = await room.end_of("underway")
        await room.until(lambda: room.pool.unavailable == NO_ENGINE)
        await asyncio.to_thread(engine.start)
        await room.until(lambda: room.pool.unavailable is None)

        assert (result.reason, result.files, room.files["t"]) == ("lost", (), {})
        assert (await room.run("print(6 * 7)")).stdout == "42\n"
        # Asked for again the call is told its end, and is not run a second time.
        await room.start(DEAF, call_id="underway", seconds=60)
        assert (await room.end_of("underway")).reason == "lost"
        assert room.told_by("underway") == "up\n"
        async with asyncio.timeout(ENDS_WITHIN):  # an engine that was killed may refuse at first
            while before & await list_ids(install):
                await asyncio.sleep(0.1)
    await until_gone(install)


async def list_ids(install: str) -> set[str]:
    return {each["Id"] for each in await asyncio.to_thread(find_containers, install)}


async def test_a_container_runs_in_the_runtime_that_is_asked_for(
    engine: OwnEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", engine.address)
    install = f"runsc-{uuid.uuid4().hex[:8]}"
    gvisor = settings(install, warm=0).model_copy(update={"sandbox_runtime": "runsc"})
    async with open_room(gvisor) as room:
        await room.start(DEAF, call_id="seen", seconds=60)
        await room.until_told("seen", "up")

        [container] = await asyncio.to_thread(find_containers, install)

        host = container["HostConfig"]
        assert (host["Runtime"], host["PidsLimit"], host["NetworkMode"]) == ("runsc", 256, "none")
        assert (await room.run("print(6 * 7)")).stdout == "42\n"
