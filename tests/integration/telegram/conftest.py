"""A house with the fake Bot API beside it, for a file of tests, or for one that hurts it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.house import House
from tests.telegram_house import TelegramHouse, open_telegram


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def telegram(house: House) -> AsyncIterator[TelegramHouse]:
    """Nobody may hurt it: the tests of a file share it, and each has a person of its own."""
    async with open_telegram(house, house.folder) as opened:
        await opened.pair()
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def own_telegram(own_house: House) -> AsyncIterator[TelegramHouse]:
    """The test may kill in it what it likes."""
    async with open_telegram(own_house, own_house.folder) as opened:
        await opened.pair()
        yield opened
