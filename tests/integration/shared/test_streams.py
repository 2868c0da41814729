"""The streams as the architecture wants them, declared with the store's own rights."""

import pytest
from nats.js.api import StreamConfig
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import Unavailable
from parley_shared.models import TEXT_LIMIT
from parley_shared.streams import declare

from tests.integration.shared.conftest import Connect
from tests.servers import NatsServer
from tests.waiting import PATIENCE, Heard

DAY, MINUTE = 86_400.0, 60.0
EXPECTED: dict[str, dict[str, object]] = {
    "INBOUND": {
        "subjects": ["in.*.*"],
        "retention": "workqueue",
        "discard": "new",
        "max_msgs": 100_000,
        "max_age": 7 * DAY,
        "max_msg_size": 900 * 1024,
        "duplicate_window": 30 * MINUTE,
        "max_consumers": 64,
        "persist_mode": None,
    },
    "TURNS": {
        "subjects": ["turns.*"],
        "retention": "workqueue",
        "discard": "new",
        "max_msgs": 100_000,
        "max_msg_size": 64 * 1024,
        "duplicate_window": 10 * MINUTE,
        "max_consumers": 100_000,
        "persist_mode": None,
    },
    "EVENTS": {
        "subjects": ["ev.*.*"],
        "retention": "limits",
        "discard": "old",
        "persist_mode": "async",
        "max_age": 60 * MINUTE,
        "max_bytes": 256 * 1024 * 1024,
        "max_msgs_per_subject": 5_000,
        "max_msg_size": 900 * 1024,
        "max_consumers": 2_000,
        "allow_rollup_hdrs": True,
    },
    "OUTBOUND": {
        "subjects": ["out.*.*"],
        "retention": "workqueue",
        "discard": "new",
        "max_msgs": 100_000,
        "max_age": 7 * DAY,
        "max_msg_size": 256 * 1024,
        "duplicate_window": 30 * MINUTE,
        "max_consumers": 64,
        "persist_mode": None,
    },
    "DLQ": {
        "subjects": ["dlq.>"],
        "retention": "limits",
        "max_age": 30 * DAY,
        "max_msgs": 10_000,
        "persist_mode": None,
    },
}


async def config_of(bus: Bus, stream: str) -> StreamConfig:
    return (await bus.connection.jetstream.stream_info(stream)).config


@pytest.mark.parametrize("stream", EXPECTED)
async def test_a_stream_is_as_the_architecture_says(store: Bus, stream: str) -> None:
    config = await config_of(store, stream)

    assert {name: getattr(config, name) for name in EXPECTED[stream]} == EXPECTED[stream]
    assert (config.storage, config.num_replicas) == ("file", 1)


@pytest.mark.parametrize("stream", ["INBOUND", "OUTBOUND"])
@pytest.mark.parametrize("channel", ["web", "telegram", "api", "cli"])
async def test_each_channel_has_a_durable_that_keeps_its_order(
    store: Bus, stream: str, channel: str
) -> None:
    info = await store.connection.jetstream.consumer_info(stream, channel)

    config = info.config
    assert config is not None
    token = {"INBOUND": "in", "OUTBOUND": "out"}[stream]
    assert (config.durable_name, config.filter_subject) == (channel, f"{token}.{channel}.*")
    assert (config.max_ack_pending, config.max_deliver, config.ack_wait) == (1, -1, 6.0)
    assert config.ack_policy == "explicit"


async def test_declaring_again_changes_nothing(store: Bus) -> None:
    await store.queue(subjects.turns("t1"), b"{}", job_id="1")
    before = [await config_of(store, stream) for stream in EXPECTED]

    await declare(store)

    assert [await config_of(store, stream) for stream in EXPECTED] == before
    info = await store.connection.jetstream.stream_info(subjects.TURNS)
    assert info.state.messages == 1


async def test_a_changed_configuration_is_brought_up_to_date(store: Bus) -> None:
    jetstream = store.connection.jetstream
    now = await config_of(store, subjects.OUTBOUND)
    await jetstream.update_stream(now.evolve(max_msgs=7, max_age=3600.0))
    await store.queue(subjects.outbound("telegram", "7"), b"{}", job_id="1")

    await declare(store)

    info = await jetstream.stream_info(subjects.OUTBOUND)
    assert info.config == now
    assert info.state.messages == 1


async def test_a_changed_durable_is_brought_up_to_date(store: Bus) -> None:
    jetstream = store.connection.jetstream
    config = (await jetstream.consumer_info(subjects.INBOUND, "web")).config
    assert config is not None
    await jetstream.add_consumer(subjects.INBOUND, config.evolve(ack_wait=60.0))

    await declare(store)

    info = await jetstream.consumer_info(subjects.INBOUND, "web")
    assert info.config is not None
    assert info.config.ack_wait == 6.0


async def test_the_longest_text_is_carried_however_it_is_written(
    store: Bus, connect: Connect
) -> None:
    web = await connect("web")
    longest = '{"text": "' + '\\"' * TEXT_LIMIT + '"}'  # twice as long, for every letter is escaped

    await web.queue(subjects.inbound("web", "c1"), longest.encode(), job_id="1")
    await store.queue(subjects.event("t1", "message.created"), longest.encode(), job_id="1")

    info = await store.connection.jetstream.stream_info(subjects.EVENTS)
    assert info.state.messages == 1


async def test_a_wake_up_is_told_by_its_headers_only_and_an_event_whole(
    store: Bus, connect: Connect
) -> None:
    runner, web = await connect("agent-runner"), await connect("web")
    wakes: Heard[tuple[str, bytes]] = Heard()
    events: Heard[tuple[str, bytes]] = Heard()

    async def hear_wake(subject: str, body: bytes) -> None:
        wakes.add((subject, body))

    async def hear_event(subject: str, body: bytes) -> None:
        events.add((subject, body))

    await runner.listen(subjects.ALL_WAKES, hear_wake)
    await web.listen(subjects.ALL_LIVE, hear_event)
    await store.queue(subjects.turns("t1"), b"{}", job_id="1")
    await store.queue(subjects.event("t1", "turn.started"), b"whole", job_id="1")

    assert await wakes.reach(1) == [("wake.t1", b"")]
    assert await events.reach(1) == [("live.t1.turn-started", b"whole")]


async def test_streams_and_what_they_hold_outlast_a_kill_of_nats_server(
    store: Bus, nats_server: NatsServer
) -> None:
    await store.queue(subjects.turns("t1"), b"{}", job_id="1")

    await nats_server.restart()

    info = await store.connection.insist(
        lambda: store.connection.jetstream.stream_info(subjects.TURNS), PATIENCE
    )
    assert info.state.messages == 1


async def test_what_can_t_be_declared_is_unavailable(connect: Connect) -> None:
    store = await connect("store")

    with pytest.raises(Unavailable, match=r"^JetStream can't be set up: "):
        await declare(store, replicas=3)
