"""The database while it is open: one writer, many readers, each transaction whole or not at all."""

import asyncio
import errno
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parley_shared import failpoints
from parley_shared.errors import DiskFull, ParleyError, Unavailable
from parley_shared.facts import phrase
from parley_shared.store import Nudge
from sqlalchemy import Executable, Row, Table, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from parley_store.backing import Backing, OtherStore
from parley_store.memory import Mail, Memory
from parley_store.statements import insert_into, select_where, update_where
from parley_store.wording import is_disk_full

logger = logging.getLogger(__name__)

DISK_FULL = phrase("disk_full", "the disk is full: nothing can be kept until there is space")
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


Now = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Session:
    """One transaction, at one moment. `nudges` are told on core NATS once it is kept."""

    def __init__(self, connection: AsyncConnection, now: datetime, database: "Database") -> None:
        self._connection = connection
        self.now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        self.epoch = database.epoch
        self.memory = database.memory
        self.search_rows = database.backing.search_rows
        self.nudges: list[tuple[str, Nudge]] = []
        self.mail: list[Mail] = []  # what went into the outbox, in order

    def nudge(self, subject: str, nudge: Nudge | None = None) -> None:
        self.nudges.append((subject, nudge or Nudge()))

    # Any in what follows: what a statement gives has the types of its columns.
    async def rows(self, statement: Executable, **bound: object) -> Sequence[Row[Any]]:
        return (await self._connection.execute(statement, bound)).all()

    async def row(self, statement: Executable, **bound: object) -> Row[Any] | None:
        return (await self._connection.execute(statement, bound)).first()

    async def value(self, statement: Executable, **bound: object) -> Any:
        """The first column of the first row; None if there is none."""
        return (await self._connection.execute(statement, bound)).scalar()

    async def values(self, statement: Executable, **bound: object) -> Sequence[Any]:
        """The first column of all rows."""
        return (await self._connection.execute(statement, bound)).scalars().all()

    async def run(self, statement: Executable, **bound: object) -> int:
        """How many rows it changed."""
        return (await self._connection.execute(statement, bound)).rowcount

    async def find(self, table: Table, **key: object) -> Row[Any] | None:
        return await self.row(select_where(table, tuple(key)), **key)

    async def add(self, table: Table, *rows: Mapping[str, object]) -> None:
        """All rows must have the same columns."""
        if rows:
            one_or_many = rows[0] if len(rows) == 1 else rows
            await self._connection.execute(insert_into(table), one_or_many)

    async def change(self, table: Table, key: Mapping[str, object], **columns: object) -> int:
        """How many rows have this `key`."""
        where = {f"where_{name}": value for name, value in key.items()}
        new = {f"new_{name}": value for name, value in columns.items()}
        return await self.run(update_where(table, tuple(key), tuple(columns)), **where, **new)


class Database:
    """`on_commit` hears each kept transaction, at once and in order; `on_doubt` hears that one may
    have been kept; `on_other` that another store has taken the database over."""

    def __init__(self, folder: Path, backing: Backing, now: Now) -> None:
        self.folder = folder  # of the files' contents
        self.backing = backing
        self.now = now
        self.memory = Memory()
        self.epoch = secrets.token_hex(4)
        self.on_commit: Callable[[Session], None] = lambda session: None
        self.on_doubt: Callable[[], None] = lambda: None
        self.on_other: Callable[[], None] = lambda: None
        self.blobs = asyncio.Lock()  # nobody removes contents while somebody keeps a file
        self.copying = asyncio.Lock()  # nor while a backup is made, which may take minutes
        self._turn = asyncio.Lock()
        self._writers: AsyncEngine = backing.open_writer()
        self._readers: AsyncEngine = backing.open_readers()
        self._writer: AsyncConnection | None = None
        # Another store may have written while there was none.
        event.listen(self._writers.sync_engine, "connect", lambda *_: self.memory.look_again())

    async def size(self) -> int:
        """Bytes on disk. Raises Unavailable."""
        with named_trouble():
            return await self.backing.measure(self._readers)

    async def close(self) -> None:
        await self._forget_writer()
        await self._writers.dispose()
        await self._readers.dispose()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """Sees one moment. Raises Unavailable."""
        with named_trouble():
            async with self._readers.connect() as connection, connection.begin():
                yield Session(connection, self.now(), self)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Session]:
        """Raises DiskFull, Unavailable; then nothing was kept."""
        with named_trouble():
            async with self._turn:
                connection = await self._connect_writer()
                in_doubt = True
                try:
                    async with connection.begin():
                        session = Session(connection, self.now(), self)
                        yield session
                        failpoints.reach("commit.before")
                    in_doubt = False
                except ParleyError:
                    in_doubt = False
                    raise
                finally:
                    if in_doubt:
                        await self._end_doubt(connection)
                    if not self.backing.keeps_writer:
                        await self._forget_writer()
                failpoints.reach("commit.after")
                self.on_commit(session)

    async def _connect_writer(self) -> AsyncConnection:
        try:
            self._writer = self._writer or await self._writers.connect()
        except OtherStore:
            self.on_other()
            raise
        return self._writer

    async def _end_doubt(self, connection: AsyncConnection) -> None:
        """After a failure it may have been kept, so whoever hears commits has to look."""
        try:
            if connection.invalidated:  # as after a cancelled statement
                await self._forget_writer()
        finally:
            self.on_doubt()

    async def _forget_writer(self) -> None:
        if self._writer is not None:
            connection, self._writer = self._writer, None
            await connection.close()


@contextmanager
def named_trouble() -> Iterator[None]:
    """A constraint that does not hold is a bug and passes as it is."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        if is_disk_full(error.orig):
            raise DiskFull(DISK_FULL) from error
        logger.error("database failed", extra={"reason": str(error.orig)})
        raise Unavailable(
            phrase("database_away", "the store's database can't be used now")
        ) from error
    except PoolTimeoutError as error:
        raise Unavailable(
            phrase("database_busy", "the store has more to read than it can")
        ) from error
    except OSError as error:
        if error.errno in NO_SPACE:
            raise DiskFull(DISK_FULL) from error
        raise
