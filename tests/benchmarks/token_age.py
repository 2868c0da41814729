"""How old a token is when a browser has it.

`python -m tests.benchmarks.token_age [threads]`

The age is taken from the model server's write to the browser's read, through everything between.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from parley_shared import ids
from websockets.asyncio.client import connect

from tests.e2e.people import call_api
from tests.fakes.openai_script import Finish, Stamp
from tests.fakes.openai_server import OpenAIServer
from tests.launcher import LaunchedParley
from tests.waiting import PATIENCE

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
TOKENS = 500  # of each thread
EVERY = 0.04  # seconds between two of them
WARM = 25  # tokens of each that are not counted


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        parley = LaunchedParley(Path(folder) / "p")
        await asyncio.to_thread(parley.up)
        try:
            async with OpenAIServer().serving() as model_server:
                model_server.scripts["stamp"] = [[Stamp(TOKENS, EVERY), Finish()]]
                change = {"name": "Stamp", "model": "hosted_vllm/stamp"}
                change["api_base"] = model_server.url
                await _ask(parley, "/agents", {"id": "stamp", "change": change})
                await asyncio.gather(*(_read_ages(parley) for _ in range(2)))  # to be warm
                ages = await asyncio.gather(*(_read_ages(parley) for _ in range(THREADS)))
        finally:
            await asyncio.to_thread(parley.down)
    _tell(sorted(age for each in ages for age in each))


async def _read_ages(parley: LaunchedParley) -> list[float]:
    """Of one answer's tokens, in milliseconds."""
    thread_id = ids.uuid7()
    url = parley.address.replace("http", "ws", 1) + "/api/ws"
    headers = {"Authorization": f"Bearer {parley.token}"}
    async with connect(url, additional_headers=headers) as socket:
        await _ask(parley, "/threads", {"id": thread_id, "agent_id": "stamp"})
        await socket.send(json.dumps({"type": "watch", "thread_id": thread_id}))
        said = {"id": ids.uuid7(), "text": "Hello"}
        await _ask(parley, f"/threads/{thread_id}/messages", said)
        ages: list[float] = []
        async with asyncio.timeout(PATIENCE + TOKENS * EVERY):
            async for raw in socket:
                read = time.monotonic_ns()
                event = json.loads(raw).get("event", {})
                if event.get("kind") == "text.delta" and not event.get("whole"):
                    ages += [(read - int(stamp)) / 1e6 for stamp in event["text"].split()]
                if event.get("kind") == "turn.finished":
                    break
    return ages[WARM:]


async def _ask(parley: LaunchedParley, path: str, body: object) -> None:
    await asyncio.to_thread(call_api, parley, "POST", path, body)


def _tell(ages: list[float]) -> None:
    if len(ages) < THREADS * (TOKENS - 2 * WARM):
        sys.exit(f"only {len(ages)} tokens came")
    cuts = statistics.quantiles(ages, n=1000)
    print(
        f"{THREADS} threads, {len(ages)} tokens: p50 {cuts[499]:.2f} ms, p99 {cuts[989]:.2f} ms, "
        f"longest {ages[-1]:.1f} ms (load {os.getloadavg()[0]:.1f})"
    )


if __name__ == "__main__":
    asyncio.run(main())
