import asyncio
from contextlib import suppress

import pytest
from parley_sandbox.box import Box
from parley_sandbox.pool import NOT_YET, Pool
from parley_shared.errors import CodeUnavailable


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


@pytest.mark.parametrize("why_not", [None, "Docker does not answer."])
async def test_whether_code_can_be_run_is_known_after_the_first_look(why_not: str | None) -> None:
    backend = SlowToPrepare(why_not)
    pool = Pool(backend, warm=0)
    keeping = asyncio.create_task(pool.keep())

    await pool.until_looked(within=0)
    before = pool.unavailable
    backend.prepared.set()
    await pool.until_looked(within=10)

    assert (before, pool.unavailable) == (NOT_YET, why_not)
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping
