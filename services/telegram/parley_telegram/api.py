"""The bot: python-telegram-bot's client, with our limits of time and without the token in logs."""

import logging
import os
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from parley_telegram.settings import TelegramSettings

READ = 20.0  # seconds
MEDIA = 60.0  # seconds
POLL_READ = 15.0  # seconds beyond those that Telegram holds a poll without updates
CONNECTIONS = 32


@dataclass(frozen=True)
class Opened:
    """`renew` makes the connection anew that polls."""

    bot: Bot
    renew: Callable[[], Awaitable[None]]


@asynccontextmanager
async def open_bot(settings: TelegramSettings, token: str) -> AsyncIterator[Opened]:
    """Does not ask Telegram anything yet."""
    os.environ["PTB_TIMEDELTA"] = "true"  # the library's switch to how it will tell spans of time
    _keep_token_out_of_logs()
    poll_read = settings.telegram_poll_timeout + POLL_READ
    requests = (_make_client(settings, poll_read), _make_client(settings, READ))
    bot = Bot(
        token,
        base_url=f"{settings.telegram_api_base_url}/bot",
        base_file_url=f"{settings.telegram_api_base_url}/file/bot",
        get_updates_request=requests[0],
        request=requests[1],
        local_mode=settings.telegram_local_mode,
    )

    async def renew() -> None:
        await requests[0].shutdown()
        await requests[0].initialize()

    try:
        yield Opened(bot, renew)  # not initialized: that would ask Telegram, which may be away
    finally:
        for request in requests:
            await request.shutdown()


def _make_client(settings: TelegramSettings, read: float) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        read_timeout=read,
        write_timeout=READ,
        connect_timeout=10.0,
        pool_timeout=10.0,
        media_write_timeout=MEDIA,
        proxy=settings.telegram_proxy,
        httpx_kwargs=_force_ipv4() if settings.telegram_force_ipv4 else None,
    )


def _force_ipv4() -> dict[str, httpx.AsyncHTTPTransport]:
    """Connections that begin at an address of this kind can only go to one."""
    limits = httpx.Limits(max_connections=CONNECTIONS)
    return {"transport": httpx.AsyncHTTPTransport(local_address="0.0.0.0", limits=limits)}


def _keep_token_out_of_logs() -> None:
    """httpx logs whole addresses, and the token is in them."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # We ask for raw updates on purpose: one that the library can't read must not hide the others.
    warnings.filterwarnings("ignore", "Please use 'Bot", PTBUserWarning)
