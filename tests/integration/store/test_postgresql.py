"""What only PostgreSQL has: a server that may go and come, and that others may be connected to."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from parley_shared import subjects
from parley_shared.backups import MakeBackup
from parley_shared.errors import BackupFailed
from parley_shared.follow import follow
from parley_shared.store import GetParticipants, GetStats, GetThread
from parley_store.backing import OtherStore
from parley_store.opening import open_database
from parley_store.outbox import read_mail
from parley_store.postgres import PostgresServer
from parley_store.schema import CannotMigrate, bring_up_to_date, upgrade
from parley_store.tables import metadata
from sqlalchemy import create_engine, inspect, text

from tests.fakes.hours import Hours
from tests.integration.store.keeper import USAGE, Keeper
from tests.integration.store.process import (
    Connect,
    StoreProcess,
    head,
    say,
    talk,
    what_was_said,
)
from tests.integration.store.watched import Watched
from tests.postgres import Postgres
from tests.servers import NatsServer
from tests.waiting import PATIENCE

AT = Hours().now()


@pytest.fixture
async def store(
    nats_server: NatsServer, postgres_url: str, tmp_path: Path
) -> AsyncIterator[StoreProcess]:
    process = StoreProcess(tmp_path, nats_server, PARLEY_STORE_DATABASE_URL=postgres_url)
    await process.start()
    yield process
    await process.kill()  # or it would keep the server from every other test


async def test_a_conversation_goes_on_however_postgresql_and_the_store_end(
    connect: Connect, store: StoreProcess, postgres: Postgres
) -> None:
    gateway, web = await connect("gateway"), await connect("web")
    runner = await connect("agent-runner")
    watched = {thread_id: Watched() for thread_id in ("T0", "T1", "T2")}
    following = []
    for thread_id, each in watched.items():
        await say(gateway, "first", thread_id)
        following.append(await follow(web, thread_id, each.hear))

    async def end_one_and_both() -> None:
        await watched["T0"].until(8)
        await asyncio.to_thread(postgres.restart)
        await watched["T0"].until(18)
        await store.kill()
        await store.start()
        await watched["T0"].until(28)
        await asyncio.to_thread(postgres.stop)
        await store.kill()
        await asyncio.to_thread(postgres.start)
        await store.start()

    async with asyncio.timeout(300), asyncio.TaskGroup() as group:
        group.create_task(end_one_and_both())
        for thread_id in watched:
            group.create_task(talk(gateway, runner, thread_id))

    for thread_id, each in watched.items():
        newest = await head(gateway, thread_id)
        async with asyncio.timeout(PATIENCE):
            await each.until(newest)
        assert each.seqs == list(range(1, newest + 1))
        expected = ["first", *(f"{number}" for number in range(12))]
        assert await what_was_said(gateway, thread_id) == expected
    for followed in following:
        await followed.stop()
    assert await store.stop() == 0


@pytest.fixture
def keeper(server_keeper: Keeper) -> Keeper:
    return server_keeper


async def test_a_store_whose_database_was_taken_over_writes_no_more(
    keeper: Keeper, postgresql: PostgresServer, postgres: Postgres, tmp_path: Path
) -> None:
    await keeper.talk("one")
    told: list[str] = []
    keeper.database.on_other = lambda: told.append("taken over")
    postgres.disconnect_all()

    async with open_database(tmp_path, keeper.hours.now, postgresql) as database:
        other = Keeper(database, keeper.hours)
        await other.talk("two")
        with pytest.raises(OtherStore, match="another store already uses postgresql://"):
            await keeper.say("lost?")
        assert (await keeper.ask(GetStats())).messages == 4
    await keeper.talk("three")

    assert told == ["taken over"]
    assert [each.text for each in (await keeper.view()).visible_messages[::2]] == [
        *("one", "two", "three")
    ]
    async with keeper.database.read() as session:
        mail = await read_mail(session, subjects.EVENTS, 0, 1000)
    assert [each.body for each in mail] == [e.model_dump_json() for e in await keeper.events()]


async def test_a_null_character_harms_nothing(keeper: Keeper) -> None:
    await keeper.talk("a\0b", "c\0d")

    view = await keeper.view()
    people = (await keeper.ask(GetParticipants(thread_id="T"))).people

    assert [message.text for message in view.visible_messages] == ["a\0b", "c\0d"]
    assert [each.messages for each in people] == [1]


async def test_numbers_have_64_bits(keeper: Keeper) -> None:
    usage = USAGE.model_copy(update={"cost_micros": 2**40})
    await keeper.say("dear")
    await keeper.finish(await keeper.claim(), usage=usage)

    assert (await keeper.ask(GetThread(thread_id="T"))).cost_micros == 2**40


async def test_the_tables_are_what_the_migrations_make(postgres_url: str) -> None:
    engine = create_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()

    assert [each for each in difference if "search" not in str(each)] == []


async def test_a_migration_happens_wholly_or_not_at_all(postgres: Postgres) -> None:
    backing = PostgresServer(postgres.add_database("cut_off"))
    engine = backing.open_writer()
    with pytest.raises(ZeroDivisionError):
        async with engine.connect() as connection, connection.begin():
            await connection.run_sync(upgrade)
            raise ZeroDivisionError
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert names == []

    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
        await connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    await engine.dispose()
    with pytest.raises(CannotMigrate, match="newer Parley"):
        await bring_up_to_date(backing, AT)


async def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    backing = PostgresServer(f"postgresql://ada:geheim@/parley?host={tmp_path}")

    with pytest.raises(CannotMigrate, match="No such file or directory") as caught:
        await bring_up_to_date(backing, AT)

    assert "geheim" not in str(caught.value)


async def test_a_backup_says_what_to_do_instead(keeper: Keeper) -> None:
    with pytest.raises(BackupFailed, match="its own tools"):
        await keeper.ask(MakeBackup(backup_id="b1"))


async def test_what_is_confirmed_is_on_its_disk(keeper: Keeper) -> None:
    async with keeper.database.write() as session:
        await session.run(text("ALTER ROLE parley SET synchronous_commit = off"))
    await keeper.database.close()

    async with keeper.database.write() as session:
        assert await session.value(text("SHOW synchronous_commit")) == "on"
        await session.run(text("ALTER ROLE parley RESET synchronous_commit"))
