"""How long the bus and the store take.

`python -m tests.benchmarks.wires [times]`

One client, one thing after the other, on a real nats-server and a real store process.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable
from functools import partial
from pathlib import Path
from typing import TypeVar

from parley_shared import ids, subjects
from parley_shared.bus import Bus
from parley_shared.journal import LlmStep
from parley_shared.store import Append, Claim, Claimed, Finish, GetRunnable, KeepStep, Renew
from parley_shared.streams import declare
from parley_shared.wakeups import Wakeups

from tests.integration.shared.talk import Echo, answers_of, echo
from tests.integration.shared.waking import Wakes, adds_to, until
from tests.integration.store.keeper import agent_says, person_says
from tests.integration.store.process import StoreProcess, ask
from tests.servers import NatsServer
from tests.waiting import Heard

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 200
WARM = 5  # rounds that are not counted

T = TypeVar("T")


class Watch:
    """Stops the time of each thing, and tells the p50s."""

    def __init__(self) -> None:
        self._took: defaultdict[str, list[float]] = defaultdict(list)

    async def time(self, what: str, doing: Awaitable[T]) -> T:
        began = time.perf_counter()
        done = await doing
        self._took[what].append(time.perf_counter() - began)
        return done

    def tell(self) -> None:
        for what, took in self._took.items():
            print(f"{what}: p50 {statistics.median(took[WARM:]) * 1000:.3f} ms", flush=True)
        print(f"({TIMES} times, load {os.getloadavg()[0]:.1f})")


async def measure_bus(watch: Watch, gateway: Bus, web: Bus, store: Bus) -> None:
    async with answers_of(store) as answers:
        await answers.add(Echo, echo)
        question = Echo(text="x" * 200)
        for _ in range(TIMES + WARM):
            await watch.time("publish", web.publish(subjects.presence("t1"), question))
            await watch.time("ask", gateway.ask(question))
            job = web.queue(subjects.inbound("web", "c1"), question, job_id=ids.uuid7())
            await watch.time("queue", job)


async def measure_wakeups(watch: Watch, runner: Bus, store: Bus) -> None:
    """A warm thread has been drained before; its runner is not looking at it any more."""
    drained: Heard[str] = Heard()
    wakes = Wakes(store)
    async with Wakeups(runner, adds_to(drained)) as wakeups:
        for number in range(min(TIMES, 50) + WARM):
            for way in ("new", "warm"):
                count = len(drained.all) + 1

                async def wake(thread_id: str = f"w{number}", count: int = count) -> None:
                    await asyncio.gather(wakes.up(thread_id), drained.reach(count))

                await watch.time(f"wake-up to drain, {way} thread", wake())
                await until(lambda: wakeups.running == 0)


async def measure_store(watch: Watch, gateway: Bus, runner: Bus) -> None:
    await ask(runner, GetRunnable(runner="r1"))  # it has started
    for number in range(TIMES + WARM):
        message = person_says("Hello", thread_id=f"s{number}")
        await watch.time("append", gateway.ask(Append(message=message, create=True)))
        claim = Claim(thread_id=message.thread_id, runner="r1", claim_id=ids.uuid7())
        claimed = (await watch.time("claim", runner.ask(claim))).claim
        assert isinstance(claimed, Claimed)
        turn_id, fence = claimed.turn.id, claimed.fence
        words = LlmStep(n=0, state="started", model="demo/echo", text="Good. " * 50)
        whole = words.model_copy(update={"state": "done"})
        ask_runner = partial(runner.ask, service="store")
        for what, step in (("checkpoint", words), ("step", whole)):
            keep = KeepStep(turn_id=turn_id, fence=fence, step=step)
            await watch.time(what, ask_runner(keep))
        await watch.time("renew", ask_runner(Renew(turn_id=turn_id, fence=fence)))
        answer = agent_says(claimed, whole.text)
        finish = Finish(turn_id=turn_id, fence=fence, state="done", message=answer)
        await watch.time("finish", ask_runner(finish))


async def main() -> None:
    watch = Watch()
    with tempfile.TemporaryDirectory() as folder:
        nats = NatsServer(Path(folder) / "nats")
        await nats.start()
        keeper = StoreProcess(Path(folder) / "store", nats, PARLEY_LOG_LEVEL="warning")
        try:
            async with nats.bus("gateway") as gateway, nats.bus("agent-runner") as runner:
                async with nats.bus("web") as web, nats.bus("store") as store:
                    await declare(store)
                    await measure_bus(watch, gateway, web, store)
                    await measure_wakeups(watch, runner, store)
                await keeper.start()
                await measure_store(watch, gateway, runner)
        finally:
            await keeper.kill()
            await nats.kill()
    watch.tell()


if __name__ == "__main__":
    asyncio.run(main())
