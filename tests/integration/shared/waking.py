"""Wakes threads as the store does."""

import asyncio
from collections.abc import Callable

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.wakeups import Drain

from tests.waiting import PATIENCE, Heard


def adds_to(drained: Heard[str]) -> Drain:
    async def drain(thread_id: str) -> float | None:
        drained.add(thread_id)
        return None

    return drain


class Wakes:
    """Wakes threads as the store does, each time with a new wake-up."""

    def __init__(self, store: Bus) -> None:
        self._store = store
        self._count = 0

    async def up(self, *threads: str) -> None:
        for thread_id in threads:
            self._count += 1
            await self._store.queue(subjects.turns(thread_id), b"{}", job_id=f"w{self._count}")


async def left(store: Bus) -> int:
    info = await store.connection.jetstream.stream_info(subjects.TURNS)
    return info.state.messages


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not fact():
            await asyncio.sleep(0.005)


async def until_nothing_is_left(store: Bus) -> None:
    async with asyncio.timeout(PATIENCE):
        while await left(store):
            await asyncio.sleep(0.01)


async def deafen(store: Bus) -> None:
    """From now on JetStream tells nobody of a new wake-up."""
    jetstream = store.connection.jetstream
    info = await jetstream.stream_info(subjects.TURNS)
    await jetstream.update_stream(info.config.evolve(republish=None))
