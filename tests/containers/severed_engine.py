"""The engine behind a socket of the test's own, which it may cut and mend, as if it had stopped."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

PIECE = 65536  # bytes
USUAL = "unix:///var/run/docker.sock"


class SeveredEngine:
    """`address` is for DOCKER_HOST. It begins mended."""

    def __init__(self, folder: Path) -> None:
        self._engine = os.environ.get("DOCKER_HOST", USUAL).removeprefix("unix://")
        self._path = folder / "engine.sock"
        self.address = f"unix://{self._path}"
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> "SeveredEngine":
        await self.mend()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cut()

    def cut(self) -> None:
        """Nobody listens any longer, and whoever was connected is not."""
        if self._server is not None:
            self._server.close()
            self._path.unlink()
            self._server = None
        for writer in self._open:
            writer.transport.abort()

    async def mend(self) -> None:
        self._server = await asyncio.start_unix_server(self._join, self._path)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        engine_reader, engine_writer = await asyncio.open_unix_connection(self._engine)
        both = {writer, engine_writer}
        self._open |= both
        try:
            await asyncio.gather(_copy(reader, engine_writer), _copy(engine_reader, writer))
        finally:
            self._open -= both
            for each in both:
                each.transport.abort()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
        writer.write_eof()
