import asyncio
from contextlib import suppress

import pytest
from parley_sandbox.backends import SWITCHED_OFF, Off
from parley_sandbox.box import Box
from parley_sandbox.engine import NO_ENGINE
from parley_sandbox.pool import NOT_YET, Pool
from parley_shared.errors import CodeUnavailable
from parley_shared.facts import fact_of

from tests.unit.sandbox.test_talking import PlayedBox
from tests.waiting import PATIENCE


class SlowToPrepare:
    """A back end that is ready when a test says so, or says why it can't be."""

    def __init__(self, why_not: str | None = None) -> None:
        self.prepared = asyncio.Event()
        self._why_not = why_not

    async def prepare(self) -> None:
        await self.prepared.wait()
        if self._why_not is not None:
            raise CodeUnavailable(self._why_not)

    async def open(self, name: str, seconds: float) -> Box:
        raise AssertionError("nobody asked for one")

    async def rename(self, box: Box, name: str) -> None:
        return None

    async def reap(self) -> int:
        return 0


@pytest.mark.parametrize("why_not", [None, NO_ENGINE])
async def test_whether_code_can_be_run_is_known_after_the_first_look(why_not: str | None) -> None:
    backend = SlowToPrepare(why_not)
    pool = Pool(backend, warm=0)
    keeping = asyncio.create_task(pool.keep())

    await pool.until_looked(within=0)
    before = pool.unavailable
    backend.prepared.set()
    await pool.until_looked(within=PATIENCE)

    assert (before, pool.unavailable) == (NOT_YET, why_not)
    assert fact_of(pool.unavailable) == fact_of(why_not)
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping


class Counting(SlowToPrepare):
    """Opens what waits for its job, and tells each that it opened."""

    def __init__(self) -> None:
        super().__init__()
        self.prepared.set()
        self.opened: asyncio.Queue[tuple[str, Box]] = asyncio.Queue()

    async def open(self, name: str, seconds: float) -> Box:
        box = PlayedBox([])
        self.opened.put_nowait((name, box))
        return box


async def test_a_call_takes_the_box_that_waits_and_another_is_opened_for_the_next() -> None:
    backend = Counting()
    pool = Pool(backend, warm=1)
    keeping = asyncio.create_task(pool.keep())
    async with asyncio.timeout(PATIENCE):
        first_name, first = await backend.opened.get()

        taken = await pool.take("call", 1)
        second_name, second = await backend.opened.get()
        taken_next = await pool.take("call2", 1)

    assert (taken, taken_next) == (first, second)
    assert first_name.startswith("warm-") and second_name.startswith("warm-")
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping


async def test_a_back_end_that_is_off_opens_nothing_and_says_why() -> None:
    pool = Pool(Off(), warm=1)
    keeping = asyncio.create_task(pool.keep())

    await pool.until_looked(within=PATIENCE)

    with pytest.raises(CodeUnavailable, match=SWITCHED_OFF):
        await pool.take("call", 1)
    assert pool.unavailable == SWITCHED_OFF
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping
