"""Conversations that were in SQLite are taken along to PostgreSQL."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from parley_shared.commands import AnswerQuery
from parley_shared.store import GetOpenRequests, ListThreads
from parley_store.moving import CannotMove, move
from parley_store.opening import open_database
from parley_store.postgres import PostgresServer
from parley_store.sqlite import DATABASE, SqliteFile
from parley_store.tables import metadata
from sqlalchemy import func, select

from tests.fakes.hours import Hours
from tests.integration.store.keeper import Keeper
from tests.integration.store.test_upgrading import GOLDEN, SAID


@pytest.fixture
async def moved(tmp_path: Path, postgresql: PostgresServer) -> AsyncIterator[Keeper]:
    """By a person who has used Parley since its first schema."""
    hours = Hours()
    hours.go_on(3600)
    (tmp_path / DATABASE).write_bytes(gzip.decompress(GOLDEN.read_bytes()))
    await move(SqliteFile(tmp_path / DATABASE), postgresql)
    async with open_database(tmp_path, hours.now, postgresql) as database:
        yield Keeper(database, hours)


async def test_everything_is_there(moved: Keeper, tmp_path: Path) -> None:
    async with open_database(tmp_path, moved.hours.now) as database:
        before = Keeper(database, moved.hours)
        for thread_id, texts in SAID.items():
            view = await moved.view(thread_id)
            assert [message.text for message in view.visible_messages] == texts
            assert view == await before.view(thread_id)
        assert await count_rows(moved) == await count_rows(before)


async def count_rows(keeper: Keeper) -> dict[str, int]:
    async with keeper.database.read() as session:
        return {
            table.name: await session.value(select(func.count()).select_from(table))
            for table in metadata.sorted_tables
        }


async def test_it_is_found_and_goes_on(moved: Keeper) -> None:
    (query,) = (await moved.ask(GetOpenRequests())).queries
    await moved.ask(AnswerQuery(question_id=query.id, answers=("The red one",)))
    await moved.finish(await moved.claim(thread_id="waiting"), "Here you are.")
    await moved.say("something new", thread_id="new")

    found = (await moved.ask(ListThreads(q="HERE YOU"))).items

    assert [row.thread.id for row in found] == ["waiting"]
    assert (await moved.view("waiting")).visible_messages[-1].text == "Here you are."


async def test_nothing_is_written_over(
    moved: Keeper, postgresql: PostgresServer, tmp_path: Path
) -> None:
    await moved.database.close()

    with pytest.raises(CannotMove, match="holds conversations already"):
        await move(SqliteFile(tmp_path / DATABASE), postgresql)
