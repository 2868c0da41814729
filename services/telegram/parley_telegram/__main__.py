"""Runs the Telegram service until it is told to stop; without a bot's token it only says so."""

import asyncio
import logging
import sys
from contextlib import suppress
from functools import partial
from importlib.metadata import version

from parley_shared.bus import Bus
from parley_shared.rpc import Answers
from parley_shared.service import run
from parley_shared.settings import SettingsWrong
from parley_shared.telegram import GetPairing, GetTelegramState, Pairing, TelegramState

from parley_telegram.api import open_bot
from parley_telegram.connected import Connected
from parley_telegram.health import CONNECTING, NOT_CONFIGURED, Health
from parley_telegram.pairing import make_pairing
from parley_telegram.poll import TokenRefused
from parley_telegram.rules import Rules
from parley_telegram.settings import TelegramSettings

logger = logging.getLogger(__name__)

LOOK = 2.0  # seconds between two looks for a token that is missing or was refused
ASK_AGAIN = 60.0  # seconds until Telegram is asked about a refused token once more


class TelegramService:
    def __init__(self, settings: TelegramSettings, bus: Bus) -> None:
        self._settings = settings
        self._bus = bus
        self._health = Health(mode=settings.telegram_mode)
        self._connected: Connected | None = None

    async def serve(self, stop: asyncio.Event) -> None:
        async with Answers(
            self._bus, service="telegram", version=version("parley-telegram")
        ) as answers:
            self._health.on_change = lambda: answers.describe(self._health.summary())
            self._health.on_change()
            await answers.add(GetTelegramState, self._tell_state)
            await answers.add(GetPairing, self._pair)
            working = asyncio.create_task(self._keep_connected())
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if working.done():
                working.result()  # a bug: let it be seen
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working

    async def _keep_connected(self) -> None:
        while True:
            token = self._settings.read_token()
            if token is None:
                self._health.set("not_configured", NOT_CONFIGURED)
            else:
                self._health.set("connecting", CONNECTING)
                with suppress(TokenRefused):
                    await self._connect(token)
            await self._until_other_token(token)

    async def _until_other_token(self, before: str | None) -> None:
        """Somebody may mend it while we run; and Telegram may have been wrong about it."""
        give_up = asyncio.get_running_loop().time() + ASK_AGAIN
        while asyncio.get_running_loop().time() < give_up:
            await asyncio.sleep(LOOK)
            if self._settings.read_token() != before:
                return

    async def _connect(self, token: str) -> None:
        async with open_bot(self._settings, token) as opened:
            self._connected = Connected(self._settings, self._bus, opened, self._health)
            try:
                await self._connected.run()
            finally:
                self._connected = None
                self._health.username = None

    def _describe(self) -> TelegramState:
        connected = self._connected
        if connected is None:
            return self._health.describe(0, {})
        return self._health.describe(connected.outbound.waiting, connected.gates.closed())

    async def _tell_state(self, _: GetTelegramState) -> TelegramState:
        return self._describe()

    async def _pair(self, _: GetPairing) -> Pairing:
        pairs = Rules(self._settings).pairs
        return await make_pairing(self._bus, self._describe(), pairs=pairs)


async def serve(settings: TelegramSettings, bus: Bus, stop: asyncio.Event) -> None:
    await TelegramService(settings, bus).serve(stop)


if __name__ == "__main__":
    try:
        settings = TelegramSettings.from_env()
    except SettingsWrong as error:
        sys.exit(f"telegram: {error}")
    run(partial(serve, settings), "telegram", settings)
