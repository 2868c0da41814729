"""Does a durable's jobs, one after the other, for as long as the service lives."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import ValidationError

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import Unavailable
from parley_shared.models import Model
from parley_shared.pulling import ConsumerGone, Delivery, Puller, Taken
from parley_shared.wire import TRACE, traced

logger = logging.getLogger(__name__)

PULL = 2.0  # seconds a pull waits for a job
FAULTS = 5  # of one job, then it goes to the dead letters
GIVE_UPS = 3  # that fail, then the job is a dead letter that nobody was told of
DELAYS = (0.2, 5.0)  # seconds until a job comes again, first and longest
MISSING = 0.5  # seconds until a durable that is not there is looked for again

M = TypeVar("M", bound=Model)
Do = Callable[[M, Delivery], Awaitable[None]]
GiveUp = Callable[[bytes, Exception], Awaitable[None]]


async def work(
    bus: Bus,
    *,
    stream: str,
    durable: str,
    job: type[M],
    do: Do[M],
    give_up: GiveUp | None = None,
) -> None:
    """Never returns. A job is done when `do` returns; until then no other of this durable is begun.

    `Unavailable` is an outage: the job waits. Any other exception is a fault of the job; after
    FAULTS of them, or if it can't be read, it is kept with the dead letters, `give_up` is told its
    bytes and the error, and the next one is begun; even if `give_up` fails again and again.
    """
    jobs = _Jobs(bus, stream, job, do, give_up)
    puller = Puller(bus.connection, stream, durable)
    try:
        while True:
            taken = await _take(puller)
            if taken is not None:
                await jobs.handle(taken)
    finally:
        await puller.close()


async def _take(puller: Puller) -> Taken | None:
    try:
        return await puller.take(PULL)
    except ConsumerGone as gone:
        logger.info("no such durable yet", extra={"reason": str(gone)})
    await asyncio.sleep(MISSING)
    return None


class _Jobs:
    """Counts the faults and the delays of the one job that is open."""

    def __init__(
        self, bus: Bus, stream: str, job: type[M], do: Do[M], give_up: GiveUp | None
    ) -> None:
        self._bus = bus
        self._stream = stream
        self._give_up = give_up
        self._sequence = 0
        self._faults = 0
        self._give_ups = 0
        self._tries = 0

        async def read_and_do(taken: Taken) -> None:
            await do(job.model_validate_json(taken.body), taken.delivery)

        self._do = read_and_do

    async def handle(self, taken: Taken) -> None:
        if taken.delivery.sequence != self._sequence:
            self._sequence = taken.delivery.sequence
            self._faults = self._give_ups = self._tries = 0
        try:
            with traced(taken.delivery.headers.get(TRACE)):
                async with taken.held():
                    done = await self._try(taken)
        except asyncio.CancelledError:
            await taken.give_back()
            raise
        if done:
            await taken.finish()
        else:
            await taken.give_back(min(DELAYS[0] * 2.0**self._tries, DELAYS[1]))
            self._tries += 1

    async def _try(self, taken: Taken) -> bool:
        where = {"stream": self._stream, "subject": taken.delivery.subject}
        try:
            await self._do(taken)
        except Unavailable as outage:
            logger.warning("a job waits", extra={**where, "reason": str(outage)})
            return False
        except Exception as error:
            self._faults += 1
            logger.exception("a job failed", extra={**where, "faults": self._faults})
            if self._faults < FAULTS and not isinstance(error, ValidationError):
                return False
            return await self._bury(taken, error)
        return True

    async def _bury(self, taken: Taken, error: Exception) -> bool:
        where = {"stream": self._stream, "subject": taken.delivery.subject}
        try:
            await self._bus.queue(
                subjects.dead(self._stream, taken.delivery.subject),
                taken.body,
                job_id=f"{self._stream}.{taken.delivery.sequence}",
                headers={"Parley-Reason": _describe(error)},
            )
            if self._give_up is not None:
                await self._give_up(taken.body, error)
        except Unavailable as outage:
            logger.warning("a job waits to be given up", extra={**where, "reason": str(outage)})
            return False
        except Exception:
            self._give_ups += 1
            logger.exception("could not give up a job", extra=where)
            return self._give_ups >= GIVE_UPS
        logger.error("gave up a job", extra=where)
        return True


def _describe(error: Exception) -> str:
    """On one line: a header has no more."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:500]
