"""How the runner deals with the service that runs code, over a real nats-server."""

import asyncio
import json
from contextlib import AbstractAsyncContextManager

import pytest
from parley_agent_runner.sandbox import LOOK, NO_SANDBOX, Sandbox
from parley_agent_runner.tools.declaration import ToolFailed
from parley_sandbox.__main__ import serve
from parley_sandbox.settings import SandboxSettings
from parley_shared.bus import Bus
from parley_shared.discovery import find_services
from parley_shared.facts import fact_of
from parley_shared.models import Fact
from parley_shared.questions import Done
from parley_shared.rpc import Answers
from parley_shared.sandbox import CancelRun, GetSandbox, RunState, SandboxState, StartRun, WaitRun

from tests.servers import NatsServer
from tests.waiting import PATIENCE

RUN = StartRun(
    call_id="c1", thread_id="th", turn_id="t1", fence=1, language="shell", code="sleep 9999"
)


def connect(nats: NatsServer, service: str) -> AbstractAsyncContextManager[Bus]:
    return Bus.connect(url=nats.url, name=service, seed_file=nats.seed_file(service))


async def test_a_run_that_is_given_up_is_cancelled(nats_server: NatsServer) -> None:
    cancelled = asyncio.Event()

    async def start(_: StartRun) -> RunState:
        return RunState(state="running")

    async def wait(_: WaitRun) -> RunState:
        await cancelled.wait()
        return RunState(state="running")

    async def cancel(asked: CancelRun) -> Done:
        assert asked.call_id == "c1"
        cancelled.set()
        return Done()

    async def hear(text: str) -> None:
        raise AssertionError("it writes nothing")

    async with (
        connect(nats_server, "sandbox") as there,
        connect(nats_server, "agent-runner") as here,
        Answers(there, service="sandbox", version="1") as answers,
    ):
        await answers.add(StartRun, start)
        await answers.add(WaitRun, wait)
        await answers.add(CancelRun, cancel)

        with pytest.raises(ToolFailed, match=r"did not end within 0\.2 s, and was stopped"):
            await Sandbox(here, waits=0.2).run(RUN, hear, lambda: False)

        assert cancelled.is_set()


async def test_a_sandbox_that_starts_again_is_waited_for(
    nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley_agent_runner.sandbox.STARTS_WITHIN", PATIENCE)

    async def describe(_: GetSandbox) -> SandboxState:
        return SandboxState(backend="docker")

    async with (
        connect(nats_server, "sandbox") as there,
        connect(nats_server, "agent-runner") as here,
    ):
        waiting = asyncio.create_task(Sandbox(here).why_still_not())
        done, _ = await asyncio.wait({waiting}, timeout=2 * LOOK)
        assert not done

        async with Answers(there, service="sandbox", version="1") as answers:
            await answers.add(GetSandbox, describe)

            async with asyncio.timeout(PATIENCE):
                assert await waiting is None


async def test_a_sandbox_that_does_not_come_is_given_up(nats_server: NatsServer) -> None:
    async with connect(nats_server, "agent-runner") as here:
        async with asyncio.timeout(PATIENCE):
            assert await Sandbox(here).why_still_not() == NO_SANDBOX


async def read_path(reader: asyncio.StreamReader) -> str:
    """The last word of what an engine is asked for."""
    path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
    return path.rpartition("/")[2]


def as_http(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    return head.encode() + body


async def test_why_no_code_can_be_run_is_told_to_whoever_looks_how_the_sandbox_is(
    nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtimes: dict[str, object] = {"runc": {}}
    told: dict[str, object] = {
        "version": {"ApiVersion": "1.44"},
        "_ping": "OK",
        "info": {"Runtimes": runtimes},
    }

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(as_http(json.dumps(told[await read_path(reader)]).encode()))
        writer.close()

    engine = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = engine.sockets[0].getsockname()[1]
    monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{port}")
    monkeypatch.setattr("parley_sandbox.__main__.FIRST_LOOK", PATIENCE)
    monkeypatch.setattr("parley_agent_runner.sandbox.STARTS_WITHIN", 2 * PATIENCE)
    stop = asyncio.Event()
    async with (
        engine,
        connect(nats_server, "sandbox") as there,
        connect(nats_server, "agent-runner") as here,
        connect(nats_server, "admin") as admin,
    ):
        serving = asyncio.create_task(
            serve(SandboxSettings(sandbox_runtime="runsc", sandbox_warm=0), there, stop)
        )
        why = await Sandbox(here).why_still_not()
        async with asyncio.timeout(PATIENCE):
            while not (found := await find_services(admin)):
                pass
        stop.set()
        await serving

    assert [sandbox.trouble for sandbox in found] == [why]
    assert str(why).startswith(
        "Code can't be run: PARLEY_SANDBOX_RUNTIME is 'runsc', and this Docker has no such "
        "runtime, only runc."
    )
    fact = Fact(name="code_no_runtime", values={"runtime": "runsc", "others": "runc"})
    assert [fact_of(why), fact_of(found[0].trouble)] == [fact, fact]


async def test_the_sandbox_fails_loudly_when_nothing_can_be_run_for_a_reason_nobody_thought_of(
    nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"version": b'{"ApiVersion": "1.44"}', "info": b"[]"}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """An engine that says of itself what no engine says."""
        writer.write(as_http(answers[await read_path(reader)]))
        writer.close()

    engine = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = engine.sockets[0].getsockname()[1]
    monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{port}")
    async with engine, connect(nats_server, "sandbox") as bus:
        with pytest.raises(AttributeError):
            async with asyncio.timeout(PATIENCE):
                await serve(SandboxSettings(sandbox_runtime="runsc"), bus, asyncio.Event())
