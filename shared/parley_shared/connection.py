"""One connection to nats-server: opened, lost, found again, closed for good."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

from nats.aio.client import PING_PROTO, Client
from nats.aio.msg import Msg
from nats.errors import (
    ConnectionClosedError,
    ConnectionDrainingError,
    Error,
    NoRespondersError,
    OutboundBufferLimitError,
)

from parley_shared.errors import Unavailable
from parley_shared.wire import Headers, check_size

logger = logging.getLogger(__name__)

RECONNECT_WAIT = (0.1, 0.3)  # seconds; somewhere between, so that not all come at once
ASK_AGAIN_AFTER = 3.0  # seconds of silence: whoever got the request may have died with it
PAUSE = (0.05, 0.5)  # seconds between two tries while nobody answers, first and longest
PING_INTERVAL = 10  # seconds; two without an answer and the connection is lost
DRAIN_WITHIN = 5  # seconds
SETTLE_WITHIN = 5  # seconds
API_TIMEOUT = 5  # seconds


T = TypeVar("T")


async def apart(waits: Coroutine[None, None, T]) -> T:
    """What `waits` returns, in a task of its own.

    nats-py waits by `asyncio.wait_for`, which in Python 3.11 swallows a cancellation that comes
    together with the answer; who waits here is cancelled all the same.
    """
    task = asyncio.create_task(waits)
    try:
        await asyncio.wait([task])
        return task.result()
    finally:
        task.cancel()


class PatientClient(Client):
    """nats-py 2.16 with three of its faults mended."""

    async def _send_ping(self, future: asyncio.Future[bool] | None = None) -> None:
        """After what is pending and not past it, else a flush returns before it has flushed."""
        self._pongs.append(future or asyncio.get_running_loop().create_future())
        await self._send_command(PING_PROTO)
        await self._flush_pending()

    async def _process_pong(self) -> None:
        """A flush that was given up leaves a cancelled future, and setting it ends the reader."""
        if self._pongs and self._pongs[0].done():
            self._pongs.pop(0)
            self._pings_outstanding = 0
            return
        await super()._process_pong()

    async def abandon(self) -> None:
        """Closes a lost connection; sending what is pending would fail and leave it half closed."""
        self._pending = []
        self._pending_data_size = 0
        await self.close()


class Connection:
    def __init__(self, name: str) -> None:
        self.name = name
        self.client = PatientClient()
        self.jetstream = self.client.jetstream(timeout=API_TIMEOUT)
        self.closed = asyncio.Event()
        self.reconnected: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.found_at = 0.0  # of the monotonic clock, when it was last found again
        self._said = ""

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, name: str, seed_file: Path | None) -> AsyncIterator["Connection"]:
        """Waits for nats-server as long as it takes; `url` may be several, parted by commas."""
        connection = cls(name)
        await connection.client.connect(
            url.split(","),
            name=name,
            nkeys_seed=str(seed_file) if seed_file else None,
            inbox_prefix=f"_INBOX_{name}",
            max_reconnect_attempts=-1,
            reconnect_time_wait=random.uniform(*RECONNECT_WAIT),  # type: ignore[arg-type]  # an int for no reason
            ping_interval=PING_INTERVAL,
            drain_timeout=DRAIN_WITHIN,
            error_cb=connection._hear_error,
            disconnected_cb=connection._hear_loss,
            reconnected_cb=connection._hear_reconnect,
            closed_cb=connection._hear_end,
        )
        try:
            yield connection
        finally:
            await connection._close()

    @property
    def connected(self) -> bool:
        return self.client.is_connected

    async def send(
        self, subject: str, payload: bytes, headers: Headers | None = None, *, reply: str = ""
    ) -> None:
        """Told to whoever listens; while the connection is lost a little is kept for later."""
        check_size(subject, payload, headers or {})
        try:
            await self.client.publish(subject, payload, reply, dict(headers) if headers else None)
        except (OutboundBufferLimitError, ConnectionClosedError, ConnectionDrainingError) as error:
            self._say(logging.WARNING, "nobody could be told", error)

    async def request(
        self, subject: str, payload: bytes, headers: Headers | None = None, *, timeout: float
    ) -> Msg:
        """The first answer that comes. Asked again when nobody answers, so it must be idempotent.

        Raises Unavailable, TooBig.
        """
        check_size(subject, payload, headers or {})
        sent = dict(headers) if headers else None
        try:
            return await self.insist(
                lambda: self.client.request(subject, payload, timeout, headers=sent), timeout
            )
        except Unavailable as error:
            raise Unavailable(f"nobody answers {subject!r}") from error

    async def insist(self, ask: Callable[[], Coroutine[None, None, T]], timeout: float) -> T:
        """As `request`, for anything that asks and may ask more than once."""
        try:
            async with asyncio.timeout(timeout):
                return await self._try_until_answered(ask)
        except (TimeoutError, ConnectionClosedError, ConnectionDrainingError) as error:
            raise Unavailable("nobody answers") from error

    async def settle(self) -> None:
        """Returns when nats-server has seen all we said and subscribed to, or is lost."""
        if self.connected:
            with suppress(Error):
                await apart(self.client.flush(timeout=SETTLE_WITHIN))

    async def until_connected(self) -> None:
        while not self.connected:
            if self.closed.is_set():
                raise ConnectionClosedError
            await asyncio.wait([self.reconnected], timeout=1)

    async def _try_until_answered(self, ask: Callable[[], Coroutine[None, None, T]]) -> T:
        # Earlier tries stay open: a slow answer to the first one is as good as one to the last.
        tries: set[asyncio.Task[T]] = set()
        pause = PAUSE[0]
        try:
            while True:
                await self.until_connected()
                tries.add(asyncio.create_task(ask()))
                await self._wait_for(tries)
                for done in [each for each in tries if each.done()]:
                    tries.remove(done)
                    with suppress(NoRespondersError, OutboundBufferLimitError):
                        return done.result()
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, PAUSE[1])
        finally:
            for each in tries:
                each.cancel()
            await asyncio.gather(*tries, return_exceptions=True)

    async def _wait_for(self, tries: set[asyncio.Task[T]]) -> None:
        """Until one is answered, or until it is time for another: the answer may never come."""
        either: set[asyncio.Future[T] | asyncio.Future[None]] = {*tries, self.reconnected}
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait(either, timeout=ASK_AGAIN_AFTER, return_when=first)

    async def _close(self) -> None:
        if self.client.is_closed:
            return
        try:
            await self.client.drain()
        except Error:  # lost, so there is nobody to say the last things to
            await self.client.abandon()

    async def _hear_error(self, error: Exception) -> None:
        if "permissions violation" in str(error).lower():
            logger.error("nats-server denied something", extra={"reason": str(error)})
        elif "authorization violation" in str(error).lower():
            self._say(logging.ERROR, "nats-server does not know our key", error)
        elif isinstance(error, Error | OSError | TimeoutError):
            self._say(logging.WARNING, "the connection to nats-server has trouble", error)
        else:
            logger.error("could not hear a message", exc_info=error)

    async def _hear_loss(self) -> None:
        if not self.client.is_closed:
            logger.warning("lost nats-server")

    async def _hear_reconnect(self) -> None:
        logger.info("found nats-server again")
        self._said = ""
        self.found_at = time.monotonic()
        before, self.reconnected = self.reconnected, asyncio.get_running_loop().create_future()
        if not before.done():
            before.set_result(None)

    async def _hear_end(self) -> None:
        self.closed.set()

    def _say(self, level: int, text: str, error: Exception) -> None:
        """Once: a lost server is refused again and again."""
        reason = f"{type(error).__name__}: {error}"
        logger.log(level if reason != self._said else logging.DEBUG, text, extra={"reason": reason})
        self._said = reason
