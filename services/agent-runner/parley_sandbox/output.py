"""Tells what a program writes while it writes, a few times a second."""

import asyncio
from collections.abc import Awaitable, Callable

from parley_shared.sandbox import RunOutput

from parley_sandbox.cleaning import Decoder

PAUSE = 0.1  # seconds between two pieces
LONGEST = 8_000  # characters of one piece; of more its end is told, as a viewer shows no more

Tell = Callable[[RunOutput], Awaitable[None]]


class Output:
    """`tell_in_time` runs beside the program, without end."""

    def __init__(self, call_id: str, tell: Tell) -> None:
        self._call_id, self._tell = call_id, tell
        self._decoder = Decoder()
        self._waiting = ""
        self._grown = asyncio.Event()
        self._n = 0

    async def hear(self, piece: bytes) -> None:
        self._waiting = (self._waiting + self._decoder.feed(piece))[-LONGEST:]
        self._grown.set()

    async def tell_in_time(self) -> None:
        while True:
            await self._grown.wait()
            self._grown.clear()
            await self.flush()
            await asyncio.sleep(PAUSE)

    async def flush(self) -> None:
        text, self._waiting = self._waiting, ""
        if text:
            piece = RunOutput(call_id=self._call_id, n=self._n, text=text)
            self._n += 1
            await self._tell(piece)
