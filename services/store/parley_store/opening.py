"""Opens the store's folder, for one store alone."""

import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from pydantic import SecretStr

from parley_store.agents import seed_agents
from parley_store.backing import Backing
from parley_store.database import Database, Now, utc_now
from parley_store.sqlite import DATABASE, SqliteFile


class FolderInUse(Exception):
    """Another store keeps its data here; the sentence says where."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Two stores on one folder would be two truths. Raises FolderInUse."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            # The system lets go of it when the process ends, however it ends.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderInUse(f"another store already uses {folder}: stop it first") from None
        yield
    finally:
        os.close(descriptor)


def choose_backing(folder: Path, url: SecretStr | None) -> Backing:
    """A file in `folder`, unless a server is named."""
    if url is None:
        return SqliteFile(folder / DATABASE)
    # Loading its driver takes longer than all else of a start.
    from parley_store.postgres import PostgresServer

    return PostgresServer(url.get_secret_value())


@asynccontextmanager
async def open_database(
    folder: Path, now: Now = utc_now, backing: Backing | None = None
) -> AsyncIterator[Database]:
    """A database that is up to date; `backing` is a file in `folder` if none is given."""
    database = Database(folder, backing or choose_backing(folder, None), now)
    try:
        async with database.write() as session:
            await seed_agents(session)
        yield database
    finally:
        await database.close()
