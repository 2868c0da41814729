"""How often an address may try to sign in with a wrong token. Pure: told the time."""

import math
from collections import deque

from parley_shared.facts import phrase

from parley_web.errors import TooManyTries

TRIES = 5
WITHIN = 60.0  # seconds
ADDRESSES = 10_000  # remembered at most


class Tries:
    def __init__(self) -> None:
        self._failed: dict[str, deque[float]] = {}

    def fail(self, address: str, now: float) -> None:
        """The right token is not counted: nobody locks the others out. Raises TooManyTries."""
        failed = self._failed.setdefault(address, deque())
        while failed and failed[0] <= now - WITHIN:
            failed.popleft()
        if len(failed) >= TRIES:
            wait = math.ceil(failed[0] + WITHIN - now)
            raise TooManyTries(
                phrase("too_many_tries", "too many tries: wait {wait} s and try again", wait=wait),
                wait,
            )
        failed.append(now)
        self._forget_oldest()

    def _forget_oldest(self) -> None:
        while len(self._failed) > ADDRESSES:
            del self._failed[next(iter(self._failed))]
