"""Backups: made while everything goes on, whole, and refused when they can't be trusted."""

import asyncio
import base64
import hashlib
import sqlite3
import threading
from pathlib import Path

import pytest
from parley_shared.backups import Backup, DropBackup, ListBackups, MakeBackup
from parley_shared.errors import BackupFailed, BadInput
from parley_shared.models import FileRef
from parley_shared.store import GetStats, KeepFile, ReadChunk, WriteChunk
from parley_store.archive import ArchiveRefused, put_back
from parley_store.opening import open_database
from parley_store.schema import NEWEST
from parley_store.sqlite import DATABASE, SqliteFile

from tests.fakes.hours import Hours
from tests.integration.store.keeper import Keeper
from tests.waiting import PATIENCE

WORDS = b"a file of somebody's"


@pytest.fixture
def keeper(file_keeper: Keeper) -> Keeper:
    """What is on a server its own tools copy."""
    return file_keeper


async def keep_file(keeper: Keeper) -> FileRef:
    sha256 = hashlib.sha256(WORDS).hexdigest()
    file = FileRef(id="f1", name="a.txt", media_type="text/plain", size=len(WORDS), sha256=sha256)
    chunk = base64.b64encode(WORDS).decode()
    await keeper.ask(WriteChunk(upload_id="u1", offset=0, base64=chunk))
    return await keeper.ask(KeepFile(upload_id="u1", file=file))


async def make(keeper: Keeper, backup_id: str = "b1") -> Backup:
    return await keeper.ask(MakeBackup(backup_id=backup_id))


async def test_what_was_kept_is_there_again_with_its_files(keeper: Keeper, tmp_path: Path) -> None:
    await keeper.talk("one")
    await keep_file(keeper)
    made = await make(keeper)
    await keeper.talk("after the backup")

    put_back(Path(made.place), tmp_path / "restored", NEWEST)

    assert (made.database_schema, made.files) == (NEWEST, 1)
    async with open_database(tmp_path / "restored", keeper.hours.now) as database:
        restored = Keeper(database, keeper.hours)
        texts = [message.text for message in (await restored.view()).visible_messages]
        assert texts == ["one", "Good."]
        chunk = await restored.ask(ReadChunk(file_id="f1"))
        assert base64.b64decode(chunk.base64) == WORDS


async def test_a_backup_is_one_moment_of_what_goes_on_meanwhile(
    keeper: Keeper, tmp_path: Path
) -> None:
    await keeper.say("first")

    talking = asyncio.gather(*(keeper.talk(f"{n}", thread_id=f"T{n}") for n in range(30)))
    made = await make(keeper)
    await talking

    put_back(Path(made.place), tmp_path / "restored", NEWEST)
    async with open_database(tmp_path / "restored", keeper.hours.now) as database:
        restored = Keeper(database, keeper.hours)
        threads = (await restored.ask(GetStats())).threads
        assert 1 <= threads <= 31
        for number in range(threads - 1):
            seqs = [event.seq for event in await restored.events(f"T{number}")]
            assert seqs == list(range(1, len(seqs) + 1))
    assert (await keeper.ask(GetStats())).messages == 61


async def test_the_same_backup_is_made_once_and_the_newest_five_are_kept(keeper: Keeper) -> None:
    first = await make(keeper)
    await keeper.talk("one")
    assert await make(keeper) == first

    for number in range(2, 8):
        keeper.hours.go_on(1)
        await make(keeper, f"b{number}")
    await keeper.ask(DropBackup(backup_id="b5"))

    kept = (await keeper.ask(ListBackups())).backups
    assert [each.id for each in kept] == ["b7", "b6", "b4", "b3"]


@pytest.mark.parametrize("backup_id", ["", "..", "a/b", "x" * 65])
async def test_a_backup_goes_nowhere_else(keeper: Keeper, backup_id: str) -> None:
    with pytest.raises(BadInput):
        await make(keeper, backup_id)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "made by a newer Parley"),
        ("DROP TABLE alembic_version", "can't be read"),
    ],
)
async def test_a_backup_that_cannot_be_trusted_is_refused(
    keeper: Keeper, tmp_path: Path, change: str, sentence: str
) -> None:
    made = await make(keeper)
    copy = sqlite3.connect(Path(made.place) / "parley.db")
    copy.execute(change)
    copy.commit()
    copy.close()

    with pytest.raises(ArchiveRefused, match=sentence):
        put_back(Path(made.place), tmp_path / "restored", NEWEST)

    assert not (tmp_path / "restored").exists()


async def test_a_backup_without_one_of_its_files_is_refused(keeper: Keeper, tmp_path: Path) -> None:
    file = await keep_file(keeper)
    made = await make(keeper)
    (Path(made.place) / "files" / file.sha256[:2] / file.sha256).unlink()

    with pytest.raises(ArchiveRefused, match="1 of its files are gone"):
        put_back(Path(made.place), tmp_path / "restored", NEWEST)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveRefused, match="is no backup of Parley"):
        put_back(tmp_path, tmp_path / "restored", NEWEST)


class SlowFile(SqliteFile):
    """Of a database so large that copying it takes long."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.began, self.may_end = threading.Event(), threading.Event()

    def copy(self, target: Path) -> None:
        self.began.set()
        assert self.may_end.wait(PATIENCE)
        super().copy(target)


async def test_a_folder_that_takes_no_backup_is_said_and_nothing_else_stops(
    keeper: Keeper,
) -> None:
    folder = keeper.database.folder / "backups"
    folder.write_text("no folder at all")

    with pytest.raises(BackupFailed) as failed:
        await make(keeper)
    await keeper.say("still here")
    folder.unlink()

    assert str(folder) in str(failed.value)
    assert (await make(keeper)).id == "b1"


async def test_files_are_kept_and_the_clock_goes_on_while_a_backup_is_made(
    tmp_path: Path, sqlite: SqliteFile
) -> None:
    slow = SlowFile(tmp_path / DATABASE)
    hours = Hours()
    async with open_database(tmp_path, hours.now, slow) as database:
        keeper = Keeper(database, hours)
        backup = asyncio.create_task(make(keeper))
        await asyncio.to_thread(slow.began.wait, PATIENCE)

        await keep_file(keeper)
        hours.go_on(86_400)
        await keeper.clock.tick()
        assert not backup.done()
        slow.may_end.set()

        assert (await backup).files == 1
