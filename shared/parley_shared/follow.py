"""Follows a thread's events: all that are kept, then each new one, in order and none missing."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.connection import API_TIMEOUT, Connection, apart
from parley_shared.errors import Unavailable

logger = logging.getLogger(__name__)

IDLE_HEARTBEAT = 1.0  # seconds; JetStream says so often that there is nothing new
SILENCE = 3 * IDLE_HEARTBEAT  # then the consumer counts as lost
FORGOTTEN_AFTER = 30.0  # seconds without us, then JetStream drops the consumer
RETRY = 0.5  # seconds
OVERLAP = timedelta(milliseconds=1)  # a start is given in whole microseconds
NANOSECONDS = 1_000_000_000
KEPT_AT = 7  # the token of an ack subject: "$JS.ACK.stream.consumer.times.seq.seq.time.pending"
BOUND = 5.0  # seconds until `follow` gives up waiting for its first consumer


class Following:
    """A consumer without a memory of its own: whenever it is lost a new one goes on after it."""

    def __init__(self, connection: Connection, thread_id: str, hear: Callable[[bytes], None]):
        self._connection = connection
        self._thread_id = thread_id
        self._hear = hear
        self._heard_at = 0  # when JetStream kept what we heard last, in nanoseconds
        self._known_until = 0  # what a new consumer sends once more up to here is not told again
        self._consumer = ""
        self._consumer_sequence = 0
        self._subscription: Subscription | None = None
        self._broken = asyncio.Event()
        self._alive_at = 0.0
        self._bound = asyncio.Event()
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Again it changes nothing."""
        self._keeping.cancel()
        await asyncio.gather(self._keeping, return_exceptions=True)
        await self._let_go()

    async def bound(self) -> None:
        """Returns when JetStream has begun to send, or after a while without it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(BOUND):
                await self._bound.wait()

    async def _keep(self) -> None:
        while True:
            try:
                await self._connection.until_connected()
                reconnected = self._connection.reconnected
                await self._begin()
                await self._until_lost(reconnected)
            except (Error, Unavailable) as error:
                extra = {"thread_id": self._thread_id, "reason": str(error)}
                logger.info("can't follow yet", extra=extra)
                await asyncio.sleep(RETRY)
            finally:
                await self._let_go()

    async def _begin(self) -> None:
        self._broken.clear()
        self._consumer_sequence = 0
        self._known_until = self._heard_at
        inbox = self._connection.client.new_inbox()
        self._subscription = await self._connection.client.subscribe(inbox, cb=self._on_message)
        config, jetstream = self._config(inbox), self._connection.jetstream
        made = await self._connection.insist(
            lambda: jetstream.add_consumer(subjects.EVENTS, config), API_TIMEOUT
        )
        self._consumer = made.name
        self._bound.set()

    def _config(self, inbox: str) -> ConsumerConfig:
        config = ConsumerConfig(
            deliver_subject=inbox,
            filter_subject=subjects.thread_events(self._thread_id),
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.NONE,
            max_deliver=1,
            flow_control=True,
            idle_heartbeat=IDLE_HEARTBEAT,
            inactive_threshold=FORGOTTEN_AFTER,
            mem_storage=True,
            num_replicas=1,
        )
        if self._heard_at == 0:
            return config
        # By time and not by number: a nats-server that died forgets its newest events and gives
        # their numbers to others.
        start = datetime.fromtimestamp(self._heard_at / NANOSECONDS, UTC) - OVERLAP
        return config.evolve(deliver_policy=DeliverPolicy.BY_START_TIME, opt_start_time=start)

    async def _until_lost(self, reconnected: asyncio.Future[None]) -> None:
        """Until a gap shows, the connection was lost and found, or JetStream is silent."""
        loop = asyncio.get_running_loop()
        broken = asyncio.create_task(self._broken.wait())
        either: set[asyncio.Future[Any]] = {broken, reconnected}  # only whether it is done
        self._alive_at = loop.time()
        try:
            while not broken.done() and not reconnected.done():
                left = self._alive_at + SILENCE - loop.time()
                if left <= 0:
                    return
                await asyncio.wait(either, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            broken.cancel()

    async def _on_message(self, msg: Msg) -> None:
        self._alive_at = asyncio.get_running_loop().time()
        headers = msg.headers or {}
        if headers.get("Status") == "100":
            await self._on_control(msg)
        elif not self._broken.is_set():
            self._on_event(msg)

    async def _on_control(self, msg: Msg) -> None:
        """A heartbeat says what was last sent; flow control asks whether we have come that far."""
        headers = msg.headers or {}
        sent = headers.get("Nats-Last-Consumer")
        if sent is not None and int(sent) != self._consumer_sequence:
            self._broken.set()
        answer = msg.reply or headers.get("Nats-Consumer-Stalled")
        if answer:
            await self._connection.send(answer, b"")

    def _on_event(self, msg: Msg) -> None:
        sequence = msg.metadata.sequence
        if sequence.consumer != self._consumer_sequence + 1:
            self._broken.set()
            return
        self._consumer_sequence = sequence.consumer
        kept_at = int(msg.reply.split(".")[KEPT_AT])
        if kept_at <= self._known_until:
            return
        self._known_until = 0  # from here on all is new, even if the clock is set back
        self._heard_at = kept_at
        self._hear(msg.data)

    async def _let_go(self) -> None:
        subscription, self._subscription = self._subscription, None
        consumer, self._consumer = self._consumer, ""
        if subscription is not None:
            with suppress(Error):
                await subscription.unsubscribe()
        if consumer and self._connection.connected:
            with suppress(Error):
                await apart(self._connection.jetstream.delete_consumer(subjects.EVENTS, consumer))


async def follow(bus: Bus, thread_id: str, hear: Callable[[bytes], None]) -> Following:
    """Tells `hear` every event's bytes until stopped, also over a loss of nats-server.

    What nats-server lost with its life is not told: the store's heads show that it is missing.
    """
    following = Following(bus.connection, thread_id, hear)
    await following.bound()
    return following
