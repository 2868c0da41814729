"""The store on three nats-servers, one of which dies in the middle of what it tells."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from parley_shared import subjects
from parley_shared.follow import follow
from parley_shared.streams import declare

from tests.cluster import NODES, NatsCluster
from tests.integration.store.process import StoreProcess, head, say, talk, what_was_said
from tests.integration.store.watched import Watched
from tests.waiting import PATIENCE

NAMES = (subjects.INBOUND, subjects.TURNS, subjects.EVENTS, subjects.OUTBOUND, subjects.DLQ)


@asynccontextmanager
async def run_cluster(folder: Path, *, encrypted: bool = False) -> AsyncIterator[NatsCluster]:
    for number in range(5):
        place = folder / f"nats{number}"
        place.mkdir()
        cluster = NatsCluster(place, encrypted=encrypted)
        for node in NODES:
            await cluster.start(node)
        if await cluster.stands():
            break
        for node in NODES:
            await cluster.kill(node)
    try:
        yield cluster
    finally:
        for node in NODES:
            await cluster.kill(node)


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[NatsCluster]:
    async with run_cluster(tmp_path) as cluster:
        yield cluster


async def test_a_conversation_goes_on_while_a_node_is_dead(
    cluster: NatsCluster, tmp_path: Path
) -> None:
    store = StoreProcess(tmp_path / "store", cluster, PARLEY_STORE_STREAM_REPLICAS="3")
    await store.start()
    async with (
        cluster.bus("gateway") as gateway,
        cluster.bus("agent-runner") as runner,
        cluster.bus("web") as web,
    ):
        await say(gateway, "first")
        watched = Watched()
        following = await follow(web, "T", watched.hear)
        leader = await cluster.find_leader(web, subjects.EVENTS)

        async def kill_the_leader() -> None:
            await watched.until(8)
            await cluster.kill(leader)
            await watched.until(24)  # on the other two
            await cluster.start(leader)

        async with asyncio.timeout(300), asyncio.TaskGroup() as group:
            group.create_task(kill_the_leader())
            group.create_task(talk(gateway, runner, "T"))

        newest = await head(gateway)
        async with asyncio.timeout(PATIENCE):
            await watched.until(newest)
        assert watched.seqs == list(range(1, newest + 1))
        assert await what_was_said(gateway, "T") == ["first", *(f"{n}" for n in range(12))]
        assert await cluster.find_leader(web, subjects.EVENTS) != leader
        await following.stop()
    await store.kill()


async def test_what_one_node_kept_is_brought_to_all_three(cluster: NatsCluster) -> None:
    async with cluster.bus("store") as store:
        await declare(store)
        await store.queue(subjects.turns("T"), b"{}", job_id="1")

        await declare(store, replicas=3)

        infos = [await store.connection.jetstream.stream_info(name) for name in NAMES]
        assert [info.config.num_replicas for info in infos] == [3] * len(NAMES)
        assert infos[NAMES.index(subjects.TURNS)].state.messages == 1


async def wants_tls(port: int) -> bool:
    """A nats-server says so with its first words."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    told = json.loads((await reader.readline()).removeprefix(b"INFO "))
    writer.close()
    return bool(told.get("tls_required"))


async def test_with_certificates_nothing_is_said_in_the_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_cluster(tmp_path, encrypted=True) as cluster:
        monkeypatch.setenv("SSL_CERT_FILE", str(cluster.authority))
        store = StoreProcess(tmp_path / "store", cluster, PARLEY_STORE_STREAM_REPLICAS="3")
        await store.start()
        async with cluster.bus("gateway") as gateway, cluster.bus("web") as web:
            await say(gateway, "first")

            assert await cluster.find_leader(web, subjects.EVENTS) in NODES
            assert await what_was_said(gateway, "T") == ["first"]
        for node in NODES:
            for_services, for_nodes = cluster.ports_of(node)
            assert await wants_tls(for_services)
            _, writer = await asyncio.open_connection(
                "127.0.0.1", for_nodes, ssl=ssl.create_default_context()
            )
            writer.close()
        await store.kill()
