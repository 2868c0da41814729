"""How long a page that is looked at waits for its socket once the web service is back.

`python -m tests.benchmarks.reconnecting [times]`
"""

import asyncio
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from parley_cli.browser import find_chromium
from parley_cli.frontend import build_pages
from playwright.async_api import WebSocket, async_playwright

from tests.house import TOKEN, House
from tests.launcher import PROJECT, LaunchedParley
from tests.servers import NatsServer

QUIET = ("--no-sandbox", "--disable-quic", "--disable-background-networking")
WITHIN = 60.0  # seconds

Restart = Callable[[], Awaitable[None]]


class Page:
    """A page in Chromium; `hellos` are the moments at which a socket of its was greeted."""

    def __init__(self) -> None:
        self.hellos: list[float] = []

    @classmethod
    @asynccontextmanager
    async def signed_in(cls, address: str, token: str) -> AsyncIterator["Page"]:
        page = cls()
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=str(find_chromium()), args=QUIET
            )
            tab = await browser.new_page()
            tab.on("websocket", page._listen)
            await tab.goto(f"{address}/#token={token}")
            await page.until_greeted(1)
            yield page
            await browser.close()

    async def until_greeted(self, times: int) -> float:
        """When it was greeted for the last time."""
        async with asyncio.timeout(WITHIN):
            while len(self.hellos) < times:
                await asyncio.sleep(0.005)
        return self.hellos[-1]

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._hear)

    def _hear(self, frame: str | bytes) -> None:
        if '"type":"hello"' in str(frame):
            self.hellos.append(time.monotonic())


async def main(times: int) -> None:
    """By how the service is started: its port is kept open meanwhile, or nobody has it."""
    build_pages(PROJECT)
    with tempfile.TemporaryDirectory() as folder:
        kept = await _measure_launched(Path(folder) / "kept", times)
        bare = await _measure_bare(Path(folder) / "bare", times)
    for how, seconds in {"under the launcher": kept, "with a port of its own": bare}.items():
        show(f"from the web service's return to the page's socket, {how}", seconds)


def show(title: str, seconds: list[float]) -> None:
    middle, longest = statistics.median(seconds), max(seconds)
    load = os.getloadavg()[0]
    print(f"{title}: p50 {middle:.2f} s, max {longest:.2f} s (load {load:.0f})", flush=True)


async def _measure_launched(folder: Path, times: int) -> list[float]:
    parley = LaunchedParley(folder)
    await asyncio.to_thread(parley.up)

    async def restart() -> None:
        pid = await asyncio.to_thread(parley.pid_of, "web")
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

    try:
        return await _measure(parley.address, parley.token, restart, times)
    finally:
        await asyncio.to_thread(parley.down)


async def _measure_bare(folder: Path, times: int) -> list[float]:
    nats = NatsServer(folder / "nats")
    await nats.start()
    house = House(nats, folder)
    house.dist.symlink_to(PROJECT / "services" / "web" / "frontend" / "dist")

    async def restart() -> None:
        await house.web.kill()
        await house.web.start()

    try:
        await house.start()
        return await _measure(house.address, TOKEN, restart, times)
    finally:
        await house.end()
        await nats.kill()


async def _measure(address: str, token: str, restart: Restart, times: int) -> list[float]:
    seconds = []
    async with Page.signed_in(address, token) as page:
        for _ in range(times):
            greeted = len(page.hellos)
            await restart()
            returned = await _until_back(address)
            seconds.append(max(0.0, await page.until_greeted(greeted + 1) - returned))
    return seconds


async def _until_back(address: str) -> float:
    """When the service answers anybody."""
    async with asyncio.timeout(WITHIN):
        while True:
            try:
                async with httpx.AsyncClient(timeout=WITHIN) as client:
                    await client.get(f"{address}/healthz")
                return time.monotonic()
            except httpx.TransportError:
                await asyncio.sleep(0.01)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
