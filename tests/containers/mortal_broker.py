"""A broker in a process of its own, for a test to kill: runs one program and keeps one warm."""

import asyncio
import sys

from tests.containers.room import Room, settings

PROGRAM = "import time\nprint('up', flush=True)\nwhile True: time.sleep(1)"


async def main(install: str) -> None:
    room = Room(settings(install))
    await room.open()
    call_id = await room.start(PROGRAM, seconds=60)
    await room.until_told(call_id, "up")
    print("up", flush=True)
    await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
