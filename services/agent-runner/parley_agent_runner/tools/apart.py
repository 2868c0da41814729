"""Has a page read in a process of its own, which is ended when it takes too long."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from parley_agent_runner.programs import Ran, SaidTooMuch, run_program
from parley_agent_runner.tools.declaration import ToolFailed

LONGEST = 15.0  # seconds for one page
MOST = 32 * 1024 * 1024  # bytes of what there is to read
AT_ONCE = 4  # pages; others wait
# Seconds; with the time to fetch a page and to read it, it is less than the tool has.
WAITS = 30.0
PROGRAM = (sys.executable, "-m", "parley_agent_runner.tools.extracting")
KNOWN = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG")  # what a page's reader is told: no secret


class PageReader:
    def __init__(
        self, program: Sequence[str] = PROGRAM, longest: float = LONGEST, waits: float = WAITS
    ) -> None:
        self._program, self._longest, self._waits = program, longest, waits
        self._places = asyncio.Semaphore(AT_ONCE)

    async def extract(self, html: str, url: str) -> str:
        """What there is to read in it. Raises ToolFailed."""
        async with self._place():
            try:
                async with asyncio.timeout(self._longest):
                    ran = await self._run(f"{url}\n{html}".encode(errors="replace"))
            except TimeoutError:
                raise ToolFailed(
                    f"{url} was fetched, but reading it took longer than {self._longest:g} s."
                ) from None
            except SaidTooMuch:
                raise ToolFailed(f"{url} was fetched, but could not be read.") from None
        if ran.code != 0:
            raise ToolFailed(f"{url} was fetched, but could not be read.")
        return ran.out.decode(errors="replace")

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Raises ToolFailed."""
        try:
            async with asyncio.timeout(self._waits):
                await self._places.acquire()
        except TimeoutError:
            raise ToolFailed("Too many pages are being read; try again.") from None
        try:
            yield
        finally:
            self._places.release()

    async def _run(self, page: bytes) -> Ran:
        environment = {name: os.environ[name] for name in KNOWN if name in os.environ}
        return await run_program(self._program, page, environment=environment, most=MOST)
