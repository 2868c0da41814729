"""The database: whole transactions, one writer, migrations with a way back."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from parley_shared import backups, commands, dead_letters, house, store, telegram, workspace
from parley_shared.errors import DiskFull, Unavailable
from parley_shared.questions import Question
from parley_shared.store import GetMessage, GetQueues, GetStats, ListThreads
from parley_store import migrations
from parley_store.answers import ANSWERS
from parley_store.opening import FolderInUse, alone
from parley_store.schema import NEWEST, CannotMigrate, bring_up_to_date, upgrade
from parley_store.sqlite import DATABASE, SqliteFile
from parley_store.tables import metadata
from sqlalchemy import create_engine, inspect, text

from tests.fakes.hours import Hours
from tests.integration.store.keeper import Keeper

AT = Hours().now()


def test_every_question_has_an_answer() -> None:
    named = {
        value
        for module in (store, commands, dead_letters, house, telegram, workspace, backups)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Question) and hasattr(value, "verb")
        if value.service == "store"
    }

    assert named == {*ANSWERS, GetQueues}  # which JetStream answers, and no session


async def test_many_writers_wait_for_each_other_and_all_are_kept(keeper: Keeper) -> None:
    await keeper.say("first")
    await keeper.claim()

    await asyncio.gather(*(keeper.say(f"{n}", thread_id=f"T{n % 7}") for n in range(70)))

    assert (await keeper.ask(GetStats())).messages == 71
    for number in range(7):
        seqs = [event.seq for event in await keeper.events(f"T{number}")]
        assert seqs == list(range(1, len(seqs) + 1))


@pytest.mark.parametrize("milliseconds", [0, 0.2, 0.5, 1, 1.5, 2, 3])
async def test_a_cancelled_writer_leaves_all_or_nothing_and_blocks_nobody(
    keeper: Keeper, milliseconds: float
) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(milliseconds / 1000):
            await keeper.say("perhaps", message_id="m1")

    await keeper.say("after", thread_id="B")

    state = await keeper.ask(GetMessage(message_id="m1"))
    threads = [row.thread.id for row in (await keeper.ask(ListThreads())).items]
    assert sorted(threads) == (["B", "T"] if state.message else ["B"])
    assert (state.message is None) == (state.turn is None)


async def test_a_full_disk_is_said_and_leaves_no_half_transaction(file_keeper: Keeper) -> None:
    await file_keeper.talk("one")
    events = len(await file_keeper.events())
    async with file_keeper.database.write() as session:
        pages = await session.value(text("PRAGMA page_count"))
        await session.value(text(f"PRAGMA max_page_count={pages}"))

    with pytest.raises(DiskFull):
        for _ in range(20):
            await file_keeper.say("x" * 100_000)
    full = await file_keeper.events()
    async with file_keeper.database.write() as session:
        await session.value(text("PRAGMA max_page_count=1000000"))
    await file_keeper.say("there is space again")

    seqs = [event.seq for event in await file_keeper.events()]
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(full) >= events
    assert (await file_keeper.view()).runtime_context == (
        await file_keeper.watched()
    ).runtime_context


async def test_a_database_that_somebody_else_holds_is_unavailable(file_keeper: Keeper) -> None:
    async with file_keeper.database.write() as session:
        await session.value(text("PRAGMA busy_timeout=50"))
    other = sqlite3.connect(file_keeper.database.folder / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Unavailable):
        await file_keeper.say("now?")

    other.execute("ROLLBACK")
    other.close()
    await file_keeper.say("now")


async def test_readers_cannot_write(keeper: Keeper) -> None:
    with pytest.raises(Unavailable):
        async with keeper.database.read() as session:
            await session.run(text("DELETE FROM agents"))


async def test_the_database_is_durable_and_checked(file_keeper: Keeper) -> None:
    async with file_keeper.database.write() as session:
        found = {
            name: await session.value(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


async def test_the_tables_are_what_the_migrations_make(tmp_path: Path) -> None:
    await bring_up_to_date(SqliteFile(tmp_path / DATABASE), AT)

    engine = create_engine(f"sqlite:///{tmp_path / DATABASE}")
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()

    ours = [each for each in difference if "search" not in str(each)]
    assert ours == []


def test_the_newest_migration_is_the_one_that_is_asked_for() -> None:
    scripts = ScriptDirectory(str(Path(next(iter(migrations.__path__)))))

    assert scripts.get_heads() == [NEWEST]


async def test_a_database_is_brought_up_to_date_once(tmp_path: Path) -> None:
    await bring_up_to_date(SqliteFile(tmp_path / DATABASE), AT)
    await bring_up_to_date(SqliteFile(tmp_path / DATABASE), AT)

    assert not (tmp_path / "backups").exists()


async def test_a_migration_that_is_cut_off_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    engine = SqliteFile(tmp_path / DATABASE).open_writer()
    with pytest.raises(ZeroDivisionError):
        async with engine.connect() as connection, connection.begin():
            await connection.run_sync(upgrade)
            raise ZeroDivisionError

    async with engine.connect() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await engine.dispose()
    assert names == []


async def test_an_older_database_is_backed_up_before_it_is_changed(tmp_path: Path) -> None:
    file = tmp_path / DATABASE
    await bring_up_to_date(SqliteFile(file), AT)
    old = sqlite3.connect(file)
    for (name,) in old.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table') AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        if name != "alembic_version":
            old.execute(f"DROP TABLE IF EXISTS {name}")
    old.execute("CREATE TABLE precious (word TEXT)")
    old.execute("INSERT INTO precious VALUES ('kept')")
    old.execute("UPDATE alembic_version SET version_num = '0000'")
    old.commit()
    old.close()

    with pytest.raises(CannotMigrate, match="no way"):
        await bring_up_to_date(SqliteFile(file), AT)

    (backup,) = (tmp_path / "backups").iterdir()
    assert backup.name == "parley-0000-20260102T030405.db"
    copy = sqlite3.connect(backup)
    assert copy.execute("SELECT word FROM precious").fetchone() == ("kept",)
    copy.close()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer Parley"),
        ("DELETE FROM alembic_version", "middle of a migration"),
        ("INSERT INTO alembic_version VALUES ('0000')", "middle of a migration"),
        ("DROP TABLE alembic_version", "middle of a migration"),
        ("DROP TABLE steps", "middle of a migration"),
    ],
)
async def test_a_database_that_cannot_be_trusted_is_refused(
    tmp_path: Path, change: str, sentence: str
) -> None:
    file = tmp_path / DATABASE
    await bring_up_to_date(SqliteFile(file), AT)
    broken = sqlite3.connect(file)
    broken.execute(change)
    broken.commit()
    broken.close()

    with pytest.raises(CannotMigrate, match=sentence):
        await bring_up_to_date(SqliteFile(file), AT)


async def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"this is no database, but it is long enough to be one" * 9)

    with pytest.raises(CannotMigrate, match="can't be brought up to date"):
        await bring_up_to_date(SqliteFile(tmp_path / DATABASE), AT)


def test_a_start_on_a_file_loads_nothing_of_postgresql() -> None:
    looked = "import sys, parley_store.__main__; print('postgres' in ''.join(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", looked], capture_output=True, text=True, check=True
    )

    assert said.stdout == "False\n"


def test_a_second_store_on_one_folder_says_so_in_a_sentence(tmp_path: Path) -> None:
    environment = {**os.environ, "PARLEY_DATA_DIR": str(tmp_path)}
    with alone(tmp_path):
        with pytest.raises(FolderInUse), alone(tmp_path):
            pass

        second = subprocess.run(
            [sys.executable, "-m", "parley_store"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert second.returncode == 1
    assert second.stderr == f"store: another store already uses {tmp_path}: stop it first\n"
