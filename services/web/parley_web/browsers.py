"""The browsers that are connected now, each with what is on its way to it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from parley_shared import ids
from parley_shared.models import Model
from parley_shared.store import SignedIn

from parley_web.access import Secret
from parley_web.outgoing import Outgoing
from parley_web.watched import WatchedThread

SIGNED_OUT = 4401  # close codes
TRY_AGAIN_LATER = 1013
FAULT = 1011


class Ended(Exception):
    """The connection is to be closed from here."""

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class Browser:
    """One websocket's life."""

    def __init__(self, secret: Secret | None, who: SignedIn) -> None:
        self.viewer_id = ids.uuid7()
        self.secret = secret
        self.who = who
        self.watched: dict[str, WatchedThread] = {}
        self.outgoing = Outgoing(self._renew)
        self._end: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def tell(self, frame: Model) -> None:
        self.outgoing.tell(frame.model_dump_json())

    def join(self, thread_id: str, watched: WatchedThread, since: int | None) -> None:
        """From now on it is told what happens in the thread."""
        tell = partial(self.outgoing.tell, thread_id=thread_id)
        self.watched[thread_id] = watched
        watched.join(self.viewer_id, tell, since)

    def leave(self, thread_id: str) -> bool:
        """Whether it watched the thread."""
        watched = self.watched.pop(thread_id, None)
        if watched is not None:
            watched.leave(self.viewer_id)
        return watched is not None

    def end(self, code: int) -> None:
        if not self._end.done():
            self._end.set_result(code)

    async def until_ended(self) -> None:
        """Raises Ended."""
        raise Ended(await self._end)

    def _renew(self, thread_id: str) -> str | None:
        watched = self.watched.get(thread_id)
        return watched.snapshot() if watched else None


class Browsers:
    def __init__(self) -> None:
        self._all: set[Browser] = set()

    def __iter__(self) -> Iterator[Browser]:
        return iter(tuple(self._all))

    def __len__(self) -> int:
        return len(self._all)

    @contextmanager
    def here(self, browser: Browser) -> Iterator[None]:
        self._all.add(browser)
        try:
            yield
        finally:
            self._all.remove(browser)

    def tell_all(self, frame: Model) -> None:
        text = frame.model_dump_json()
        for browser in self._all:
            browser.outgoing.tell(text)
