"""A run from its start to its end, and what becomes of it when something dies."""

import asyncio
import gc
import sys
import uuid
from asyncio.subprocess import PIPE, create_subprocess_exec
from contextlib import suppress
from pathlib import Path
from typing import Any

import docker
import pytest
from parley_sandbox.backends import open_backend
from parley_sandbox.engine import NO_ENGINE
from parley_shared.errors import CodeUnavailable, RunNotFound
from parley_shared.sandbox import CancelRun, WaitRun

from tests.containers.conftest import INSTALL
from tests.containers.room import BACKEND, ENDS_WITHIN, Room, open_room, settings
from tests.containers.severed_engine import SeveredEngine

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(BACKEND == "bwrap", reason="these are about containers"),
]

DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open('part.txt', 'w').write('so far')
print('up', flush=True)
while True: time.sleep(1)
"""


def find_containers(install: str) -> list[dict[str, Any]]:
    """Of an installation, as the engine describes them; without what went while it was asked."""
    client = docker.APIClient(**docker.utils.kwargs_from_env())
    try:
        found = client.containers(all=True, filters={"label": f"parley.sandbox={install}"})
        return [each for one in found for each in _inspect(client, one["Id"])]
    finally:
        client.close()


def _inspect(client: docker.APIClient, container_id: str) -> list[dict[str, Any]]:
    try:
        return [client.inspect_container(container_id)]
    except docker.errors.NotFound:
        return []


def pause(container_id: str) -> None:
    client = docker.APIClient(**docker.utils.kwargs_from_env())
    client.pause(container_id)
    client.close()


async def until_named(name: str) -> dict[str, Any]:
    """A container that waited is renamed while its program begins."""
    async with asyncio.timeout(ENDS_WITHIN):
        while True:
            for each in await asyncio.to_thread(find_containers, INSTALL):
                if each["Name"] == name:
                    return each


async def until_gone(install: str, *, but_ended: bool = False) -> None:
    async with asyncio.timeout(ENDS_WITHIN):
        while any(
            not but_ended or each["State"]["Running"]
            for each in await asyncio.to_thread(find_containers, install)
        ):
            await asyncio.sleep(0.1)


async def test_a_container_has_no_way_out(room: Room) -> None:
    await room.start(DEAF, call_id="looked", seconds=110)
    await room.until_told("looked", "up")

    container = await until_named(f"/parley-{INSTALL}-looked")
    await room.broker.cancel(CancelRun(call_id="looked"))
    await room.end_of("looked")

    host, config = container["HostConfig"], container["Config"]
    assert container["Mounts"] == []
    assert host["Binds"] is None and host["Devices"] in (None, [])
    assert (host["NetworkMode"], host["ReadonlyRootfs"], host["Privileged"]) == (
        "none",
        True,
        False,
    )
    assert (host["CapDrop"], host["CapAdd"]) == (["ALL"], None)
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert (host["Memory"], host["MemorySwap"]) == (256 << 20, 256 << 20)
    processes = 256 if BACKEND == "runsc" else 64
    assert (host["PidsLimit"], host["NanoCpus"]) == (processes, 1_000_000_000)
    assert (host["IpcMode"], host["ShmSize"], host["OomScoreAdj"]) == ("private", 16 << 20, 500)
    limits = {each["Name"]: (each["Soft"], each["Hard"]) for each in host["Ulimits"]}
    assert limits == {"core": (0, 0), "nofile": (512, 512)}
    assert (host["RestartPolicy"]["Name"], host["Init"]) == ("no", False)
    assert host["LogConfig"]["Type"] == "none"
    assert config["StopSignal"] == "SIGKILL"
    assert (config["User"], config["StdinOnce"]) == ("10001:10001", True)
    assert not any("PARLEY" in each or "NATS" in each for each in config["Env"])


async def test_the_same_call_is_the_same_run(room: Room) -> None:
    code = "open('ran.txt', 'a').write('once ')"
    for _ in range(3):
        await room.start(code, thread="same", call_id="same")

    await room.end_of("same")

    assert room.files["same"] == {"ran.txt": b"once "}


async def test_files_stay_with_their_thread_until_they_are_deleted(room: Room) -> None:
    await room.run("open('a.txt', 'w').write('1'); open('b.txt', 'w').write('2')", thread="files")
    result = await room.run("cat a.txt; rm b.txt", "shell", thread="files")

    assert result.stdout == "1"
    assert result.deleted == ("b.txt",)
    assert room.files["files"] == {"a.txt": b"1"}


async def test_a_cancelled_program_that_is_deaf_ends_and_keeps_what_it_had(room: Room) -> None:
    await room.start(DEAF, thread="deaf", call_id="deaf", seconds=60)
    await room.until_told("deaf", "up")

    await room.broker.cancel(CancelRun(call_id="deaf"))
    result = await room.end_of("deaf")

    assert (result.reason, result.signal, result.stdout) == ("cancelled", 9, "up\n")
    assert room.files["deaf"] == {"part.txt": b"so far"}


async def test_output_is_told_while_the_program_runs(room: Room) -> None:
    code = "import time\nprint('first', flush=True)\ntime.sleep(100)\nprint('second')"
    await room.start(code, call_id="told", seconds=110)

    await room.until_told("told", "first")
    await room.broker.cancel(CancelRun(call_id="told"))
    result = await room.end_of("told")

    pieces = [piece for piece in room.told if piece.call_id == "told"]
    assert [piece.n for piece in pieces] == list(range(len(pieces)))
    assert room.told_by("told") == result.stdout == "first\n"


async def test_eight_programs_run_at_once(own_room: Room) -> None:
    calls = [
        await own_room.start(DEAF, thread=f"t{number}", seconds=ENDS_WITHIN) for number in range(8)
    ]
    for call in calls:
        await own_room.until_told(call, "up")
    assert own_room.broker.count("running") == 8

    for call in calls:
        await own_room.broker.cancel(CancelRun(call_id=call))
    results = [await own_room.end_of(call) for call in calls]

    assert [result.stdout for result in results] == ["up\n"] * 8


async def test_what_a_run_changed_waits_for_whoever_takes_its_turn_over() -> None:
    write = "open('a.txt', 'w').write('1')"
    chosen = settings(f"late-{uuid.uuid4().hex[:8]}", warm=0)
    async with open_room(chosen, at_once=1) as room:
        room.fence = 2  # the turn was given back, and nobody has claimed it yet
        await room.start(write, thread="late", call_id="late")
        await room.until(lambda: room.refused == 1)

        meanwhile = await room.start("print('meanwhile')", call_id="meanwhile", fence=2)
        assert (await room.end_of(meanwhile)).stdout == "meanwhile\n"
        await room.start(write, thread="late", call_id="late", fence=2)
        result = await room.end_of("late")

        assert [each.path for each in result.files] == ["a.txt"]
        assert room.files["late"] == {"a.txt": b"1"}


async def test_a_supervisor_that_is_stuck_does_not_hold_its_call(own_room: Room) -> None:
    install = own_room.install
    await own_room.start(DEAF, call_id="stuck", seconds=10)  # it is stuck by then
    await own_room.until_told("stuck", "up")
    [container] = await asyncio.to_thread(find_containers, install)
    await asyncio.to_thread(pause, container["Id"])

    result = await own_room.end_of("stuck")

    assert result.reason == "timeout"
    await until_gone(install)


# docker's client leaves a socket open for each connection that is refused.
@pytest.mark.filterwarnings("ignore:.*socket.socket:pytest.PytestUnraisableExceptionWarning")
async def test_an_engine_that_goes_away_is_told_of_and_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install = f"severed-{uuid.uuid4().hex[:8]}"
    async with SeveredEngine(tmp_path) as engine:
        monkeypatch.setenv("DOCKER_HOST", engine.address)
        async with open_room(settings(install)) as room:
            await room.start(DEAF, call_id="cut", seconds=60)
            await room.until_told("cut", "up")

            engine.cut()
            cut = await room.end_of("cut")
            with suppress(CodeUnavailable):  # if the pool has already looked
                await room.run("print(1)")
            await room.until(lambda: room.pool.unavailable is not None)

            assert (cut.reason, room.pool.unavailable) == ("lost", NO_ENGINE)
            with pytest.raises(CodeUnavailable, match="Docker does not answer"):
                await room.start("print(1)")

            await engine.mend()
            await room.until(lambda: room.pool.unavailable is None)

            assert (await room.run("print(6 * 7)")).stdout == "42\n"
        await until_gone(install)
    gc.collect()


async def test_a_runtime_that_is_not_there_is_named() -> None:
    chosen = settings("nowhere").model_copy(update={"sandbox_runtime": "no-such-runtime"})
    backend, _ = open_backend(chosen)

    with pytest.raises(CodeUnavailable, match="'no-such-runtime', and this Docker has no"):
        await backend.prepare()


async def test_nothing_outlives_a_broker_that_is_killed() -> None:
    install = f"mortal-{uuid.uuid4().hex[:8]}"
    command = (sys.executable, "-m", "tests.containers.mortal_broker", install)
    mortal = await create_subprocess_exec(*command, stdout=PIPE)
    assert mortal.stdout is not None
    async with asyncio.timeout(ENDS_WITHIN):
        assert await mortal.stdout.readline() == b"up\n"
    before = await asyncio.to_thread(find_containers, install)

    mortal.kill()
    await mortal.wait()

    # The one that ran and the one that waited end by themselves; the next broker removes them.
    assert any(each["State"]["Running"] for each in before)
    await until_gone(install, but_ended=True)
    async with open_room(settings(install, warm=0)) as next_room:
        await until_gone(install)
        with pytest.raises(RunNotFound):
            await next_room.broker.wait(WaitRun(call_id="call0"))
