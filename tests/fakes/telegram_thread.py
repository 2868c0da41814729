"""The fake Bot API in a thread of its own, for tests that are not asynchronous themselves."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_world import ALICE, Json
from tests.waiting import START_PATIENCE

T = TypeVar("T")


class Pocket:
    """A telephone: what a person does with it, and sees on it."""

    def __init__(self, api: TelegramApi, loop: asyncio.AbstractEventLoop) -> None:
        self._api = api
        self._loop = loop

    def say(self, text: str, person: int = ALICE) -> None:
        self._do(lambda: self._api.world.say(text, chat=person, sender=person))

    def press(self, message: Json, label: str) -> None:
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(each["callback_data"] for row in rows for each in row if label in each["text"])
        self._do(lambda: self._api.world.press(message, data))

    def until_said(self, words: str, within: float = START_PATIENCE) -> Json:
        """The bot's newest message with these words."""
        return self._wait(self._api.world.until_said(words, within=within))

    def texts(self) -> list[str]:
        return self._do(self._api.world.texts)

    def refuse_token(self) -> None:
        """The bot has another token from now on."""
        self._api.token = "0:gone"

    def _do(self, act: Callable[[], T]) -> T:
        async def do() -> T:
            return act()

        return self._wait(do())

    def _wait(self, doing: Coroutine[Any, Any, T]) -> T:  # as asyncio takes it
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result()


@contextmanager
def open_pocket(port: int) -> Iterator[Pocket]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    api = TelegramApi()
    serving = api.serving(port)
    asyncio.run_coroutine_threadsafe(serving.__aenter__(), loop).result()
    try:
        yield Pocket(api, loop)
    finally:
        asyncio.run_coroutine_threadsafe(serving.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
