"""Opens the store's folder, for one store alone."""

import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from parley_store.agents import seed_agents
from parley_store.database import Database, Now, utc_now


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


@asynccontextmanager
async def open_database(folder: Path, now: Now = utc_now) -> AsyncIterator[Database]:
    """A database that is up to date."""
    database = Database(folder, now)
    try:
        async with database.write() as session:
            await seed_agents(session)
        yield database
    finally:
        await database.close()
