"""Somebody who follows a thread on NATS."""

import asyncio

from parley_shared.events import Durable
from parley_shared.view import read_event


class Watched:
    """What was heard of a thread."""

    def __init__(self) -> None:
        self.seqs: list[int] = []
        self._more = asyncio.Event()

    def hear(self, raw: bytes) -> None:
        event = read_event(raw)
        if isinstance(event, Durable):
            self.seqs.append(event.seq)
            self._more.set()

    async def until(self, seq: int) -> None:
        while not self.seqs or self.seqs[-1] < seq:
            self._more.clear()
            await self._more.wait()
