"""Alice's chat with the bot, through the fake Bot API's second door."""

import json
import socket
import time
from collections.abc import Callable

from tests.compose.stack import ANSWERED_WITHIN, LOOK

Texts = list[str]


class TelegramChat:
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._lines = self._socket.makefile("rw")

    def close(self) -> None:
        self._lines.close()
        self._socket.close()

    def say(self, text: str) -> None:
        self._ask({"say": text})

    def read(self) -> Texts:
        """What the bot has said, as it looks now."""
        return self._ask({})

    def until(self, is_so: Callable[[Texts], bool]) -> Texts:
        give_up = time.monotonic() + ANSWERED_WITHIN
        while not is_so(texts := self.read()):
            assert time.monotonic() < give_up, f"it did not come: {texts[-5:]}"
            time.sleep(LOOK)
        return texts

    def _ask(self, said: dict[str, str]) -> Texts:
        self._lines.write(json.dumps(said) + "\n")
        self._lines.flush()
        return list(json.loads(self._lines.readline()))
