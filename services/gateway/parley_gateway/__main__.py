"""Runs the gateway until it is told to stop."""

import asyncio
from importlib.metadata import version

from parley_shared.bus import Bus
from parley_shared.rpc import Answers
from parley_shared.service import run

from parley_gateway.answers import answer_commands
from parley_gateway.inbound import work_inbound


async def serve(bus: Bus, stop: asyncio.Event) -> None:
    async with Answers(bus, service="gateway", version=version("parley-gateway")) as answers:
        await answer_commands(bus, answers)
        async with asyncio.TaskGroup() as tasks:
            working = [
                tasks.create_task(work_inbound(bus, channel)) for channel in ("web", "telegram")
            ]
            await stop.wait()
            for task in working:
                task.cancel()


if __name__ == "__main__":
    run(serve, "gateway")
