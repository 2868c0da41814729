"""Runs the gateway until it is told to stop."""

import asyncio
import sys
from functools import partial
from importlib.metadata import version

from parley_shared.bus import Bus
from parley_shared.rpc import Answers
from parley_shared.service import run
from parley_shared.settings import SettingsWrong

from parley_gateway.answers import answer_commands
from parley_gateway.inbound import work_inbound
from parley_gateway.rates import Bucket
from parley_gateway.settings import GatewaySettings


async def serve(settings: GatewaySettings, bus: Bus, stop: asyncio.Event) -> None:
    bucket = Bucket(settings.gateway_messages_per_minute, settings.gateway_messages_burst)
    async with Answers(bus, service="gateway", version=version("parley-gateway")) as answers:
        await answer_commands(bus, answers)
        async with asyncio.TaskGroup() as tasks:
            working = [
                tasks.create_task(work_inbound(bus, bucket, channel))
                for channel in ("web", "telegram")
            ]
            await stop.wait()
            for task in working:
                task.cancel()


if __name__ == "__main__":
    try:
        settings = GatewaySettings.from_env()
    except SettingsWrong as error:
        sys.exit(f"gateway: {error}")
    run(partial(serve, settings), "gateway", settings)
