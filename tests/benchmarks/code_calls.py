"""How long an agent waits for a program: from the request to the result, warm and cold.

`python -m tests.benchmarks.code_calls [count]`

From the broker's door to the result, in one process: NATS, and the store's loading and
keeping of the thread's files, are not in the figures.

Needs a Docker engine. Figures go into docs/performance.md by hand, with the machine they are of.
"""

import asyncio
import os
import statistics
import sys
import time
import uuid

from tests.containers.room import Room, settings

CODE = "print(sum(range(1000)))"
PAUSE = 1.0  # seconds between two calls: the pool fills up again meanwhile


async def measure(warm: int, count: int) -> list[float]:
    """Milliseconds of each call."""
    room = Room(settings(f"bench-{uuid.uuid4().hex[:6]}", warm=warm))
    await room.open()
    took = []
    try:
        for _ in range(count):
            await asyncio.sleep(PAUSE)
            began = time.perf_counter()
            result = await room.run(CODE)
            took.append((time.perf_counter() - began) * 1000)
            assert result.stdout == "499500\n"
    finally:
        await room.close()
    return took


async def main(count: int) -> None:
    for name, warm in (("warm", 1), ("cold", 0)):
        took = sorted(await measure(warm, count))
        print(
            f"{name}: median {statistics.median(took):.0f} ms, fastest {took[0]:.0f} ms, "
            f"slowest {took[-1]:.0f} ms, load {os.getloadavg()[0]:.1f}"
        )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
