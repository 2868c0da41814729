"""Drains each thread that has work: one at a time per thread, many threads side by side."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from nats.errors import Error

from parley_shared import subjects
from parley_shared.bus import Bus, Listening
from parley_shared.connection import API_TIMEOUT
from parley_shared.errors import Unavailable
from parley_shared.pulling import ConsumerGone, Puller, Taken
from parley_shared.streams import IDLE_CONSUMER, thread_consumer
from parley_shared.wire import TRACE, traced

logger = logging.getLogger(__name__)

# A pull that does not wait can miss a wake-up whose `wake.` came before the consumer knew of it.
LINGER = 0.3  # seconds a pull waits
SWEEP = 5.0  # seconds between two looks at which threads have work
SWEEP_AGAIN = 1.0  # seconds until the next look, when one failed
MAKE_AGAIN = 0.1  # seconds until a consumer that is gone is made anew
LOOK_AGAIN = 1.5  # seconds, at a thread whose work is in another runner's hands
DELAYS = (0.2, 5.0)  # seconds until a thread whose drain failed is drained again
STOP_WITHIN = 10.0  # seconds
KNOWN_FOR = IDLE_CONSUMER / 2  # seconds a consumer surely outlives its last pull

Drain = Callable[[str], Awaitable[float | None]]


class Wakeups:
    """Calls `drain(thread_id)` when a thread has work: in one runner of all, `limit` at once here.

    Done when it returns None. A number is the seconds after which to drain again; an exception
    is logged, and drained again after a growing delay. Leaving the context cancels the drains
    that run and hands their threads to other runners at once.
    """

    def __init__(self, bus: Bus, drain: Drain, *, limit: int = 64) -> None:
        self._bus = bus
        self._do = drain
        self._limit = limit
        self._active: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()  # woken while it was drained
        self._waiting: dict[str, None] = {}  # woken at the limit, in order
        self._elsewhere: set[str] = set()  # had work when last swept
        self._known: dict[str, float] = {}  # until when a thread's consumer is there
        self._failures: dict[str, int] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._stopping = False
        self._sweep_now = asyncio.Event()
        self._listening: Listening | None = None
        self._sweeping: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._bus.on_reconnect(self._on_reconnect)
        self._listening = await self._bus.listen(subjects.ALL_WAKES, self._on_wake)
        self._sweeping = asyncio.create_task(self._sweep_forever())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopping = True
        for timer in self._timers.values():
            timer.cancel()
        if self._listening is not None:
            await self._listening.stop()
        ending = [*self._active.values(), *([self._sweeping] if self._sweeping else [])]
        for task in ending:
            task.cancel()
        if ending:
            await asyncio.wait(ending, timeout=STOP_WITHIN)

    @property
    def running(self) -> int:
        """Threads in our hands."""
        return len(self._active)

    @property
    def waiting(self) -> int:
        """Threads with work that wait for one of ours to be done."""
        return len(self._waiting)

    def wake(self, thread_id: str) -> None:
        """Look whether the thread has work."""
        if self._stopping:
            return
        if thread_id in self._active:
            self._again.add(thread_id)
        elif len(self._active) >= self._limit:
            self._waiting[thread_id] = None
        else:
            self._active[thread_id] = asyncio.create_task(self._tend(thread_id))

    async def _on_wake(self, subject: str, _: bytes) -> None:
        self.wake(subjects.thread_of(subject))

    async def _on_reconnect(self) -> None:
        self._sweep_now.set()

    async def _sweep_forever(self) -> None:
        while True:
            self._sweep_now.clear()
            pause = await self._sweep()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._sweep_now.wait()

    async def _sweep(self) -> float:
        """Looks at every thread with work; the seconds until the next look."""
        connection = self._bus.connection
        try:
            stream = await connection.insist(
                lambda: connection.jetstream.stream_info(subjects.TURNS, subjects.ALL_TURNS),
                API_TIMEOUT,
            )
        except (Error, Unavailable) as error:
            logger.info("could not look for work", extra={"reason": str(error)})
            return SWEEP_AGAIN
        self._elsewhere = {subjects.thread_of(each) for each in stream.state.subjects or {}}
        for thread_id in self._elsewhere:
            self.wake(thread_id)
        return SWEEP

    async def _tend(self, thread_id: str) -> None:
        """Hands out the thread's wake-ups until there are none.

        Between the last look at `_again` and leaving `_active` nothing is awaited, so a wake is
        either seen by this task or begins the next.
        """
        puller = Puller(self._bus.connection, subjects.TURNS, f"t-{thread_id}")
        try:
            while True:
                self._again.discard(thread_id)
                if await self._next(thread_id, puller):
                    continue
                if thread_id not in self._again:
                    break
        finally:
            self._active.pop(thread_id, None)
            self._again.discard(thread_id)
            self._begin_waiting()
            await puller.close()

    def _begin_waiting(self) -> None:
        while self._waiting and len(self._active) < self._limit and not self._stopping:
            thread_id = next(iter(self._waiting))
            del self._waiting[thread_id]
            self.wake(thread_id)

    async def _next(self, thread_id: str, puller: Puller) -> bool:
        """Whether there may be more."""
        try:
            await self._ensure_consumer(thread_id)
            taken = await puller.take(LINGER)
        except (ConsumerGone, Unavailable, Error) as error:
            self._known.pop(thread_id, None)
            extra = {"thread_id": thread_id, "reason": str(error)}
            logger.info("could not look at a thread", extra=extra)
            if isinstance(error, ConsumerGone):  # else the next sweep looks
                self._wake_later(thread_id, MAKE_AGAIN)
            return False
        if taken is None:
            if thread_id in self._elsewhere:
                self._wake_later(thread_id, LOOK_AGAIN)
            return False
        self._elsewhere.discard(thread_id)
        return await self._drain(thread_id, taken)

    async def _ensure_consumer(self, thread_id: str) -> None:
        now = time.monotonic()
        if self._known.get(thread_id, 0.0) > now:
            return
        connection, config = self._bus.connection, thread_consumer(thread_id)
        await connection.insist(
            lambda: connection.jetstream.add_consumer(subjects.TURNS, config), API_TIMEOUT
        )
        self._known = {each: end for each, end in self._known.items() if end > now}
        self._known[thread_id] = now + KNOWN_FOR

    async def _drain(self, thread_id: str, taken: Taken) -> bool:
        """Whether the wake-up is done with and there may be another."""
        try:
            async with taken.held():
                with traced(taken.delivery.headers.get(TRACE)):
                    delay = await self._call(thread_id)
        except asyncio.CancelledError:
            await taken.give_back()
            await self._bus.publish(subjects.wake(thread_id), b"")
            raise
        if delay is None:
            self._failures.pop(thread_id, None)
            await taken.finish()
            return True
        await taken.give_back(delay)
        self._wake_later(thread_id, delay)
        return False

    async def _call(self, thread_id: str) -> float | None:
        """None when the thread is drained, else the seconds until it should be tried again."""
        try:
            return await self._do(thread_id)
        except Unavailable as outage:
            extra = {"thread_id": thread_id, "reason": str(outage)}
            logger.warning("a thread waits", extra=extra)
        except Exception:
            logger.exception("could not drain a thread", extra={"thread_id": thread_id})
        failures = self._failures.get(thread_id, 0)
        self._failures[thread_id] = failures + 1
        return min(DELAYS[0] * 2.0**failures, DELAYS[1])

    def _wake_later(self, thread_id: str, delay: float) -> None:
        loop = asyncio.get_running_loop()
        earlier = self._timers.get(thread_id)
        if self._stopping or (earlier is not None and earlier.when() <= loop.time() + delay):
            return
        if earlier is not None:
            earlier.cancel()

        def wake() -> None:
            del self._timers[thread_id]
            self.wake(thread_id)

        self._timers[thread_id] = loop.call_later(delay, wake)
