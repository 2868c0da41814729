"""How long an answer or a page waits when a process ends.

`python -m tests.benchmarks.recovery [times]`
"""

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from parley_shared.events import TextDelta, TurnStarted

from tests.benchmarks.reconnecting import show
from tests.fakes.openai_script import Finish, Say
from tests.fakes.openai_server import OpenAIServer
from tests.integration.agent_runner.house import House, Watcher
from tests.servers import NatsServer

WORDS = " ".join(f"word{n}" for n in range(400))
TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 5

End = Callable[[House, str], Awaitable[None]]  # of the runner with this name


async def kill_runner(house: House, name: str) -> None:
    """The process that it was forked from lives on."""
    os.kill(house.runner_pid(name), signal.SIGKILL)


async def kill_both(house: House, name: str) -> None:
    await house.kill(name)
    await house.start_alone("agent-runner", name)


async def kill_for_good(house: House, name: str) -> None:
    await house.kill(name)


async def stop_for_good(house: House, name: str) -> None:
    await house.kill(name, signal.SIGTERM)


WAYS: dict[str, tuple[End, int]] = {
    "killed, and followed by a fork": (kill_runner, 1),
    "killed with what it was forked from, and started anew": (kill_both, 1),
    "killed for good, another runner takes over": (kill_for_good, 2),
    "told to stop, another runner takes over": (stop_for_good, 2),
}


async def measure(house: House, end: End, names: list[str]) -> float:
    """Seconds from the end of the runner to the next word of the answer."""
    for name in names:
        await house.start("agent-runner", name)
        await house.until_logged(name, "models can be asked")
    thread_id = names[0]
    async with asyncio.timeout(60), house.watch(thread_id) as seen:
        await house.say(thread_id, "Hello", agent_id="slow")
        await seen.until(lambda seen: seen.count("text.delta") > 3)
        first = next(event for event in seen.events if isinstance(event, TurnStarted))
        began = time.monotonic()
        await end(house, first.runner)
        await seen.until(goes_on)
        seconds = time.monotonic() - began
        await house.stop(thread_id)
        await seen.until(lambda seen: seen.view.outcome is not None)
    for name in names:
        await house.kill_if_running(name)
    return seconds


def goes_on(seen: Watcher) -> bool:
    starts = [n for n, event in enumerate(seen.events) if isinstance(event, TurnStarted)]
    return len(starts) > 1 and any(isinstance(each, TextDelta) for each in seen.events[starts[1] :])


async def measure_all(house: House) -> None:
    for way, (title, (end, runners)) in enumerate(WAYS.items()):
        seconds = []
        for number in range(TIMES):
            names = [f"r{way}-{number}-{each}" for each in range(runners)]
            seconds.append(await measure(house, end, names))
        show(title, seconds)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        nats = NatsServer(Path(folder) / "nats")
        await nats.start()
        try:
            async with (
                OpenAIServer().serving() as openai,
                House(Path(folder), nats).open() as house,
            ):
                openai.scripts["slow"] = [[Say(WORDS, every=0.05), Finish()]]
                await house.add_agent("slow", model="openai/slow", api_base=openai.url)
                await measure_all(house)
        finally:
            await nats.kill()


if __name__ == "__main__":
    asyncio.run(main())
