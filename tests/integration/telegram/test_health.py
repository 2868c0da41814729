"""What the service says of itself while something is wrong, and that it mends by itself."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from parley_shared.bus import Bus
from parley_shared.discovery import Service as Answering
from parley_shared.discovery import find_services
from parley_shared.facts import fact_of
from parley_shared.models import Fact
from parley_shared.telegram import BotState, GetTelegramState, TelegramState

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_world import ALICE
from tests.house import House, Service, until_answers
from tests.ports import free_port
from tests.telegram_house import TelegramHouse, open_telegram
from tests.waiting import PATIENCE, START_PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOB = 777


async def until_state(house: House, state: BotState) -> TelegramState:
    async with house.bus("web") as web, asyncio.timeout(2 * PATIENCE):
        while (found := await web.ask(GetTelegramState())).state != state:
            await asyncio.sleep(0.05)
    return found


async def find_bot(bus: Bus) -> Answering:
    """As whoever asks which services there are finds it, once it was not too slow for a look."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for each in await find_services(bus):
                if each.name == "telegram":
                    return each


async def test_without_a_token_it_says_how_to_begin_and_with_a_wrong_one_what_is_wrong(
    house: House, tmp_path: Path
) -> None:
    async with TelegramApi().serving() as api:
        token_file = tmp_path / "token"
        service = Service(
            house.nats,
            "telegram",
            tmp_path,
            TELEGRAM_BOT_TOKEN_FILE=str(token_file),
            TELEGRAM_API_BASE_URL=api.url,
        )
        await service.start()
        try:
            async with house.bus("admin") as bus:
                await until_answers(bus, {"telegram"})
                missing = await until_state(house, "not_configured")
                token_file.write_text("123456789:AAwrong-token-of-a-bot-that-is-not-there-x")
                wrong = await until_state(house, "failed")
                hurt = await find_bot(bus)
                token_file.write_text(api.token)
                right = await until_state(house, "running")
                shown = await find_bot(bus)
        finally:
            await service.kill()

    assert "@BotFather" in missing.text
    assert "does not know the bot's token" in wrong.text
    assert right.username == "parley_test_bot"
    assert right.fact == Fact(name="telegram_listens", values={"bot": "@parley_test_bot"})
    assert (shown.said("state"), shown.trouble) == (right.text, "")
    assert (hurt.said("state"), hurt.trouble) == (wrong.text, wrong.text)
    assert fact_of(hurt.trouble) == wrong.fact == Fact(name="telegram_wrong_token")


async def test_a_second_poller_is_named_and_survived(house: House, tmp_path: Path) -> None:
    async with open_telegram(house, tmp_path) as telegram:
        async with httpx.AsyncClient(timeout=PATIENCE) as other, house.bus("web") as web:
            address = f"{telegram.api.url}/bot{telegram.api.token}/getUpdates"
            async with asyncio.timeout(PATIENCE):
                # Again if ours was not asking just then.
                while (conflict := await web.ask(GetTelegramState())).state != "degraded":
                    await other.post(address, json={"timeout": 0})
        await telegram.pair(BOB)  # what is written comes through all the same

    assert "Another program reads this bot's messages" in conflict.text


async def test_telegram_out_of_reach_is_said_and_survived(house: House, tmp_path: Path) -> None:
    api, port = TelegramApi(), free_port()
    async with AsyncExitStack() as service:
        async with api.serving(port):
            telegram = TelegramHouse(house, api, tmp_path)
            service.push_async_callback(telegram.service.kill)
            await telegram.start()
            await telegram.pair()
        away = await until_state(house, "degraded")
        telegram.world.say("/whoami")
        async with api.serving(port):
            await telegram.world.until_said("You are Alice")
            recovered = await until_state(house, "running")

    assert away.text == "Telegram can't be reached; Parley goes on trying."
    assert recovered.username == "parley_test_bot"


async def test_updates_come_by_webhook_with_the_secret_and_only_once(
    house: House, tmp_path: Path
) -> None:
    port = free_port()
    settings = {
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_WEBHOOK_PORT": str(port),
        "TELEGRAM_ALLOWED_USERS": str(ALICE),
    }
    async with TelegramApi().serving() as api:
        telegram = TelegramHouse(house, api, tmp_path, **settings)
        await telegram.service.start()
        try:
            await telegram.world.until(lambda: "url" in api.webhook, START_PATIENCE)
            telegram.world.say("/whoami")
            update = telegram.world.updates[-1]
            await _until(lambda: _answers(api, update))
            await telegram.world.until_said("You are Alice")
            again = await api.bring(update)
            forged = await api.bring(update, secret="guessed")
            nonsense = await api.bring({"update_id": "x"})
        finally:
            await telegram.service.kill()

    assert (again, forged, nonsense) == (200, 403, 200)
    assert telegram.world.texts() == ["You are Alice (4242), paired; this chat is 4242."]
    assert not api.called("getUpdates")


async def _answers(api: TelegramApi, update: dict[str, object]) -> bool:
    try:
        return await api.bring(update) == 200
    except httpx.TransportError:
        return False  # it does not listen yet


async def _until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await is_so():
            await asyncio.sleep(0.1)
