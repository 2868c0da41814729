"""Runs the sandbox until it is told to stop."""

import asyncio
import sys
from functools import partial
from importlib.metadata import version

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.discovery import STATE, TROUBLE, say_of_oneself
from parley_shared.facts import fact_of
from parley_shared.questions import Done
from parley_shared.rpc import Answers
from parley_shared.sandbox import (
    CancelRun,
    GetSandbox,
    RunOutput,
    SandboxState,
    StartRun,
    WaitRun,
)
from parley_shared.service import run
from parley_shared.settings import SettingsWrong

from parley_sandbox.backends import open_backend
from parley_sandbox.broker import Broker
from parley_sandbox.pool import Pool
from parley_sandbox.settings import SandboxSettings
from parley_sandbox.workspace import keep_changes, load_files

FIRST_LOOK = 5.0  # seconds; who asks waits twice as long for somebody who answers


async def serve(settings: SandboxSettings, bus: Bus, stop: asyncio.Event) -> None:
    backend, make_limits = open_backend(settings)
    pool = Pool(backend, settings.sandbox_warm)

    async def tell(piece: RunOutput) -> None:
        await bus.publish(subjects.sandbox_output(piece.call_id), piece)

    broker = Broker(
        pool,
        make_limits,
        partial(load_files, bus),
        partial(keep_changes, bus),
        tell,
        at_once=settings.sandbox_at_once,
    )

    async def cancel(question: CancelRun) -> Done:
        await broker.cancel(question)
        return Done()

    async def describe(_: GetSandbox) -> SandboxState:
        return SandboxState(
            backend=settings.sandbox_backend,
            runtime=settings.sandbox_runtime,
            image=settings.sandbox_image,
            unavailable=pool.unavailable,
            unavailable_fact=fact_of(pool.unavailable),
            running=broker.count("running"),
            queued=broker.count("queued"),
        )

    keeping = asyncio.create_task(pool.keep())
    stopping = asyncio.create_task(stop.wait())
    try:
        # Whoever asks meanwhile waits, and is not told that no code can be run.
        await pool.until_looked(FIRST_LOOK)
        async with Answers(
            bus, service="sandbox", version=version("parley-agent-runner")
        ) as answers:
            show_health(pool, answers, settings)
            await answers.add(StartRun, broker.start)
            await answers.add(WaitRun, broker.wait)
            await answers.add(CancelRun, cancel)
            await answers.add(GetSandbox, describe)
            await asyncio.wait((keeping, stopping), return_when=asyncio.FIRST_COMPLETED)
            await broker.stop()
            if keeping.done():
                keeping.result()  # it ends by failing only, and nothing can be run without it
    finally:
        for task in (keeping, stopping):
            task.cancel()
        await asyncio.gather(keeping, stopping, return_exceptions=True)


def show_health(pool: Pool, answers: Answers, settings: SandboxSettings) -> None:
    """From now on, to whoever looks how the sandbox is."""
    kind = STATE if settings.sandbox_backend == "off" else TROUBLE  # it is as somebody wanted it

    def show() -> None:
        answers.describe(say_of_oneself(kind, pool.unavailable or ""))

    pool.on_change = show
    show()


if __name__ == "__main__":
    try:
        settings = SandboxSettings.from_env()
    except SettingsWrong as error:
        sys.exit(f"sandbox: {error}")
    run(partial(serve, settings), "sandbox", settings)
