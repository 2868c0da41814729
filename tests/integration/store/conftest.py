"""The store on a real SQLite file, and on a real PostgreSQL where that is installed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from parley_shared.bus import Bus
from parley_store.backing import Backing
from parley_store.opening import open_database
from parley_store.postgres import PostgresServer
from parley_store.schema import bring_up_to_date
from parley_store.sqlite import DATABASE, SqliteFile

from tests.fakes.hours import Hours
from tests.integration.store.keeper import Keeper
from tests.integration.store.process import Connect
from tests.postgres import MISSING, Postgres, find_programs
from tests.servers import NatsServer

NAME = "parley"
DATABASES = ("sqlite", "postgresql") if find_programs() else ("sqlite",)


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a first start leaves on disk, made once."""
    file = tmp_path_factory.mktemp("store") / DATABASE
    asyncio.run(bring_up_to_date(SqliteFile(file), Hours().now()))
    return file.read_bytes()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One for all tests; who stops it starts it again."""
    programs = find_programs()
    if programs is None:
        pytest.skip(MISSING)
    server = Postgres(programs)
    server.make()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def made_url(postgres: Postgres) -> str:
    """Of a database that is up to date, made once."""
    url = postgres.add_database(NAME)
    asyncio.run(bring_up_to_date(PostgresServer(url), Hours().now()))
    return url


@pytest.fixture
def postgres_url(postgres: Postgres, made_url: str) -> str:
    """Of a database as a first start leaves it."""
    postgres.clear_database(NAME)
    return made_url


@pytest.fixture(params=DATABASES)
def backing(request: pytest.FixtureRequest) -> Backing:
    """Where the store of the test is kept."""
    made: Backing = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def sqlite(tmp_path: Path, new_database: bytes) -> SqliteFile:
    (tmp_path / DATABASE).write_bytes(new_database)
    return SqliteFile(tmp_path / DATABASE)


@pytest.fixture
def postgresql(postgres_url: str) -> PostgresServer:
    return PostgresServer(postgres_url)


@pytest.fixture
async def keeper(tmp_path: Path, backing: Backing) -> AsyncIterator[Keeper]:
    """A test with it runs once for each database."""
    hours = Hours()
    async with open_database(tmp_path, hours.now, backing) as database:
        yield Keeper(database, hours)


@pytest.fixture
async def file_keeper(tmp_path: Path, sqlite: SqliteFile) -> AsyncIterator[Keeper]:
    """For what only SQLite has."""
    hours = Hours()
    async with open_database(tmp_path, hours.now, sqlite) as database:
        yield Keeper(database, hours)


@pytest.fixture
async def server_keeper(tmp_path: Path, postgresql: PostgresServer) -> AsyncIterator[Keeper]:
    """For what only PostgreSQL has."""
    hours = Hours()
    async with open_database(tmp_path, hours.now, postgresql) as database:
        yield Keeper(database, hours)


@pytest.fixture
async def connect(nats_server: NatsServer) -> AsyncIterator[Connect]:
    """With the key of a service."""
    async with AsyncExitStack() as stack:

        async def connect_as(name: str) -> Bus:
            seed_file = nats_server.seed_file(name)
            bus = Bus.connect(url=nats_server.url, name=name, seed_file=seed_file)
            return await stack.enter_async_context(bus)

        yield connect_as
