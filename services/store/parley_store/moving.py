"""Takes what a SQLite file holds along into an empty PostgreSQL database, while no store runs.

`PARLEY_STORE_DATABASE_URL=… python -m parley_store.moving FOLDER`; the file stays as it is.
"""

import asyncio
import sys
from pathlib import Path

from parley_shared.settings import SettingsWrong
from sqlalchemy import (
    URL,
    Connection,
    Select,
    Table,
    create_engine,
    func,
    insert,
    select,
    text,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Text

from parley_store.backing import Backing, OtherStore
from parley_store.columns import Written
from parley_store.database import utc_now
from parley_store.opening import FolderInUse, alone, choose_backing
from parley_store.schema import CannotMigrate, bring_up_to_date
from parley_store.settings import StoreSettings
from parley_store.sqlite import DATABASE, SqliteFile
from parley_store.tables import metadata, threads

AT_ONCE = 500  # rows


class CannotMove(Exception):
    """The sentence says why."""


async def move(source: SqliteFile, target: Backing) -> int:
    """How many rows it took along: all, or none. Raises CannotMove, CannotMigrate, OtherStore."""
    for backing in (source, target):
        await bring_up_to_date(backing, utc_now())
    # Not the store's own way to the file, which reads all of a table at once.
    reader = create_engine(URL.create("sqlite", database=str(source.file)))
    writer = target.open_writer()
    try:
        async with writer.begin() as here:
            if await here.scalar(select(func.count()).select_from(threads)):
                raise CannotMove(f"{target.name} holds conversations already")
            tables = metadata.sorted_tables
            for table in reversed(tables):
                await here.execute(table.delete())  # as the agents of a first start
            with reader.connect() as there:
                moved = [await _move_rows(there, here, table) for table in tables]
            await here.run_sync(_count_on)
    finally:
        reader.dispose()
        await writer.dispose()
    return sum(moved)


async def _move_rows(there: Connection, here: AsyncConnection, table: Table) -> int:
    moved = 0
    rows = there.execution_options(yield_per=AT_ONCE).execute(_select_as_written(table))
    for some in rows.mappings().partitions():
        await here.execute(insert(table), [dict(row) for row in some])
        moved += len(some)
    return moved


def _select_as_written(table: Table) -> Select[tuple[object, ...]]:
    """Models stay the texts that they are: another version may have written them."""
    return select(
        *(
            type_coerce(column, Text).label(column.name)
            if isinstance(column.type, Written)
            else column
            for column in table.columns
        )
    )


def _count_on(connection: Connection) -> None:
    """PostgreSQL gives numbers from where it counted last, and it has counted none of these."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            newest = f"(SELECT max({column.name}) FROM {table.name})"
            counter = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
            connection.execute(text(f"SELECT setval({counter}, {newest}) WHERE {newest} > 0"))


def main(folder: Path) -> None:
    url = StoreSettings.from_env().store_database_url
    if url is None:
        raise CannotMove("PARLEY_STORE_DATABASE_URL does not say where to")
    if not (folder / DATABASE).is_file():
        raise CannotMove(f"{folder} holds no {DATABASE}")
    with alone(folder):
        moved = asyncio.run(move(SqliteFile(folder / DATABASE), choose_backing(folder, url)))
    print(f"{moved} rows are in PostgreSQL now; the file in {folder} is as it was")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except (CannotMigrate, CannotMove, FolderInUse, OtherStore, SettingsWrong) as error:
        sys.exit(str(error))
