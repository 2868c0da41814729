"""Ways to Telegram that the settings choose."""

import pytest
from parley_telegram.api import open_bot
from parley_telegram.settings import TelegramSettings
from telegram.error import NetworkError

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_world import BOT_ID


async def test_where_only_ipv4_is_wanted_a_name_with_both_addresses_is_reached_by_it() -> None:
    async with TelegramApi().serving() as api:
        url = api.url.replace("127.0.0.1", "localhost")
        settings = TelegramSettings(telegram_api_base_url=url, telegram_force_ipv4=True)
        async with open_bot(settings, api.token) as own:
            before = await own.bot.get_me()
            await own.renew()
            await own.bot.do_api_request("getUpdates", api_kwargs={"timeout": 0})

    assert before.id == BOT_ID
    assert api.called("getUpdates")


async def test_where_only_ipv4_is_wanted_no_other_address_is_tried() -> None:
    async with TelegramApi().serving(host="::1") as api:
        url = api.url.replace("127.0.0.1", "[::1]")
        both = TelegramSettings(telegram_api_base_url=url)
        only = TelegramSettings(telegram_api_base_url=url, telegram_force_ipv4=True)
        async with open_bot(both, api.token) as own:
            assert (await own.bot.get_me()).id == BOT_ID
        async with open_bot(only, api.token) as own:
            with pytest.raises(NetworkError):
                await own.bot.get_me()

    assert len(api.called("getMe")) == 1
