"""The real Telegram service between a house and a fake Bot API."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from parley_shared.telegram import KeepCode

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_world import ALICE
from tests.house import House, Service, until_answers
from tests.waiting import START_PATIENCE

CODE = "AbCdEfGhIjKlMnOpQrStUvWx"


class TelegramHouse:
    """Alice is paired; what the bot says to her is in `api.world`."""

    def __init__(self, house: House, api: TelegramApi, folder: Path, **settings: str) -> None:
        self.house = house
        self.api = api
        self.world = api.world
        self.service = Service(
            house.nats,
            "telegram",
            folder,
            TELEGRAM_BOT_TOKEN=api.token,
            TELEGRAM_API_BASE_URL=api.url,
            **{"TELEGRAM_PACE": "0", **settings},
        )

    async def start(self) -> None:
        """Returns when the bot polls."""
        before = len(self.api.called("getUpdates"))
        await self.service.start()
        await self.world.until(lambda: len(self.api.called("getUpdates")) > before, START_PATIENCE)
        async with self.house.bus("admin") as bus:
            await until_answers(bus, {"telegram"})

    async def pair(self, person: int = ALICE) -> None:
        async with self.house.bus("telegram") as bus:
            await bus.ask(KeepCode(code_hash=hashlib.sha256(CODE.encode()).hexdigest()))
        self.world.say(f"/start {CODE}", chat=person, sender=person)
        await self.world.until_said("You are paired", chat=person)


@asynccontextmanager
async def open_telegram(
    house: House, folder: Path, **settings: str
) -> AsyncIterator[TelegramHouse]:
    async with TelegramApi().serving() as api:
        telegram = TelegramHouse(house, api, folder, **settings)
        try:
            await telegram.start()
            yield telegram
        finally:
            await telegram.service.kill()
            for line in telegram.service.log.read_text().splitlines():
                if '"level": "info"' not in line:
                    print("telegram", line[:3000])
