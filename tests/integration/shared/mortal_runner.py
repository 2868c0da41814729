"""A runner to be killed: drains threads for ever and says so, one thread a line."""

import asyncio
import sys
from pathlib import Path

from parley_shared.bus import Bus
from parley_shared.wakeups import Wakeups


async def drain(thread_id: str) -> float | None:
    print(thread_id, flush=True)
    await asyncio.Event().wait()
    return None


async def main(url: str, seed_file: str) -> None:
    connecting = Bus.connect(url=url, name="agent-runner", seed_file=Path(seed_file))
    async with connecting as bus, Wakeups(bus, drain):
        print("ready", flush=True)
        await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
