"""Brings the database to this version at start: backed up first, whole or not at all."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from parley_store.backing import Backing, CannotCopy
from parley_store.tables import metadata

NEWEST = "0013"  # the newest migration; alembic is only loaded to get there
VERSION_TABLE = "alembic_version"


class CannotMigrate(Exception):
    """The sentence says what to do."""


async def bring_up_to_date(backing: Backing, now: datetime) -> None:
    """Raises CannotMigrate for a half-migrated database and for a newer one, OtherStore."""
    engine = backing.open_writer()
    try:
        version = await _read_version(engine, backing.name)
        if version == NEWEST:
            return
        if version is not None:
            backing.back_up(version, now)
        async with engine.connect() as connection, connection.begin():
            await connection.run_sync(upgrade)
    except (CannotCopy, DBAPIError, OSError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        line = " ".join(str(reason).split())
        raise CannotMigrate(f"{backing.name} can't be brought up to date: {line}") from error
    finally:
        await engine.dispose()


async def _read_version(engine: AsyncEngine, name: str) -> str | None:
    """None for a new database."""
    async with engine.connect() as connection, connection.begin():
        tables = set(await connection.run_sync(_table_names))
        if not tables:
            return None
        stamped = VERSION_TABLE in tables
        rows = (
            await connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}"))
            if stamped
            else ()
        )
        versions = [str(row[0]) for row in rows]
    half = f"{name} was left in the middle of a migration: put the newest backup in its place"
    if len(versions) != 1:
        raise CannotMigrate(half)
    if versions[0] > NEWEST:
        raise CannotMigrate(
            f"{name} was written by a newer Parley (its schema is {versions[0]}, this one knows "
            f"{NEWEST}): start that version, or put an older backup in its place"
        )
    if versions[0] == NEWEST and not set(metadata.tables) <= tables:
        raise CannotMigrate(half)
    return versions[0]


def _table_names(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


def upgrade(connection: Connection) -> None:
    """Inside the transaction of `connection`: it happens wholly or not at all."""
    # Loading alembic takes longer than a start without it.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, NEWEST)
    except CommandError as error:
        raise CannotMigrate(f"there is no way from the database's schema: {error}") from error
