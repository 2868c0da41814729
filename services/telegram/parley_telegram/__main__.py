"""Runs the Telegram service until it is told to stop; without a bot's token it only says so."""

import asyncio
from importlib.metadata import version

from parley_shared.bus import Bus
from parley_shared.rpc import Answers
from parley_shared.service import run

STATE = {"state": "not configured"}


async def serve(bus: Bus, stop: asyncio.Event) -> None:
    async with Answers(bus, service="telegram", version=version("parley-telegram"), metadata=STATE):
        await stop.wait()


if __name__ == "__main__":
    run(serve, "telegram")
