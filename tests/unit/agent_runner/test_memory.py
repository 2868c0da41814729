"""When a process has grown too much."""

import asyncio

from parley_agent_runner.memory import MemoryGuard, read_memory

from tests.waiting import PATIENCE


async def hurry(seconds: float) -> None:
    await asyncio.sleep(0)


async def test_who_grows_beyond_the_bound_is_full() -> None:
    guard = MemoryGuard(16, hurry)
    held = bytearray(b"x" * (64 * 1024 * 1024))

    async with asyncio.timeout(PATIENCE):
        await guard.until_full()

    assert guard.is_full
    assert guard.began is not None
    assert (read_memory() or 0) - guard.began >= len(held) // (1024 * 1024) - 8


async def test_without_a_bound_nobody_is_ever_full() -> None:
    looks = 0

    async def count(seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            raise TimeoutError

    guard = MemoryGuard(0, count)
    held = bytearray(b"x" * (64 * 1024 * 1024))
    try:
        await guard.until_full()
    except TimeoutError:
        del held

    assert (looks, guard.is_full) == (3, False)
