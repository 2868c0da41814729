"""Lets one browser hear everything that happens, in one thread or in all: for whoever debugs."""

from parley_shared import subjects
from parley_shared.bus import Bus, Listening
from parley_shared.frames import FollowingFrame

from parley_web.browsers import Browser


class Following:
    """Nothing is listened to until somebody asks for it."""

    def __init__(self, bus: Bus, browser: Browser) -> None:
        self._bus = bus
        self._browser = browser
        self._listening: list[Listening] = []

    async def begin(self, thread_id: str | None) -> None:
        """Instead of what was followed before."""
        await self.end()
        thread = thread_id or "*"
        for subject in (subjects.live(thread, "*"), subjects.debug(thread, "*")):
            self._listening.append(await self._bus.listen(subject, self._hear))
        self._browser.tell(FollowingFrame())

    async def end(self) -> None:
        while self._listening:
            await self._listening.pop().stop()

    async def _hear(self, _: str, raw: bytes) -> None:
        self._browser.outgoing.tell(f'{{"type":"heard","event":{raw.decode()}}}')
