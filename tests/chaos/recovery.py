"""How long each killed process was away: from the blow until a new one answers in its place."""

import asyncio
import time
from collections import defaultdict
from contextlib import suppress

from parley_cli.readiness import serves_pages
from parley_cli.services import SERVICES
from parley_shared.bus import Bus
from parley_shared.discovery import find_services

from tests.chaos.stack import SECOND, Stack

GLANCE = 0.05  # seconds
LOOK = 0.1  # seconds that a service has to answer
WITHIN = 60.0  # seconds
ANSWERS_AS = {service.name: service.answers_as for service in SERVICES} | {SECOND: "runner"}


class Recovery:
    def __init__(self, stack: Stack, bus: Bus) -> None:
        self._stack, self._bus = stack, bus
        self._watching: dict[str, asyncio.Task[None]] = {}
        self._known: set[str] = set()  # ids of processes
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)

    async def note(self) -> None:
        """Who answers now is nobody new."""
        self._known |= {each.id for each in await find_services(self._bus, wait=LOOK)}

    def expect(self, victim: str, pid: int | None) -> None:
        """Struck again before it was back, it is counted from the first blow."""
        watching = self._watching.get(victim)
        if watching is None or watching.done():
            self._watching[victim] = asyncio.create_task(self._watch(victim, pid))

    async def finish(self) -> None:
        await asyncio.gather(*self._watching.values())

    async def _watch(self, victim: str, pid: int | None) -> None:
        began = time.monotonic()
        with suppress(TimeoutError):
            async with asyncio.timeout(WITHIN):
                while await self._stack.pid_of(victim) in (pid, None):
                    await asyncio.sleep(GLANCE)
                while not await self._answers(victim):
                    await asyncio.sleep(GLANCE)
                self.seconds[victim].append(time.monotonic() - began)

    async def _answers(self, victim: str) -> bool:
        if not self._bus.connected:
            return False
        if victim == "nats":
            return True
        found = await find_services(self._bus, wait=LOOK)
        new = [each for each in found if each.name == ANSWERS_AS[victim]]
        new = [each for each in new if each.id not in self._known]
        if not new or (victim == "web" and not await self._serves_pages()):
            return False
        self._known.add(new[0].id)
        return True

    async def _serves_pages(self) -> bool:
        return await asyncio.to_thread(serves_pages, self._stack.parley.port)
