"""What a long turn costs its neighbours.

`python -m tests.benchmarks.beside [turns]`

Short turns on fresh threads, from the person's message to the first word of the answer, without
and with a long turn on another thread; two runners.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.fakes.openai_script import Finish, Say
from tests.fakes.openai_server import OpenAIServer
from tests.integration.agent_runner.house import House
from tests.servers import NatsServer

TURNS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
LONG = "word " * 2400  # two minutes at the pace of below
WARM = 4  # turns that are not counted, so that both runners have had one


async def measure(house: House, name: str, turns: int = TURNS) -> float:
    """The p50 of the first words, in ms."""
    waits = []
    for thread_id in (f"{name}-{number}" for number in range(turns)):
        async with asyncio.timeout(60), house.watch(thread_id) as seen:
            began = time.monotonic()
            await house.say(thread_id, "Hello", agent_id="echo")
            await seen.until(lambda seen: seen.count("text.delta") > 0)
            waits.append(time.monotonic() - began)
            await seen.until(lambda seen: seen.view.outcome is not None)
    return statistics.median(waits) * 1000


async def measure_both(house: House) -> None:
    await measure(house, "warm", WARM)
    alone = await measure(house, "alone")
    async with house.watch("long") as long:
        await house.say("long", "Tell me everything", agent_id="long")
        async with asyncio.timeout(60):
            await long.until(lambda seen: seen.count("text.delta") > 0)
        beside = await measure(house, "beside")
        if long.view.status != "running":
            sys.exit("the long turn was over too soon")
        await house.stop("long")
        await long.until(lambda seen: seen.view.outcome is not None)
    print(
        f"first word, p50 of {TURNS}: alone {alone:.0f} ms, beside a long turn {beside:.0f} ms, "
        f"{beside - alone:+.0f} ms (load {os.getloadavg()[0]:.1f})"
    )


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        nats = NatsServer(Path(folder) / "nats")
        await nats.start()
        try:
            async with (
                OpenAIServer().serving() as openai,
                House(Path(folder), nats).open() as house,
            ):
                openai.scripts["long"] = [[Say(LONG, every=0.05), Finish()]]
                for name in ("echo", "long"):
                    await house.add_agent(name, model=f"openai/{name}", api_base=openai.url)
                for name in ("one", "two"):
                    await house.start("agent-runner", name)
                for name in ("one", "two"):
                    await house.until_logged(name, "models can be asked")
                await measure_both(house)
        finally:
            await nats.kill()


if __name__ == "__main__":
    asyncio.run(main())
