"""Workers of one durable, and jobs for them."""

import asyncio
from collections.abc import Awaitable, Callable

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.models import Model
from parley_shared.pulling import Delivery
from parley_shared.work import work

from tests.waiting import PATIENCE, Heard


class Job(Model):
    number: int


Do = Callable[[Job, Delivery], Awaitable[None]]


GiveUp = Callable[[bytes, Exception], Awaitable[None]]


class Workers:
    """Workers of INBOUND's web durable, stopped when the test is over."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, bus: Bus, do: Do, give_up: GiveUp | None = None) -> asyncio.Task[None]:
        working = work(bus, stream=subjects.INBOUND, durable="web", job=Job, do=do, give_up=give_up)
        self._tasks.append(asyncio.create_task(working))
        return self._tasks[-1]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def __aenter__(self) -> "Workers":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


async def queue(bus: Bus, *numbers: int) -> None:
    for number in numbers:
        job = Job(number=number)
        await bus.queue(subjects.inbound("web", "c1"), job, job_id=f"job-{number}")


async def left(bus: Bus) -> int:
    """Jobs that are still kept."""
    info = await bus.connection.jetstream.stream_info(subjects.INBOUND)
    return info.state.messages


async def until_nothing_is_left(bus: Bus) -> None:
    async with asyncio.timeout(PATIENCE):
        while await left(bus):
            await asyncio.sleep(0.01)


def adds_to(done: Heard[int]) -> Do:
    async def do(job: Job, _: Delivery) -> None:
        done.add(job.number)

    return do
