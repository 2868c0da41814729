"""Takes one message at a time from a pull consumer, and says what became of it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error, NoRespondersError

from parley_shared import failpoints
from parley_shared.connection import Connection, apart
from parley_shared.streams import HEARTBEAT

logger = logging.getLogger(__name__)

GRACE = 0.5  # seconds beyond a pull's own end until it counts as lost
ACK_TIMEOUT = 0.5  # seconds
ACK_TRIES = 3  # few: a nats-server that died before it noted the delivery never answers its ack
NANOSECONDS = 1_000_000_000

STATUS = "Status"
NOTHING_THERE = ("404", "408")  # no messages; the pull came to its end


class ConsumerGone(Exception):
    """Nobody answers for the consumer, or it was deleted: make it again."""


@dataclass(frozen=True)
class Delivery:
    """What came with a job. `times` counts deliveries, outages included, so it limits nothing."""

    subject: str
    sequence: int  # in its stream
    times: int
    headers: Mapping[str, str] = field(default_factory=dict)


class Taken:
    """A message in our hands: nobody else gets it, or one after it, until we say so."""

    def __init__(self, connection: Connection, msg: Msg) -> None:
        self._connection = connection
        self._reply = msg.reply
        self.body = msg.data
        meta = msg.metadata
        self.delivery = Delivery(
            subject=msg.subject,
            sequence=meta.sequence.stream,
            times=meta.num_delivered,
            headers=msg.headers or {},
        )

    @property
    def _kind(self) -> str:
        """Of its stream, as its subjects begin."""
        return self.delivery.subject.partition(".")[0]

    async def finish(self) -> None:
        """Returns when JetStream has forgotten the message; without its word it comes again."""
        point = f"ack.{self._kind}"
        if not failpoints.reach(f"{point}.before"):
            await self._ack()
            failpoints.reach(f"{point}.after")

    async def _ack(self) -> None:
        for _ in range(ACK_TRIES):
            try:
                await self._connection.until_connected()
                ack = self._connection.client.request(self._reply, b"+ACK", timeout=ACK_TIMEOUT)
                await apart(ack)
                return
            except NoRespondersError:
                return  # the consumer is gone, and with it what we hold
            except Error:
                continue
        logger.info("an ack was not confirmed", extra={"subject": self.delivery.subject})

    async def give_back(self, delay: float = 0.0) -> None:
        """To be delivered again, not before `delay` seconds, and still before those after it."""
        how = json.dumps({"delay": int(delay * NANOSECONDS)})
        if not failpoints.reach(f"nak.{self._kind}.before"):
            await self._connection.send(self._reply, f"-NAK {how}".encode())
            failpoints.reach(f"nak.{self._kind}.after")

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """While inside, JetStream hears that we are alive and keeps the message ours."""
        beating = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            await self._connection.send(self._reply, b"+WPI")


class Puller:
    """One consumer's inbox. A pulled message keeps its own subject, so no two can share one."""

    def __init__(self, connection: Connection, stream: str, consumer: str) -> None:
        self._connection = connection
        self._subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox = ""
        self._subscription: Subscription | None = None

    async def take(self, wait: float) -> Taken | None:
        """The next message, or None if there was none for `wait` seconds. Raises ConsumerGone."""
        subscription = await self._subscribe()
        pull = json.dumps({"batch": 1, "expires": int(wait * NANOSECONDS)})
        await self._connection.send(self._subject, pull.encode(), reply=self._inbox)
        msg = await self._hear(subscription, wait + GRACE)
        if msg is None:
            await self.close()  # what this pull may still bring must not answer the next
            return None
        status = (msg.headers or {}).get(STATUS)
        if status is None:
            if failpoints.reach(f"take.{msg.subject.partition('.')[0]}"):
                return None
            return Taken(self._connection, msg)
        if status in NOTHING_THERE:
            return None
        raise ConsumerGone(f"{self._subject}: {status} {(msg.headers or {}).get('Description')}")

    async def close(self) -> None:
        if self._subscription is not None:
            with suppress(Error):
                await self._subscription.unsubscribe()
            self._subscription = None

    async def _subscribe(self) -> Subscription:
        if self._subscription is None:
            await self._connection.until_connected()
            self._inbox = self._connection.client.new_inbox()
            self._subscription = await self._connection.client.subscribe(self._inbox)
        return self._subscription

    async def _hear(self, subscription: Subscription, wait: float) -> Msg | None:
        """None when nothing came, or the pull was lost with the connection."""
        hearing = asyncio.create_task(subscription.next_msg(timeout=wait))
        either: set[asyncio.Future[Msg] | asyncio.Future[None]] = {
            hearing,
            self._connection.reconnected,
        }
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            return hearing.result() if hearing.done() else None
        except Error:
            return None
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)
