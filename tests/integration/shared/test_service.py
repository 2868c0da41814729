"""A service as a process: how it starts, how it stops, and what its exit code says."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.ports import free_port
from tests.servers import NatsServer
from tests.waiting import PATIENCE

SCRIPT = str(Path(__file__).with_name("small_service.py"))


@asynccontextmanager
async def service(
    server: NatsServer, does: str, **environment: str
) -> AsyncIterator[tuple[Process, asyncio.StreamReader]]:
    told = {
        **os.environ,
        "PARLEY_NATS_URL": server.url,
        "PARLEY_NATS_SEED_FILE": str(server.seed_file("web")),
        **environment,
    }
    process = await create_subprocess_exec(
        sys.executable, SCRIPT, does, stdout=PIPE, stderr=PIPE, env=told
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def line(stdout: asyncio.StreamReader) -> str:
    async with asyncio.timeout(PATIENCE):
        return (await stdout.readline()).decode().strip()


async def ending(process: Process) -> tuple[int, list[dict[str, str]]]:
    """The exit code and the log's lines."""
    async with asyncio.timeout(PATIENCE):
        assert process.stderr is not None
        said = await process.stderr.read()
        return await process.wait(), [json.loads(each) for each in said.splitlines()]


async def test_a_stop_signal_lets_it_finish(nats_server: NatsServer) -> None:
    async with service(nats_server, "obey") as (process, stdout):
        assert await line(stdout) == "ready"
        process.send_signal(signal.SIGTERM)

        assert await line(stdout) == "done"
        code, log = await ending(process)

    assert code == 0
    assert [(each["level"], each["service"], each["text"]) for each in log] == [
        ("info", "web", "started"),
        ("info", "web", "asked to stop"),
        ("info", "web", "stopped"),
    ]


async def test_a_second_signal_ends_it_on_the_spot(nats_server: NatsServer) -> None:
    async with service(nats_server, "ignore") as (process, stdout):
        assert await line(stdout) == "ready"
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        while b"asked to stop" not in await process.stderr.readline():
            pass
        process.send_signal(signal.SIGTERM)

        code, _ = await ending(process)

    assert code == 128 + signal.SIGTERM


async def test_a_connection_that_is_gone_for_good_ends_it_with_its_own_code(
    nats_server: NatsServer,
) -> None:
    async with service(nats_server, "overload") as (process, _):
        code, log = await ending(process)

    assert code == 3
    assert [each["text"] for each in log if each["level"] == "critical"] == [
        "the connection to nats-server is closed for good"
    ]


async def test_a_failure_is_logged_without_its_secrets_and_ends_it(
    nats_server: NatsServer,
) -> None:
    async with service(nats_server, "fail") as (process, _):
        code, log = await ending(process)

    assert code == 1
    [failure] = [each for each in log if each["level"] == "critical"]
    assert failure["text"] == "failed"
    assert failure["error"].endswith("RuntimeError: key [secret] is wrong")


async def test_it_stops_also_while_it_looks_for_nats_server(nats_server: NatsServer) -> None:
    nowhere = f"nats://127.0.0.1:{free_port()}"
    async with service(nats_server, "obey", PARLEY_NATS_URL=nowhere) as (process, _):
        assert process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while b"trouble" not in await process.stderr.readline():
                pass
        process.send_signal(signal.SIGTERM)

        code, _ = await ending(process)

    assert code == 0


async def test_it_lives_on_when_nats_server_is_killed(nats_server: NatsServer) -> None:
    async with service(nats_server, "obey") as (process, stdout):
        assert await line(stdout) == "ready"
        assert process.stderr is not None
        await nats_server.restart()
        async with asyncio.timeout(PATIENCE):
            while b"found nats-server again" not in await process.stderr.readline():
                pass
        process.send_signal(signal.SIGTERM)

        assert await line(stdout) == "done"
        code, _ = await ending(process)

    assert code == 0


async def test_a_wrong_setting_is_named_and_not_shown(nats_server: NatsServer) -> None:
    wrong = {"PARLEY_LOG_LEVEL": "hunter2"}
    async with service(nats_server, "obey", **wrong) as (process, _):
        assert process.stderr is not None
        said = (await process.stderr.read()).decode()
        code = await process.wait()

    assert code == 1
    assert said == "web: PARLEY_LOG_LEVEL: Value error, must be debug, info, warning or error\n"
