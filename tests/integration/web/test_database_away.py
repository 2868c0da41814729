"""What everybody is told while the server that holds the store's database is away."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from parley_cli.findings import Finding, Inside, judge
from parley_cli.processes import ProcessFacts
from parley_cli.readiness import Readiness, find_readiness
from parley_shared.bus import Bus
from parley_shared.frames import ServiceHealth, Services

from tests.fakes.hours import Hours
from tests.house import House, Service
from tests.postgres import MISSING, Postgres, find_programs
from tests.servers import NatsServer
from tests.waiting import PATIENCE, START_PATIENCE

AWAY = "the store's database can't be used now"
TOLD = f"{AWAY}; the store goes on trying, and its log says why"


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    programs = find_programs()
    if programs is None:
        pytest.skip(MISSING)
    server = Postgres(programs)
    server.make()
    yield server
    server.remove()


@pytest_asyncio.fixture
async def house(tmp_path: Path, postgres: Postgres) -> AsyncIterator[House]:
    nats = NatsServer(tmp_path / "nats")
    await nats.start()
    house = House(nats, tmp_path)
    url = postgres.add_database("house")
    house.store = Service(nats, "store", tmp_path, PARLEY_STORE_DATABASE_URL=url)
    try:
        await house.start()
        yield house
    finally:
        await house.end()
        await nats.kill()


async def until_store(
    client: httpx.AsyncClient, is_so: Callable[[ServiceHealth], bool]
) -> ServiceHealth:
    """As the overview shows it."""
    async with asyncio.timeout(START_PATIENCE):
        while True:
            told = Services.model_validate_json((await client.get("/api/services")).content)
            [store] = [each for each in told.services if each.name == "store"]
            if is_so(store):
                return store


async def until_all_answer(admin: Bus, house: House) -> Readiness:
    """As `./parley status` finds it, once none of them was too slow for one look."""
    async with asyncio.timeout(PATIENCE):
        while True:
            readiness = await find_readiness(admin, house.port)
            if {"store", "gateway"} <= readiness.ready and "web" in {
                *readiness.ready,
                *readiness.troubles,
            }:
                return readiness


async def test_a_database_that_is_away_is_told_everywhere_until_it_is_back(
    house: House, postgres: Postgres
) -> None:
    async with house.client() as client, house.bus("admin") as admin:
        await until_store(client, lambda store: store.ok)

        await asyncio.to_thread(postgres.stop)
        store = await until_store(client, lambda store: not store.ok)
        why = {"ready": False, "missing": ["store"], "why": AWAY}
        async with asyncio.timeout(PATIENCE):
            while (ready := await client.get("/readyz")).json() != why:
                pass
        readiness = await until_all_answer(admin, house)

        assert store.detail == TOLD
        assert ready.status_code == 503
        assert readiness.troubles == {"store": TOLD, "web": "pages wait for: store"}
        assert readiness.ready == {"nats", "store", "gateway"}
        facts = ProcessFacts("store", "running", pid=1, running_for=1.0, restarts=0)
        seen = Inside(Hours().now(), "", (facts,), tuple(readiness.ready), readiness.troubles)
        assert list(judge(seen)) == [
            Finding(f"store is not well ({TOLD})", "./parley logs store says more", hurts=True)
        ]

        await asyncio.to_thread(postgres.start)
        store = await until_store(client, lambda store: store.ok)
        await house.until_ready()

        assert store.detail == ""
        async with asyncio.timeout(PATIENCE):
            while (await until_all_answer(admin, house)).troubles:
                pass
