"""How the runner deals with the service that runs code, over a real nats-server."""

import asyncio
from contextlib import AbstractAsyncContextManager

import pytest
from parley_agent_runner.sandbox import Sandbox
from parley_agent_runner.tools.declaration import ToolFailed
from parley_shared.bus import Bus
from parley_shared.questions import Done
from parley_shared.rpc import Answers
from parley_shared.sandbox import CancelRun, RunState, StartRun, WaitRun

from tests.servers import NatsServer

RUN = StartRun(
    call_id="c1", thread_id="th", turn_id="t1", fence=1, language="shell", code="sleep 9999"
)


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

    def connect(service: str) -> AbstractAsyncContextManager[Bus]:
        seed_file = nats_server.seed_file(service)
        return Bus.connect(url=nats_server.url, name=service, seed_file=seed_file)

    async with (
        connect("sandbox") as there,
        connect("agent-runner") as here,
        Answers(there, service="sandbox", version="1") as answers,
    ):
        await answers.add(StartRun, start)
        await answers.add(WaitRun, wait)
        await answers.add(CancelRun, cancel)

        with pytest.raises(ToolFailed, match=r"did not end within 0\.2 s, and was stopped"):
            await Sandbox(here, waits=0.2).run(RUN, hear, lambda: False)

        assert cancelled.is_set()
