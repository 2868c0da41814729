"""Serves HTTP, and stops without cutting off who has just come in."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

NEWCOMERS = 1.0  # seconds that who has come in may take to say what for
GLANCE = 0.01  # seconds


class Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, newcomers: float = NEWCOMERS) -> None:
        super().__init__(config)
        self._newcomers = newcomers

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The service has its own."""
        yield

    async def main_loop(self) -> None:
        """Told to stop, it lets nobody in and hears who was: uvicorn then closes idle lines."""
        await super().main_loop()
        for server in self.servers:
            server.close()
        give_up = time.monotonic() + self._newcomers
        while self._has_newcomers() and time.monotonic() < give_up:
            await asyncio.sleep(GLANCE)

    def _has_newcomers(self) -> bool:
        """A line that was never used, as browsers keep some, counts as one too."""
        lines = self.server_state.connections
        return any(isinstance(line, HttpToolsProtocol) and line.cycle is None for line in lines)
