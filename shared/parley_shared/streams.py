"""The streams and durables, declared in code: declaring them again changes nothing."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import get_args

from nats.errors import Error
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    PersistMode,
    RePublish,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import APIError

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.connection import API_TIMEOUT, apart
from parley_shared.errors import Unavailable
from parley_shared.models import Channel
from parley_shared.wire import CARRIED

CHANNELS: tuple[Channel, ...] = get_args(Channel)
ACK_WAIT = 6.0  # seconds: whoever holds a message says every HEARTBEAT that it lives
HEARTBEAT = 2.0  # seconds
LOOK_WITHIN = 1.0  # seconds
IDLE_CONSUMER = 300.0  # seconds without a pull, then a thread's consumer goes

STREAM_NAME_IN_USE = 10058  # JetStream's err_code for "exists, but is configured otherwise"
KIB, MIB = 2**10, 2**20


def _seconds(**length: float) -> float:
    return timedelta(**length).total_seconds()


def _work_queue(name: str, subject: str, *, largest: int, consumers: int) -> StreamConfig:
    """Keeps each message until it is done; full, it refuses new ones rather than drop old ones."""
    return StreamConfig(
        name=name,
        subjects=[subject],
        retention=RetentionPolicy.WORK_QUEUE,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_msgs=100_000,
        max_msg_size=largest,
        # Unless said here, nats-server 2.15 allows a stream 1,000 consumers.
        max_consumers=consumers,
    )


STREAMS = (
    # A message's text may have 256 KiB, and more once it is written as JSON.
    _work_queue(subjects.INBOUND, subjects.ALL_INBOUND, largest=CARRIED, consumers=64).evolve(
        max_age=_seconds(days=7), duplicate_window=_seconds(minutes=30)
    ),
    _work_queue(subjects.TURNS, subjects.ALL_TURNS, largest=64 * KIB, consumers=100_000).evolve(
        duplicate_window=_seconds(minutes=10),
        republish=RePublish(
            src=subjects.ALL_TURNS, dest=subjects.wake("{{wildcard(1)}}"), headers_only=True
        ),
    ),
    StreamConfig(
        name=subjects.EVENTS,
        subjects=[subjects.ALL_EVENTS],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        # What is lost here with the machine's power the store tells again.
        persist_mode=PersistMode.ASYNC,
        discard=DiscardPolicy.OLD,
        max_age=_seconds(hours=1),
        max_bytes=256 * MIB,
        max_msgs_per_subject=5_000,
        max_msg_size=CARRIED,
        max_consumers=2_000,
        allow_rollup_hdrs=True,
        republish=RePublish(
            src=subjects.ALL_EVENTS, dest=subjects.live("{{wildcard(1)}}", "{{wildcard(2)}}")
        ),
    ),
    _work_queue(subjects.OUTBOUND, subjects.ALL_OUTBOUND, largest=256 * KIB, consumers=64).evolve(
        max_age=_seconds(days=7), duplicate_window=_seconds(minutes=30)
    ),
    StreamConfig(
        name=subjects.DLQ,
        subjects=[subjects.ALL_DEAD],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        max_age=_seconds(days=30),
        max_msgs=10_000,
        max_msg_size=CARRIED,
    ),
)


@dataclass(frozen=True)
class Durable:
    stream: str
    name: str
    subject: str


DURABLES = (
    *(Durable(subjects.INBOUND, channel, subjects.inbound(channel, "*")) for channel in CHANNELS),
    *(Durable(subjects.OUTBOUND, channel, subjects.outbound(channel, "*")) for channel in CHANNELS),
)


def in_order(name: str, subject: str) -> ConsumerConfig:
    """A consumer that gives a message to nobody while an earlier one is in somebody's hands."""
    return ConsumerConfig(
        name=name,
        durable_name=name,
        filter_subject=subject,
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT,
        max_ack_pending=1,
        max_deliver=-1,
        max_waiting=64,
    )


def thread_consumer(thread_id: str) -> ConsumerConfig:
    """On file: one in memory would forget with nats-server who holds what."""
    config = in_order(f"t-{thread_id}", subjects.turns(thread_id))
    return config.evolve(inactive_threshold=IDLE_CONSUMER)


async def declare(bus: Bus, replicas: int = 1) -> None:
    """Raises Unavailable."""
    connection = bus.connection
    jetstream = connection.jetstream
    try:
        for config in STREAMS:
            stream = _replicate(config, replicas)
            await connection.insist(partial(_declare_stream, jetstream, stream), API_TIMEOUT)
        for durable in DURABLES:
            consumer = in_order(durable.name, durable.subject)
            add = partial(jetstream.add_consumer, durable.stream, consumer)
            await connection.insist(add, API_TIMEOUT)
    except Error as error:
        raise Unavailable(f"JetStream can't be set up: {error}") from error


async def has_stream(bus: Bus, name: str) -> bool:
    """Whether JetStream answers for it now."""
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            await apart(bus.connection.jetstream.stream_info(name))
    except (Error, TimeoutError):
        return False
    return True


@dataclass(frozen=True)
class Backlog:
    """What nobody has taken from a durable yet, and what somebody has and did not ack."""

    durable: Durable
    waiting: int
    in_hand: int


async def read_backlogs(bus: Bus) -> tuple[Backlog, ...]:
    """Of every durable. Raises Unavailable."""
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            return tuple(await asyncio.gather(*(_read_backlog(bus, each) for each in DURABLES)))
    except (Error, TimeoutError) as error:
        raise Unavailable("JetStream does not say how much waits") from error


async def _read_backlog(bus: Bus, durable: Durable) -> Backlog:
    asked = bus.connection.jetstream.consumer_info(durable.stream, durable.name)
    info = await apart(asked)
    return Backlog(durable, info.num_pending or 0, info.num_ack_pending or 0)


def _replicate(config: StreamConfig, replicas: int) -> StreamConfig:
    config = config.evolve(num_replicas=replicas)
    return config if replicas == 1 else config.evolve(persist_mode=None)


async def _declare_stream(jetstream: JetStreamContext, config: StreamConfig) -> None:
    try:
        await jetstream.add_stream(config)
    except APIError as error:
        if error.err_code != STREAM_NAME_IN_USE:
            raise
        await _change_stream(jetstream, config)


async def _change_stream(jetstream: JetStreamContext, config: StreamConfig) -> None:
    assert config.name is not None  # as all of ours
    there = (await jetstream.stream_info(config.name)).config
    if there.persist_mode == config.persist_mode:
        await jetstream.update_stream(config)
        return
    # That can't be changed. Only EVENTS has it, and what was told there the store tells again.
    await jetstream.delete_stream(config.name)
    await jetstream.add_stream(config)
