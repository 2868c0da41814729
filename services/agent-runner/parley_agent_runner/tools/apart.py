"""Has a page read in a process of its own, which is ended when it takes too long."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from contextlib import suppress

from parley_agent_runner.tools.declaration import ToolFailed

LONGEST = 15.0  # seconds for one page
AT_ONCE = 4  # pages; others wait
PROGRAM = (sys.executable, "-m", "parley_agent_runner.tools.extracting")
KNOWN = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG")  # what a page's reader is told: no secret


class PageReader:
    def __init__(self, program: Sequence[str] = PROGRAM, longest: float = LONGEST) -> None:
        self._program, self._longest = program, longest
        self._places = asyncio.Semaphore(AT_ONCE)

    async def extract(self, html: str, url: str) -> str:
        """What there is to read in it. Raises ToolFailed."""
        async with self._places:
            try:
                async with asyncio.timeout(self._longest):
                    said, code = await self._run(f"{url}\n{html}".encode(errors="replace"))
            except TimeoutError:
                raise ToolFailed(
                    f"{url} was fetched, but reading it took longer than {self._longest:g} s."
                ) from None
        if code != 0:
            raise ToolFailed(f"{url} was fetched, but could not be read.")
        return said.decode(errors="replace")

    async def _run(self, page: bytes) -> tuple[bytes, int | None]:
        environment = {name: os.environ[name] for name in KNOWN if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *self._program, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
        )
        try:
            said, _ = await process.communicate(page)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        return said, process.returncode
