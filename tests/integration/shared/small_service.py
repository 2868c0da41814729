"""A service to be run, stopped and hurt: what it does is the first word it is given."""

import asyncio
import sys
from contextlib import suppress

from nats.errors import Error
from parley_shared.bus import Bus
from parley_shared.service import run


async def main(bus: Bus, stop: asyncio.Event) -> None:
    print("ready", flush=True)
    match sys.argv[1]:
        case "obey":
            await stop.wait()
        case "ignore":
            await asyncio.Event().wait()
        case "fail":
            raise RuntimeError("key sk-0123456789abcdef is wrong")
        case "overload":
            # Past the guard: nats-server closes the connection of who sends that much.
            # Again, for the line may break before it is heard why.
            while not bus.closed.is_set():
                with suppress(Error):
                    await bus.connection.client.publish(
                        "presence.t1", b"x" * 1_000_000, headers={"note": "y" * 100_000}
                    )
                await asyncio.sleep(1)
            await asyncio.Event().wait()
    print("done", flush=True)


run(main, "web")
